"""Small drawings that stand in the lines of the PDF."""

from collections.abc import Sequence
from typing import Final

from reportlab.lib.colors import HexColor
from reportlab.platypus import Flowable

from geo.briefing import palette
from geo.briefing.fonts import Weight, pdf_font
from geo.briefing.palette import PatrolStyle

_HALF_CAPITAL: Final = 0.33


class Disc(Flowable):
    """A patrol's letter on its colour, as the map shows it."""

    def __init__(self, style: PatrolStyle, size_pt: float) -> None:
        super().__init__()
        self.style, self.width, self.height = style, size_pt, size_pt

    def wrap(self, *_: float) -> tuple[float, float]:
        """Its size in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it at the origin."""
        half = self.width / 2
        self.canv.setFillColor(HexColor(self.style.colour))
        self.canv.setStrokeColor(HexColor(palette.INK))
        self.canv.setLineWidth(0.5)
        self.canv.circle(half, half, half, stroke=1, fill=1)
        size = self.width * 0.6
        self.canv.setFillColor(HexColor(self.style.on_colour))
        self.canv.setFont(pdf_font(Weight.BOLD), size)
        self.canv.drawCentredString(half, half - _HALF_CAPITAL * size, self.style.letter)


class Square(Flowable):
    """A hotspot's rank in a square badge, as the map shows it."""

    def __init__(self, rank: int) -> None:
        super().__init__()
        self.rank, self.width, self.height = rank, 19.0, 19.0

    def wrap(self, *_: float) -> tuple[float, float]:
        """Its size in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it at the origin."""
        self.canv.setFillColor(HexColor(palette.HOTSPOT_LINE))
        self.canv.rect(0.5, 0.5, 18, 18, stroke=0, fill=1)
        self.canv.setFillColor(HexColor(palette.HALO))
        self.canv.setFont(pdf_font(Weight.BOLD), 12)
        self.canv.drawCentredString(9.5, 9.5 - _HALF_CAPITAL * 12, str(self.rank))


class Bars(Flowable):
    """The profile of a hotspot over the slices of the window; the peak is dark."""

    def __init__(self, profile: Sequence[float]) -> None:
        super().__init__()
        self.profile, self.width, self.height = profile, 60.0, 11.0

    def wrap(self, *_: float) -> tuple[float, float]:
        """Its size in points."""
        return self.width, self.height

    def draw(self) -> None:
        """Draw it at the origin."""
        step = self.width / max(len(self.profile), 1)
        for n, share in enumerate(self.profile):
            dark = share == max(self.profile) > 0
            self.canv.setFillColor(
                HexColor(palette.HOTSPOT_LINE if dark else palette.HOTSPOT_RAMP[1])
            )
            self.canv.rect(n * step, 0, step * 0.8, 0.5 + share * 9.5, stroke=0, fill=1)
