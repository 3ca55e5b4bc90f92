"""The report of all findings of an area, and its forms: plain values, a table, a page."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final, Self

import pandas as pd

from geo.errors import AfterbellError
from geo.layers import About
from geo.quality.findings import Finding, Part, Severity
from geo.safe_csv import csv_bytes
from geo.words import listed

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
            from geo.quality.page import render  # noqa: PLC0415 - fonts and templates, if wanted

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
