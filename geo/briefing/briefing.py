"""A briefing: what it says, and every form in which it can be taken along."""

from dataclasses import dataclass
from pathlib import Path

from geo.briefing.sheet import Sheet


@dataclass(frozen=True)
class Briefing(Sheet):
    """One school day's briefing, with its forms on paper and screen.

    Build one with `Briefing.of`. What it says, and its attributes, are those of a `Sheet`. The same
    briefing gives the same bytes in every form; ``to_pdf`` and its like write a form to a path and
    return the path.
    """

    def pdf(self) -> bytes:
        """The briefing as a PDF of A4 pages."""
        from geo.briefing._pdf import render  # noqa: PLC0415 - screens need no PDF writer

        return render(self)

    def html(self) -> str:
        """The briefing as one HTML file that needs nothing else."""
        from geo.briefing._html import render  # noqa: PLC0415 - nor the drawing of maps

        return render(self)

    def gpx(self) -> str:
        """Routes and stops for a map application, as GPX 1.1 in WGS84."""
        from geo.briefing._gpx import render  # noqa: PLC0415

        return render(self)

    def ics(self) -> str:
        """Every stop as an entry of a calendar, as iCalendar."""
        from geo.briefing._ics import render  # noqa: PLC0415

        return render(self)

    def to_pdf(self, path: str | Path) -> Path:
        """Write the PDF."""
        return _write(path, self.pdf())

    def to_html(self, path: str | Path) -> Path:
        """Write the HTML file, in UTF-8."""
        return _write(path, self.html().encode())

    def to_gpx(self, path: str | Path) -> Path:
        """Write the GPX file."""
        return _write(path, self.gpx().encode())

    def to_ics(self, path: str | Path) -> Path:
        """Write the calendar."""
        return _write(path, self.ics().encode())


def _write(path: str | Path, content: bytes) -> Path:
    target = Path(path)
    target.write_bytes(content)
    return target
