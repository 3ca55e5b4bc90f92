"""What decides an effect estimate; every number is fixed before the after period is looked at."""

from dataclasses import dataclass

from geo.errors import SettingError


@dataclass(frozen=True)
class EffectSettings:
    """Rules of comparison.

    Attributes
    ----------
    before_days : int
        Longest stretch that counts as before; a year carries every season.
    chosen_days : int
        The stretch just before the first patrol, in which the places were picked because they were
        hot. It never counts as before, and comparison places are matched on it.
    nearest : int
        Comparison places for each patrolled place.
    factor : float
        A comparison place had at most this many times as many incidents, and at least that part of
        them.
    similar : int
        Places of the pool, the most similar ones, that take part at all.
    rings_m : tuple of float
        Outer edges of the rings in which displacement is looked for, metres.
    fewest_incidents : float
        With fewer, expected and recorded together, nothing is said.
    fewest_places : int
        With fewer comparison places in the pool, nothing is said.
    draws : int
        Placebo sets that the interval is read from.
    """

    before_days: int = 364
    chosen_days: int = 182
    nearest: int = 8
    factor: float = 2.0
    similar: int = 40
    rings_m: tuple[float, ...] = (150.0, 300.0)
    fewest_incidents: float = 10.0
    fewest_places: int = 8
    draws: int = 500

    def __post_init__(self) -> None:
        faults = []
        if min(self.before_days, self.chosen_days) < 28:
            faults.append("before_days and chosen_days must be 28 or more")
        if self.nearest < 1 or self.fewest_places < 4 or self.similar < self.fewest_places:
            faults.append("nearest must be 1, fewest_places 4, similar fewest_places or more")
        if not 1.1 <= self.factor <= 10:
            faults.append(f"factor is {self.factor}; expected 1.1 to 10")
        edges = (0.0, *self.rings_m)
        if any(b <= a for a, b in zip(edges, self.rings_m, strict=False)):
            faults.append(f"rings_m is {self.rings_m}; expected rising metres")
        if self.draws < 100:
            faults.append(f"draws is {self.draws}; expected 100 or more")
        if faults:
            raise SettingError(f"These effect settings cannot be used: {'; '.join(faults)}.")

    @property
    def reach_m(self) -> float:
        """How far from a patrolled place its patrols may have been felt, metres."""
        return self.rings_m[-1] if self.rings_m else 0.0
