"""A part of the page: a question, one sentence, a picture, how it is read, and its table."""

import html
from collections.abc import Iterable
from typing import Final
from urllib.parse import quote

import altair as alt
import pandas as pd
import streamlit as st

from dashboard.charts.evidence import LineStyle
from dashboard.views import common
from dashboard.views.timetables.parts import plain_table

_SWATCH_PX: Final = 40


def question(number: int, query: str, text: str = "") -> None:
    """Say what is asked, and the answer."""
    st.html(
        f'<h2 class="ab-question"><b>{number}</b> {html.escape(query)}</h2>'
        + (f'<p class="ab-answer">{html.escape(text)}</p>' if text else "")
    )


def asked(questions: Iterable[str]) -> None:
    """What will be answered."""
    items = "".join(f"<li>{html.escape(each)}</li>" for each in questions)
    st.html(f'<ol class="ab-asked">{items}</ol>')


def answer(query: str, text: str) -> None:
    """Say what is asked within a part, and the answer."""
    st.html(f'<h3>{html.escape(query)}</h3><p class="ab-answer">{html.escape(text)}</p>')


def links(offered: Iterable[tuple[str, str, str]]) -> None:
    """Files to take along: what is said, the address, and the file's name."""
    links = "".join(
        f'<a href="{html.escape(at)}" download="{html.escape(name)}">{html.escape(label)}</a>'
        for label, at, name in offered
    )
    st.html(f'<div class="ab-files">{links}</div>')


def picture(chart: alt.Chart, key: str, how: str) -> None:
    """Show a picture, and say how it is read."""
    st.altair_chart(chart, width="stretch", key=f"evidence_{key}")
    common.words(how, "ab-note")


def table(frame: pd.DataFrame, caption: str) -> None:
    """Figures in sight."""
    plain_table(frame, [str(name) for name in frame.columns], caption)


def folded(frame: pd.DataFrame, caption: str, label: str = "The same as a table") -> None:
    """Figures on request."""
    with st.expander(label):
        table(frame, caption)


def refused(sentence: str, mend: str = "") -> None:
    """Say that the data cannot tell, and what would let them."""
    more = f"<p>{html.escape(mend)}</p>" if mend else ""
    st.html(
        f'<div class="ab-refused"><p><strong>Cannot tell.</strong> {html.escape(sentence)}</p>'
        f"{more}</div>"
    )


def legend(marks: Iterable[tuple[str, str]]) -> None:
    """What the marks of a picture mean: a kind of mark, and words."""
    items = "".join(f'<li><i class="ab-{kind}"></i>{html.escape(w)}</li>' for kind, w in marks)
    st.html(f'<ul class="ab-keys">{items}</ul>')


def lines(styles: Iterable[LineStyle]) -> None:
    """What the lines of a picture mean, each as it is drawn."""
    items = "".join(
        f'<li><img alt="" width="{_SWATCH_PX}" height="10" src="{_swatch(style)}">'
        f"{html.escape(style.name)}</li>"
        for style in styles
    )
    st.html(f'<ul class="ab-keys">{items}</ul>')


def _swatch(style: LineStyle) -> str:
    """A little piece of the line, as an image that needs no request."""
    dash = " ".join(f"{part:g}" for part in style.dash_px) or "none"
    drawn = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{_SWATCH_PX}" height="10">'
        f'<line x1="0" y1="5" x2="{_SWATCH_PX}" y2="5" stroke="{style.colour}" '
        f'stroke-width="{style.width_px:g}" stroke-dasharray="{dash}"/></svg>'
    )
    return f"data:image/svg+xml,{quote(drawn)}"
