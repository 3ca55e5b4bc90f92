"""The check of a whole area, and its report: findings, worst first, as values, table or page."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, ClassVar, Final, Self

import pandas as pd
from markupsafe import Markup

from geo.crs import WGS84, transformer
from geo.formats import csv_bytes
from geo.layers import About
from geo.quality._areas import check_areas
from geo.quality._bells_and_terms import check_bells_and_terms, check_tables
from geo.quality._coverage import check_coverage, check_lag
from geo.quality._facts import Incidents, counted
from geo.quality._fixed_places import check_fixed_places
from geo.quality._points import Bounds, check_points
from geo.quality._rows import NOT_SCORED, check_rejected, check_rows, scored
from geo.quality._streets import check_streets
from geo.quality._timing import check_timing, clock_change
from geo.quality.findings import Chart, ChartKind, Finding, Part, QualityRules, Severity, text_of
from geo.rendering import bar_chart, document, heat_map, hour_dial, line_chart, require_ending
from geo.workspace import Workspace

#: Longer tables are cut on the page.
_MOST_ROWS: Final = 100
_SEVERITIES: Final = list(Severity)
_PARTS: Final = list(Part)
_HEADINGS: Final = {Severity.ERROR: "Errors", Severity.WARNING: "Warnings", Severity.OK: "Fine"}


@dataclass(frozen=True, eq=False)
class QualityReport:
    """The findings of one area, worst first, and always in the same order.

    Attributes
    ----------
    about : About
        The area, its marking and the age of its data.
    findings : tuple of Finding
    """

    #: Endings of the files that a report can be written as.
    ENDINGS: ClassVar[tuple[str, ...]] = (".html", ".csv")

    about: About
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, about: About, findings: Iterable[Finding]) -> Self:
        """Order findings by severity, then by what they are about, then by name.

        Parameters
        ----------
        about : About
        findings : iterable of Finding
        """

        def place(finding: Finding) -> tuple[int, int, str]:
            part = _PARTS.index(finding.part)
            return _SEVERITIES.index(finding.severity), part, finding.code

        return cls(about, tuple(sorted(findings, key=place)))

    def __len__(self) -> int:
        return len(self.findings)

    def of_severity(self, severity: Severity) -> tuple[Finding, ...]:
        """Findings of one severity."""
        return tuple(finding for finding in self.findings if finding.severity is severity)

    def only(self, parts: Sequence[Part]) -> "QualityReport":
        """The findings about some parts."""
        return QualityReport(self.about, tuple(f for f in self.findings if f.part in parts))

    @property
    def summary(self) -> str:
        """In one line: ``3 errors, 5 warnings; 9 checks found nothing wrong``."""
        errors, warnings, fine = (len(self.of_severity(severity)) for severity in _SEVERITIES)
        worst = [_some(errors, "error"), _some(warnings, "warning")]
        if warnings and not errors:
            worst.reverse()
        passed = f"; {_some(fine, 'check')} found nothing wrong" if fine else ""
        return f"{', '.join(worst).capitalize()}{passed}."

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values."""
        about = self.about
        return {
            "area": about.name,
            "marking": about.marking,
            "simulated": about.simulated,
            "data_as_at": about.data_as_at.isoformat() if about.data_as_at else None,
            "summary": self.summary,
            "counts": {s.value: len(self.of_severity(s)) for s in _SEVERITIES},
            "findings": [finding.to_dict() for finding in self.findings],
        }

    def to_frame(self) -> pd.DataFrame:
        """One row a finding: Severity, Layer, Finding, Effect on the maps, What to do, Code."""
        rows = [
            (f.severity.value, f.part.value, f.title, f.effect, f.to_do, f.code)
            for f in self.findings
        ]
        names = ["Severity", "Layer", "Finding", "Effect on the maps", "What to do", "Code"]
        return pd.DataFrame(rows, columns=names)

    def to_csv(self, path: Path) -> None:
        """Write one row a finding; the marking and the age of the data go with each."""
        as_at = self.about.data_as_at
        frame = self.to_frame().assign(
            Marking=self.about.marking,
            Area=self.about.name,
            **{"Data as at": as_at.isoformat() if as_at else ""},
        )
        path.write_bytes(csv_bytes(frame))

    def write(self, path: Path) -> None:
        """Write an .html page or a .csv, by the ending of the name.

        Raises
        ------
        AfterbellError
            When the name ends in anything else.
        """
        require_ending(path, *self.ENDINGS)
        if path.suffix.lower() == ".csv":
            self.to_csv(path)
        else:
            path.write_text(_render(self), encoding="utf-8")


def _render(report: QualityReport) -> str:
    """Write a report as one HTML document, the same for the same report."""
    groups = [(_HEADINGS[severity], report.of_severity(severity)) for severity in Severity]
    return document(
        Path(__file__).parent,
        report.about,
        {"svg": _svg, "rows": _rows},
        report=report,
        groups=groups,
        most=_MOST_ROWS,
    )


def _rows(table: pd.DataFrame) -> list[list[str]]:
    """Cells of the first rows as text: numbers with separators, yes and no."""
    return [[text_of(cell) for cell in row] for row in table.head(_MOST_ROWS).to_numpy().tolist()]


def _some(count: int, one: str) -> str:
    return counted(count, one) if count else f"no {one}s"


def _svg(chart: Chart) -> Markup:
    """Draw a chart for paper."""
    table, text = chart.table, chart.description
    marked = table[chart.marked].astype(bool) if chart.marked else pd.Series(False, table.index)
    names = table[chart.x].drop_duplicates().tolist()
    place = {name: n for n, name in enumerate(names)}
    if chart.kind is ChartKind.HEAT:
        down = table[chart.y].drop_duplicates().tolist()
        across = table[chart.x].map(place)
        cells = zip(across, table[chart.y].map(down.index), strict=True)
        shades = dict(zip(cells, _numbers(table[chart.value]), strict=True))
        return heat_map(names, down, shades, text, chart.value.lower())
    values = _numbers(table[chart.y])
    if chart.kind is ChartKind.LINES:
        points = pd.DataFrame({"x": table[chart.x].map(place), "y": values, "ring": marked})
        series = {
            str(name): list(rows.itertuples(index=False, name=None))
            for name, rows in points.groupby(table[chart.series], sort=False)
        }
        return line_chart(names, series, text)
    if chart.kind is ChartKind.CLOCK:
        return hour_dial(names, values, text, marked.tolist())
    usual = _numbers(table[chart.usual]) if chart.usual else ()
    return bar_chart(
        table[chart.x].tolist(), values, text, usual=usual,
        marked=marked.tolist() if chart.marked else (),
    )  # fmt: skip


def _numbers(column: pd.Series) -> list[float]:
    return [float(value) for value in pd.to_numeric(column, errors="coerce").fillna(0)]


_NO_EFFECT = "None: no row of the file is scored, so none of them moves a hotspot."


def check_area(area: Workspace, rules: QualityRules | None = None) -> QualityReport:
    """Look at everything that an area holds, and report what of it can be believed.

    Parameters
    ----------
    area : Workspace
        Opened. Nothing of it is changed.
    rules : QualityRules, optional
        Thresholds of warnings and errors.

    Returns
    -------
    QualityReport
        The same for the same area: worst first, what is fine last.
    """
    chosen = rules or QualityRules()
    layers = area.layers
    return QualityReport.of(
        area.about,
        (
            *_incidents(area, chosen),
            *check_rejected(area, chosen),
            *check_fixed_places(layers, chosen, area.settings.role("contact")),
            *check_streets(layers, chosen),
            *check_areas(layers, chosen),
            *check_bells_and_terms(area.calendar, layers.schools, area.about.data_as_at, chosen),
            *check_tables(area),
        ),
    )


def _incidents(area: Workspace, rules: QualityRules) -> Iterator[Finding]:
    """Findings of incidents; where none of them is scored, none can do any harm."""
    frame = area.layers.incidents
    if not len(frame):
        return
    settings = area.settings
    facts = Incidents.of(frame, settings.timezone, area.about.data_as_at)
    findings = [
        *check_coverage(facts, rules),
        check_lag(facts, rules),
        *check_timing(facts, rules),
        clock_change(facts, area.calendar.window),
        *check_points(facts, area.layers.areas, _bounds(area), rules),
        *check_rows(facts, settings, rules),
    ]
    if not scored(facts, settings).any():
        findings = [_harmless(finding) for finding in findings]
    yield from findings


def _harmless(finding: Finding) -> Finding:
    if finding.severity is Severity.OK or finding.code == NOT_SCORED:
        return finding
    return replace(finding, severity=Severity.WARNING, effect=_NO_EFFECT)


def _bounds(area: Workspace) -> Bounds | None:
    """Bounds of the area in its own CRS, where the settings give them in degrees."""
    if area.settings.bounds is None:
        return None
    to_area = transformer(WGS84, area.layers.crs)
    west, south, east, north = to_area.transform_bounds(*area.settings.bounds)
    return west, south, east, north
