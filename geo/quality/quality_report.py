"""A report as one HTML file: fonts, styles and pictures inside, no script, nothing to fetch."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import pandas as pd
from markupsafe import Markup, escape

from geo.errors import AfterbellError
from geo.formats import csv_bytes
from geo.layers import About
from geo.quality.findings import Finding, Kind, Part, Picture, Severity, text_of
from geo.rendering import document, palette
from geo.text import listed

_WIDE: Final = 640.0
_HIGH: Final = 150.0
_LEFT: Final = 46.0
_BELOW: Final = 22.0
_ROW: Final = 20.0
_NAMES_WIDE: Final = 130.0
_DIAL: Final = 240.0
_LABELS: Final = 8
_DARK: Final = palette.HOTSPOT_LINE
_LIGHT: Final = palette.HOTSPOT_RAMP[1]


def svg(picture: Picture) -> Markup:
    """Draw a picture."""
    makers = {Kind.BARS: _bars, Kind.LINES: _lines, Kind.HEAT: _heat, Kind.CLOCK: _dial}
    wide, high, parts = makers[picture.kind](picture)
    head = Markup(
        '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img" '
        'aria-label="{}" class="{}" style="max-width:{}px">'
    ).format(f"{wide:g}", f"{high:g}", picture.said, picture.kind.value, f"{wide:g}")
    return head + Markup("").join(parts) + Markup("</svg>")


_Drawn = tuple[float, float, list[Markup]]


def _bars(picture: Picture) -> _Drawn:
    table = picture.table
    values, marks = _values(table[picture.y]), _marks(picture)
    usual = _values(table[picture.usual]) if picture.usual else []
    most, step = max([*values, *usual, 1.0]), (_WIDE - _LEFT) / max(len(values), 1)
    parts = [*_scale(most)]
    for n, value in enumerate(values):
        high, x = value / most * _HIGH, _LEFT + n * step
        fill = _DARK if marks[n] or not picture.marked else _LIGHT
        parts.append(_rect(x + step * 0.09, _HIGH + 8 - high, step * 0.82, high, fill))
    for n, value in enumerate(usual):
        y, x = _HIGH + 8 - value / most * _HIGH, _LEFT + n * step
        parts.append(_line([(x, y), (x + step, y)], palette.INK, 1.5))
    return _WIDE, _HIGH + 8 + _BELOW, parts + _below(table[picture.x], step, _LEFT, _HIGH + 8)


def _lines(picture: Picture) -> _Drawn:
    table, labels = picture.table, picture.table[picture.x].drop_duplicates()
    place = {label: n for n, label in enumerate(labels)}
    most, step = max([*_values(table[picture.y]), 1.0]), (_WIDE - _LEFT) / max(len(place), 1)
    parts = [*_scale(most)]
    names = table[picture.series].drop_duplicates().tolist()
    for n, name in enumerate(names):
        rows = table[table[picture.series] == name]
        at = [_LEFT + (place[label] + 0.5) * step for label in rows[picture.x]]
        up = [_HIGH + 8 - value / most * _HIGH for value in _values(rows[picture.y])]
        colour = palette.OKABE_ITO[n % len(palette.OKABE_ITO)]
        dash = " ".join(f"{2 * d:g}" for d in palette.DASHES[n % len(palette.DASHES)])
        points = list(zip(at, up, strict=True))
        parts.append(_line(points, colour, 2, dash))
        low = rows[picture.marked].astype(bool) if picture.marked else pd.Series(False, rows.index)
        parts += [_ring(p, colour) for p, on in zip(points, low, strict=True) if on]
        y = _HIGH + 8 + _BELOW + 16 * (n + 1)
        parts += [_line([(_LEFT, y - 4), (_LEFT + 40, y - 4)], colour, 2, dash)]
        parts.append(_text(_LEFT + 48, y, name, "start"))
    high = _HIGH + 8 + _BELOW + 16 * len(names) + 8
    return _WIDE, high, parts + _below(labels, step, _LEFT, _HIGH + 8)


def _heat(picture: Picture) -> _Drawn:
    table = picture.table
    across, down = (table[name].drop_duplicates().tolist() for name in (picture.x, picture.y))
    step = (_WIDE - _NAMES_WIDE) / max(len(across), 1)
    most = max([*_values(table[picture.value]), 1.0])
    columns = {label: n for n, label in enumerate(across)}
    rows = {label: n for n, label in enumerate(down)}
    cells = zip(table[picture.x], table[picture.y], _values(table[picture.value]), strict=True)
    parts = [
        _rect(_NAMES_WIDE + columns[x] * step, rows[y] * _ROW, step, _ROW - 1, _shade(value / most))
        for x, y, value in cells
    ]
    parts += [
        _text(_NAMES_WIDE - 6, n * _ROW + 14, str(name)[:20], "end") for name, n in rows.items()
    ]
    high = _ROW * len(down)
    parts += _below(pd.Series(across), step, _NAMES_WIDE, high)
    said = f"white is none, the darkest {most:,.0f} rows"
    parts.append(_text(_NAMES_WIDE, high + _BELOW + 14, said, "start"))
    return _WIDE, high + _BELOW + 20, parts


def _dial(picture: Picture) -> _Drawn:
    """Hours around, midnight at the top; the area of a wedge is its count."""
    values, marks = _values(picture.table[picture.y]), _marks(picture)
    most, turn, middle = max([*values, 1.0]), 2 * math.pi / max(len(values), 1), _DIAL / 2
    reach = middle - 24
    parts = [
        Markup('<circle cx="{0}" cy="{0}" r="{1}" fill="none" stroke="#DDD9CF"/>').format(
            middle, reach
        )
    ]
    for n, value in enumerate(values):
        radius = math.sqrt(value / most) * reach
        ends = [(n - 0.45) * turn, (n + 0.45) * turn]
        (x1, y1), (x2, y2) = (
            (middle + radius * math.sin(a), middle - radius * math.cos(a)) for a in ends
        )
        path = f"M{middle:g} {middle:g}L{x1:.1f} {y1:.1f}A{radius:.1f} {radius:.1f} 0 0 1 "
        path += f"{x2:.1f} {y2:.1f}Z"
        fill = _DARK if marks[n] else _LIGHT
        parts.append(Markup('<path d="{}" fill="{}"/>').format(path, fill))
    names = picture.table[picture.x].tolist()
    for n in range(0, len(names), max(len(names) // 4, 1)):
        x, y = (
            middle + (middle - 10) * math.sin(n * turn),
            middle - (middle - 10) * math.cos(n * turn),
        )
        anchor = "start" if x < middle - 5 else "end" if x > middle + 5 else "middle"
        x = {"start": 0.0, "end": _DIAL, "middle": middle}[anchor]
        parts.append(_text(x, y + 4, names[n], anchor))
    return _DIAL, _DIAL, parts


def _values(column: pd.Series) -> list[float]:
    return [float(value) for value in pd.to_numeric(column, errors="coerce").fillna(0)]


def _marks(picture: Picture) -> Sequence[bool]:
    if not picture.marked:
        return [False] * len(picture.table)
    return [bool(value) for value in picture.table[picture.marked]]


def _shade(part: float) -> str:
    ramp = ("#FFFFFF", *palette.HOTSPOT_RAMP, _DARK)
    return ramp[math.ceil(part * (len(ramp) - 1) - 1e-9)]


def _scale(most: float) -> Iterable[Markup]:
    yield _text(_LEFT - 6, 14, f"{most:,.0f}", "end")
    yield _text(_LEFT - 6, _HIGH + 8, "0", "end")
    yield _line([(_LEFT, _HIGH + 8), (_WIDE, _HIGH + 8)], palette.QUIET, 1)


def _below(labels: pd.Series, step: float, left: float, top: float) -> list[Markup]:
    every = -(-len(labels) // _LABELS)
    told = list(enumerate(labels))[::every]
    return [_text(left + n * step, top + 16, label, "start") for n, label in told]


def _rect(x: float, y: float, wide: float, high: float, fill: str) -> Markup:
    return Markup('<rect x="{}" y="{}" width="{}" height="{}" fill="{}"/>').format(
        f"{x:.1f}", f"{y:.1f}", f"{wide:.1f}", f"{high:.1f}", fill
    )


def _line(
    points: Sequence[tuple[float, float]], colour: str, wide: float, dash: str = ""
) -> Markup:
    path = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    return Markup(
        '<polyline points="{}" fill="none" stroke="{}" stroke-width="{}" stroke-dasharray="{}"/>'
    ).format(path, colour, wide, dash or "none")


def _ring(at: tuple[float, float], colour: str) -> Markup:
    return Markup(
        '<circle cx="{}" cy="{}" r="6" fill="none" stroke="{}" stroke-width="2"/>'
    ).format(f"{at[0]:.1f}", f"{at[1]:.1f}", colour)


def _text(x: float, y: float, words: object, anchor: str) -> Markup:
    return Markup('<text x="{}" y="{}" text-anchor="{}">{}</text>').format(
        f"{x:.1f}", f"{y:.1f}", anchor, escape(str(words))
    )


_SEVERITIES: Final = list(Severity)
_PARTS: Final = list(Part)


@dataclass(frozen=True, eq=False)
class QualityReport:
    """What was found of one area, worst first, and always in the same order."""

    about: About
    findings: tuple[Finding, ...]

    @classmethod
    def of(cls, about: About, findings: Iterable[Finding]) -> Self:
        """Order findings by severity, then by what they are about, then by name."""

        def place(finding: Finding) -> tuple[int, int, str]:
            part = _PARTS.index(finding.part)
            return _SEVERITIES.index(finding.severity), part, finding.code

        return cls(about, tuple(sorted(findings, key=place)))

    def __len__(self) -> int:
        return len(self.findings)

    def that_are(self, severity: Severity) -> tuple[Finding, ...]:
        """Findings of one severity."""
        return tuple(found for found in self.findings if found.severity is severity)

    def only(self, parts: Sequence[Part]) -> "QualityReport":
        """The findings about some parts."""
        return QualityReport(self.about, tuple(f for f in self.findings if f.part in parts))

    @property
    def summary(self) -> str:
        """In one line: ``3 things to mend, 5 to look at and 9 fine``."""
        mend, look, fine = (len(self.that_are(severity)) for severity in _SEVERITIES)
        things = "1 thing" if mend == 1 else f"{mend} things"
        first = [f"{things} to mend"] if mend else ["Nothing to mend"]
        return f"{listed([*first, f'{look} to look at', f'{fine} fine'])}."

    def to_dict(self) -> dict[str, Any]:
        """The report as plain values."""
        about = self.about
        return {
            "area": about.name,
            "marking": about.marking,
            "simulated": about.simulated,
            "data_as_at": about.data_as_at.isoformat() if about.data_as_at else None,
            "summary": self.summary,
            "counts": {s.value: len(self.that_are(s)) for s in _SEVERITIES},
            "findings": [found.to_dict() for found in self.findings],
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
        refuse_other_files(path)
        if path.suffix.lower() == ".csv":
            self.to_csv(path)
        else:
            path.write_text(render(self), encoding="utf-8")


def refuse_other_files(path: Path) -> None:
    """Refuse a name that ends in nothing that a report can be written as.

    Raises
    ------
    AfterbellError
        When it is neither .html nor .csv.
    """
    ending = path.suffix.lower()
    if ending not in (".csv", ".html", ".htm"):
        raise AfterbellError(
            f"{path.name} ends in {ending or 'nothing'}; expected an .html or a .csv file."
        )


#: Longer tables are cut on the page.
_MOST_ROWS: Final = 100
_HEADINGS: Final = {
    Severity.MEND: "To mend",
    Severity.LOOK: "To look at",
    Severity.OK: "Fine",
}


def render(report: QualityReport) -> str:
    """Write a report as one HTML document; every value is escaped.

    Returns
    -------
    str
        The same for the same report.
    """
    groups = [(_HEADINGS[severity], report.that_are(severity)) for severity in Severity]
    return document(
        Path(__file__).parent,
        report.about,
        {"svg": svg, "rows": rows_of},
        report=report,
        groups=groups,
        most=_MOST_ROWS,
    )


def rows_of(table: pd.DataFrame) -> list[list[str]]:
    """Cells of the first rows as text: numbers with separators, yes and no."""
    return [[text_of(cell) for cell in row] for row in table.head(_MOST_ROWS).to_numpy().tolist()]
