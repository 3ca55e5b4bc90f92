"""What a person may choose about hotspots; everything else is learned from the data."""

from dataclasses import dataclass, field
from typing import Final, Literal

from geo.errors import SettingError
from geo.hotspots.methods import DEFAULT_METHOD, METHODS

#: Columns of the incidents whose rows a person may exclude from scoring.
_EXCLUDABLE: Final = ("offence", "location_type", "source")


@dataclass(frozen=True)
class HotspotSettings:
    """Parameters of hotspot detection.

    Attributes
    ----------
    method : str
        Key of the method that makes the surface; see ``geo.hotspots.METHODS``.
    weights : "harm" or "equal"
        Whether an incident counts with its harm weight or as one.
    max_area_m2 : float
        Largest area that a pair patrols on foot; 4 hectares is 200 m by 200 m.
    top_n : int
        How many hotspots to return at most.
    cell_m : float or None
        Side of a risk cell. None takes 50 m, or what the source can tell apart.
    harm_weights : tuple of (str, float)
        Offence code and weight where a force uses its own instead of the bundled table.
    exclusions : tuple of (str, tuple of str)
        Column of the incidents (offence, location_type or source), and the whole values, in any
        case, whose rows are never scored.
    masks : tuple of str
        Areas, or shapes of the basemap, in which no hotspot may lie; by code or name.
    """

    method: str = DEFAULT_METHOD
    weights: Literal["harm", "equal"] = "harm"
    max_area_m2: float = 40_000
    top_n: int = 20
    cell_m: float | None = None
    harm_weights: tuple[tuple[str, float], ...] = field(default=())
    exclusions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    masks: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        faults = []
        if self.method not in METHODS:
            faults.append(f"method is {self.method!r}; expected one of {', '.join(METHODS)}")
        if self.weights not in ("harm", "equal"):
            faults.append(f"weights are {self.weights!r}; expected harm or equal")
        if not 2_500 <= self.max_area_m2 <= 1_000_000:
            faults.append(f"max_area_m2 is {self.max_area_m2}; expected 2,500 to 1,000,000")
        if self.top_n < 1:
            faults.append(f"top_n is {self.top_n}; expected 1 or more")
        if self.cell_m is not None and not 10 <= self.cell_m <= 2_000:
            faults.append(f"cell_m is {self.cell_m}; expected 10 to 2,000")
        strange = [column for column, _ in self.exclusions if column not in _EXCLUDABLE]
        if strange:
            faults.append(
                f"exclusions name {', '.join(strange)}; expected {', '.join(_EXCLUDABLE)}"
            )
        if faults:
            raise SettingError("Hotspot settings: " + "; ".join(faults) + ".")
