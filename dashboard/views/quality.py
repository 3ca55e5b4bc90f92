"""The quality report: one line, then a card for each finding, its chart and its figures."""

import html

import pandas as pd
import streamlit as st

from dashboard import charts
from dashboard.views import common
from geo.formats import csv_bytes
from geo.quality import Chart, Finding, QualityReport, Severity, text_of

#: Longer tables are cut on the page; the file has all of it.
_MOST_ROWS = 100


def draw(report: QualityReport) -> None:
    """Draw a report: errors, warnings, and what is fine, folded."""
    common.words(report.summary)
    for severity in (Severity.ERROR, Severity.WARNING):
        for finding in report.of_severity(severity):
            _card(finding)
    fine = report.of_severity(Severity.OK)
    if fine:
        with st.container(key="quality_fine"), st.expander(f"Fine ({len(fine)})"):
            for finding in fine:
                _card(finding)


def _card(finding: Finding) -> None:
    """One finding; what is fine says so in a line."""
    with st.container(key=f"finding_{_key(finding)}", gap="small"):
        st.html(_head(finding))
        if finding.severity is Severity.OK and finding.table is None:
            return
        if finding.chart is not None:
            _chart(finding, finding.chart)
        if finding.table is not None and len(finding.table):
            _figures(finding, finding.table)


def _head(finding: Finding) -> str:
    """Severity as a word, the sentence, and what follows from it."""
    word, title = finding.severity.value, html.escape(finding.title)
    kind = finding.severity.name.lower()
    head = (
        f'<h3 class="ab-finding"><span class="ab-severity ab-{kind}">{word}</span> {title}</h3>'
        f'<p class="ab-part">{html.escape(finding.part.value.capitalize())}</p>'
    )
    if finding.severity is Severity.OK:
        return head
    rows = (("Effect on the maps", finding.effect), ("What to do", finding.to_do))
    facts = "".join(f"<dt>{name}</dt><dd>{html.escape(text)}</dd>" for name, text in rows)
    return f'{head}<dl class="ab-facts">{facts}</dl>'


def _chart(finding: Finding, chart: Chart) -> None:
    st.altair_chart(charts.finding(chart), width="stretch", key=f"picture_{_key(finding)}")
    common.words(chart.description, "ab-when")
    with st.expander("The same as a table"):
        _table(f"{_key(finding)}-chart", chart.table, chart.description)


def _figures(finding: Finding, table: pd.DataFrame) -> None:
    if finding.chart is not None and finding.chart.table is table:
        return
    with st.expander("Figures"):
        _table(_key(finding), table, finding.title)


def _table(name: str, table: pd.DataFrame, caption: str) -> None:
    st.html(_html(table, caption))
    file = f"quality-{name}.csv"
    st.download_button("Download as CSV", csv_bytes(table), file, "text/csv", key=file)


def _html(table: pd.DataFrame, caption: str) -> str:
    """A table as HTML that reads aloud, every cell escaped; the first hundred rows of it."""
    head = "".join(f'<th scope="col">{html.escape(str(name))}</th>' for name in table.columns)
    rows = "".join(
        f"<tr>{''.join(f'<td>{html.escape(text_of(cell))}</td>' for cell in row)}</tr>"
        for row in table.head(_MOST_ROWS).to_numpy().tolist()
    )
    more = f"<p>The first {_MOST_ROWS} of {len(table):,} rows.</p>" * (len(table) > _MOST_ROWS)
    return (
        f'<div class="ab-figures" role="region" tabindex="0" aria-label="{html.escape(caption)}">'
        f"<table><thead><tr>{head}</tr></thead><tbody>{rows}</tbody></table>{more}</div>"
    )


def _key(finding: Finding) -> str:
    return f"{finding.part.value}-{finding.code}"
