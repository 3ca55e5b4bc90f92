"""The ways of looking at the past that the learned combination weighs against one another."""

from dataclasses import dataclass
from enum import StrEnum
from itertools import product
from typing import Final

from geo.hotspots.grid import Grid

#: 0 m leaves an incident in its own cell.
BANDWIDTHS_M: Final = (0.0, 25.0, 50.0, 100.0, 200.0, 400.0, 800.0, 1600.0)
HALF_LIVES_DAYS: Final = (28.0, 120.0, 720.0)
CLOCK_BANDWIDTHS_M: Final = (0.0, 25.0, 50.0, 100.0, 200.0, 800.0)
CLOCK_HALF_LIVES_DAYS: Final = (120.0, 720.0)
PLACE_REACH_M: Final = (75.0, 200.0)


class Clock(StrEnum):
    """Which hours of the past are looked at."""

    ALL = "all hours"
    NEAR = "hours around the window, on any day"
    WINDOW = "the window on its own days"


@dataclass(frozen=True, order=True)
class Kernel:
    """Past incidents of some hours, spread by one bandwidth and forgotten with one half-life."""

    clock: Clock
    bandwidth_m: float
    half_life_days: float

    def __str__(self) -> str:
        spread = f"within {self.bandwidth_m:,.0f} m" if self.bandwidth_m else "in the same cell"
        return f"{self.clock}, {spread}, half forgotten in {self.half_life_days:,.0f} days"


@dataclass(frozen=True, order=True)
class Around:
    """The ground around places of one kind: schools, interchanges or high streets."""

    kind: str
    bandwidth_m: float

    def __str__(self) -> str:
        return f"within {self.bandwidth_m:,.0f} m of {self.kind}"


@dataclass(frozen=True, order=True)
class Anywhere:
    """The same for every cell of the study area."""

    def __str__(self) -> str:
        return "anywhere"


Component = Kernel | Around | Anywhere


def every_hour(grid: Grid, kinds: tuple[str, ...]) -> tuple[Component, ...]:
    """Components that explain all hours: kernels, places, and anywhere.

    A bandwidth much narrower than a cell says the same as no bandwidth, and is left out.
    """
    widths = [b for b in BANDWIDTHS_M if b == 0 or b >= grid.cell_m / 2]
    kernels = (Kernel(Clock.ALL, *parts) for parts in product(widths, HALF_LIVES_DAYS))
    around = (Around(kind, reach) for kind in kinds for reach in PLACE_REACH_M)
    return (*kernels, *around, Anywhere())


def by_clock(grid: Grid, kinds: tuple[str, ...]) -> tuple[Component, ...]:
    """Components that may set the window apart from all hours."""
    widths = [b for b in CLOCK_BANDWIDTHS_M if b == 0 or b >= grid.cell_m / 2]
    kernels = (
        Kernel(*parts)
        for parts in product((Clock.NEAR, Clock.WINDOW), widths, CLOCK_HALF_LIVES_DAYS)
    )
    return (*kernels, *(Around(kind, reach) for kind in kinds for reach in PLACE_REACH_M))
