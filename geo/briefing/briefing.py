"""A briefing: what it says, and every form in which it can be taken along."""

from dataclasses import dataclass
from pathlib import Path

from geo.briefing.sheet import Sheet


@dataclass(frozen=True)
class Briefing(Sheet):
    """One school day's briefing, with its forms on paper and screen.

    Build one with `Briefing.of`; what it says is a `Sheet`.
    """

    def pdf(self) -> bytes:
        """The briefing as a PDF of A4 pages: the same briefing gives the same bytes."""
        from geo.briefing.pdf import render  # noqa: PLC0415 - loaded when asked for: screens need no PDF writer

        return render(self)

    def html(self) -> str:
        """The briefing as one HTML file that needs nothing else."""
        from geo.briefing.html import render  # noqa: PLC0415 - the same for the drawing of maps

        return render(self)

    def gpx(self) -> str:
        """Routes and stops for a map application, as GPX 1.1."""
        from geo.briefing.gpx import render  # noqa: PLC0415

        return render(self)

    def ics(self) -> str:
        """Every stop as an entry of a calendar, as iCalendar."""
        from geo.briefing.ics import render  # noqa: PLC0415

        return render(self)

    def to_pdf(self, path: str | Path) -> Path:
        """Write the PDF and return where."""
        target = Path(path)
        target.write_bytes(self.pdf())
        return target

    def to_html(self, path: str | Path) -> Path:
        """Write the HTML file, in UTF-8, and return where."""
        target = Path(path)
        target.write_bytes(self.html().encode("utf-8"))
        return target

    def to_gpx(self, path: str | Path) -> Path:
        """Write the GPX file and return where."""
        target = Path(path)
        target.write_bytes(self.gpx().encode("utf-8"))
        return target

    def to_ics(self, path: str | Path) -> Path:
        """Write the calendar and return where."""
        target = Path(path)
        target.write_bytes(self.ics().encode("utf-8"))
        return target
