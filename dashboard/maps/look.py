"""The colours of a map: on paper by day, on the dark of a briefing by night."""

from dataclasses import dataclass
from typing import Final

from geo.rendering import palette


@dataclass(frozen=True)
class Look:
    """Colours of the ground and of what lies on it.

    Attributes
    ----------
    streets : tuple of (str, str, float)
        Kind, colour and width in pixels at zoom 14, lightest first.
    ramp : tuple of str
        One hue, from the least to the most expected.
    """

    name: str
    backdrop: str
    water: str
    park: str
    rail: str
    ward: str
    streets: tuple[tuple[str, str, float], ...]
    ramp: tuple[str, ...]
    hotspot_line: str
    symbol: str
    halo: str
    scale: float = 1.0

    def by_share(self, share: float) -> str:
        """Colour of the ramp for a share from 0 to 1."""
        return self.ramp[round(min(max(share, 0.0), 1.0) * (len(self.ramp) - 1))]

    def by_rank(self, rank: int, of: int = 5) -> str:
        """Colour of the ramp for a rank: 1 stands out most, ``of`` and beyond least."""
        return self.by_share(1 - (min(rank, of) - 1) / max(of - 1, 1))


DAY: Final = Look(
    name="day",
    backdrop=palette.BACKDROP,
    water=palette.WATER,
    park=palette.PARK,
    rail=palette.RAIL,
    ward="#A9A294",
    streets=tuple((k, s.colour, round(s.width_pt * 1.6, 2)) for k, s in palette.STREETS.items()),
    ramp=palette.HOTSPOT_RAMP,
    hotspot_line=palette.HOTSPOT_LINE,
    symbol=palette.SCHOOL,
    halo=palette.HALO,
)

NIGHT: Final = Look(
    name="night",
    backdrop="#161B21",
    water="#20323F",
    park="#1D2A24",
    rail="#59626B",
    ward="#3A434C",
    streets=(
        ("path", "#242B32", 0.7),
        ("local", "#2C343C", 1.0),
        ("high street", "#46515B", 2.4),
        ("main", "#46515B", 3.0),
    ),
    ramp=("#4B2733", "#7A3A4D", "#AD566D", "#DD8398", "#F8BBC7"),
    hotspot_line="#F8BBC7",
    symbol="#A9B7C4",
    halo="#0E1216",
    scale=2.4,
)
