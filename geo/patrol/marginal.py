"""What one patrol more or fewer would bring."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from geo.clock import SchoolDay
from geo.model import Patrol
from geo.network import WalkingNetwork
from geo.patrol.places import Places
from geo.patrol.wishes import Wishes


@dataclass(frozen=True)
class Step:
    """A number of patrols and what their plan is worth.

    Attributes
    ----------
    value : float or None
        Points of all visits; None where no plan grants the wishes with so few.
    """

    patrols: int
    value: float | None


@dataclass(frozen=True)
class Marginal:
    """Value by number of patrols; never falls from one to the next.

    Attributes
    ----------
    given : int
        How many patrols there are.
    """

    steps: tuple[Step, ...]
    given: int
    sentences: tuple[str, ...]


def marginal(
    places: Places,
    network: WalkingNetwork,
    patrols: Sequence[Patrol],
    day: SchoolDay,
    wishes: Wishes | None = None,
    seed: int = 0,
    more: int = 2,
    yesterday: Sequence[object] = (),
    watch: Callable[[int, int], bool] | None = None,
) -> Marginal:
    """Value of 1 to ``len(patrols) + more`` patrols; further ones are copies of the last.

    Parameters
    ----------
    watch : callable, optional
        Told how many of how many steps are done; returning False stops, and what is known by then
        is given.
    """
    raise NotImplementedError
