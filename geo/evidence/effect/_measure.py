"""Did patrols change what was recorded? Before and after, against places chosen by rule."""

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import geopandas as gpd
import numpy as np
from numpy.typing import NDArray
from pyproj import CRS

from geo.arrays import Floats
from geo.clock import Window
from geo.errors import SettingError
from geo.evidence.effect._comparison_places import (
    Judge,
    Judged,
    Likeness,
    comparison_pool,
    most_similar,
)
from geo.evidence.effect._ratio import Counts, placebo_sets, quotient, rings
from geo.evidence.effect._result import Change, Compare, Effect, Ring, Verdict
from geo.evidence.effect._settings import EffectSettings, Patrolled, Periods, TooShortError
from geo.evidence.effect._visits import patrolled_places, read_visits
from geo.evidence.effect.record import Record
from geo.hotspots import HotspotSettings, hotspot_settings
from geo.model import Estimate, Hotspot, Interval, Spot
from geo.workspace import Workspace


def measure_effect(
    incidents: gpd.GeoDataFrame,
    treated: Sequence[Patrolled],
    window: Window,
    *,
    pool: Sequence[Spot] | None = None,
    settings: EffectSettings | None = None,
    scoring: HotspotSettings | None = None,
    until: dt.date | None = None,
    seed: int = 0,
) -> Effect:
    """Compare patrolled places with what they would have had without patrols.

    Scored incidents in the window are counted in three stretches: before, the choosing (just
    before the first patrol, when the places were picked because they were hot) and after. What was
    hot by chance cools by itself, so the choosing never counts as before; comparison places are
    matched on it. Expected is what a place had before, times the change of its comparison places.
    The interval is read from placebo sets (see `ratio`).

    Parameters
    ----------
    incidents : GeoDataFrame
        The layer of the workspace.
    treated : sequence of Patrolled
        In the same CRS.
    pool : sequence of Spot, optional
        Where comparison places may come from, none within reach of a patrol; without it,
        `comparison_pool`.
    scoring : HotspotSettings, optional
        What counts as scored.
    until : date, optional
        The last date that the data covers.
    seed : int
        Of the placebo sets; the same seed and data give the same result.

    Raises
    ------
    SettingError
        When no place is given, or two have the same id.
    NothingToScoreError
        When no incident is scored.
    """
    _refuse(treated)
    chosen = settings or EffectSettings()
    record = Record.of(incidents, window, scoring=scoring, until=until)
    try:
        periods = Periods.of(record, treated, chosen)
    except TooShortError as error:
        return _nothing(treated, chosen, seed, str(error))
    offered = comparison_pool(record, treated, (), chosen) if pool is None else tuple(pool)
    if len(offered) < chosen.fewest_places:
        return _nothing(treated, chosen, seed, _few_places(len(offered), chosen), periods)
    return _Comparison.of(record, periods, treated, offered, chosen).effect(treated, seed)


def _refuse(treated: Sequence[Patrolled]) -> None:
    if not treated:
        raise SettingError("No patrolled place was given; expected at least one with its dates.")
    ids = [place.place_id for place in treated]
    twice = sorted({ident for ident in ids if ids.count(ident) > 1})
    if twice:
        raise SettingError(
            f"{', '.join(twice)} is in the list of patrolled places more than once. Put its "
            "dates together."
        )


def _few_places(count: int, settings: EffectSettings) -> str:
    return (
        f"Only {count} places could stand for what happens without patrols; it takes at least "
        f"{settings.fewest_places}."
    )


def _nothing(
    treated: Sequence[Patrolled],
    settings: EffectSettings,
    seed: int,
    why: str,
    periods: Periods | None = None,
) -> Effect:
    return Effect(
        tuple(treated), None, why, periods, None, (), None, (), (), (), 1.0, settings, seed
    )


@dataclass(frozen=True, eq=False)
class _Comparison:
    """Counts of the patrolled places and of the most similar of the pool, in one order."""

    spots: tuple[Spot, ...]
    table: Floats
    rings: tuple[Floats, ...]
    periods: Periods
    settings: EffectSettings
    treated: int

    @classmethod
    def of(
        cls,
        record: Record,
        periods: Periods,
        treated: Sequence[Patrolled],
        pool: Sequence[Spot],
        settings: EffectSettings,
    ) -> "_Comparison":
        spots = [*treated, *pool]
        table = record.counts([spot.shape for spot in spots])
        kept = most_similar(_sums(table, periods.halves), len(treated), settings)
        near = tuple(spots[n] for n in kept)
        around = rings(treated, near[len(treated) :], settings.rings_m)
        counted = tuple(record.counts(shapes) for shapes in around)
        return cls(near, table[kept], counted, periods, settings, len(treated))

    def effect(self, treated: Sequence[Patrolled], seed: int) -> Effect:
        """Compare, and judge."""
        free = np.arange(len(self.spots)) >= self.treated
        alike = Likeness.of(_sums(self.table, self.periods.halves), free, self.settings.factor)
        own = np.arange(self.treated)[None, :]
        picked = alike.picked(own, self.settings.nearest)
        if not picked.any():
            why = "No place that nobody patrolled was as busy as these while they were picked."
            return _nothing(treated, self.settings, seed, why, self.periods)
        sets = placebo_sets(len(self.spots), self.treated, self.settings.draws, seed)
        judge = Judge(self.periods.pattern, own, picked, sets,
                      alike.picked(sets, self.settings.nearest), free)  # fmt: skip
        main = judge.judged(self._counts(self.table))
        change = self._change(main)
        some = np.asarray(picked[0].any(axis=1))
        return Effect(
            treated=tuple(treated),
            change=change,
            why_not="" if change.ratio else self._too_few(),
            periods=self.periods,
            naive=self._naive(),
            rings=self._rings(judge),
            displacement=self._displacement(judge, main, change, seed),
            patrolled=self._listed(own[0]),
            comparison=self._listed(np.flatnonzero(picked.any(axis=(0, 1)))),
            left_out=tuple(p.name for p, has in zip(treated, some, strict=True) if not has),
            dispersion=main.dispersion,
            settings=self.settings,
            seed=seed,
        )

    def _rings(self, judge: Judge) -> tuple[Ring, ...]:
        edges = (0.0, *self.settings.rings_m)
        changes = [self._change(judge.judged(self._counts(table))) for table in self.rings]
        return tuple(Ring(edges[n], edges[n + 1], change) for n, change in enumerate(changes))

    def _displacement(
        self, judge: Judge, main: Judged, change: Change, seed: int
    ) -> Interval | None:
        if change.verdict is not Verdict.FEWER or not self.rings:
            return None
        around = judge.against(self._counts(np.sum(self.rings, axis=0)), self._counts(self.table))
        return quotient(main.compared, around, main.dispersion, seed)

    def _counts(self, table: Floats) -> Counts:
        before = table[:, self.periods.before].sum(axis=1)
        return Counts(before, _sums(table, self.periods.after))

    def _change(self, judged: Judged) -> Change:
        compared = judged.compared
        recorded, expected = float(compared.recorded[0]), float(compared.expected[0])
        if recorded + expected < self.settings.fewest_incidents or compared.before[0] <= 0:
            return Change(recorded, expected, None)
        middle, width = float(compared.log_ratio[0]), judged.width
        low, mean, high = np.exp([middle - width, middle, middle + width]).tolist()
        return Change(recorded, expected, Estimate(mean, low, high))

    def _naive(self) -> float:
        chosen = self.periods.halves[0] | self.periods.halves[1]
        now = self._counts(self.table).after[self.periods.pattern, np.arange(self.treated)]
        windows = self.periods.after.sum(axis=1)[self.periods.pattern]
        then = self.table[: self.treated, chosen].sum() / chosen.sum() * windows.mean()
        return float((now.sum() + 0.5) / (then + 0.5))

    def _listed(self, places: NDArray[np.int64]) -> tuple[Compare, ...]:
        counts, chosen = self._counts(self.table), _sums(self.table, self.periods.halves).sum(0)
        which = np.where(places < self.treated, places, 0)
        after = counts.after[self.periods.pattern[which], places]
        return tuple(
            Compare(self.spots[n], float(counts.before[n]), float(chosen[n]), float(now))
            for n, now in zip(places, after, strict=True)
        )

    def _too_few(self) -> str:
        return (
            f"Fewer than {self.settings.fewest_incidents:.0f} incidents, recorded and expected "
            "together: too few to tell anything."
        )


def _sums(table: Floats, masks: NDArray[np.bool_]) -> Floats:
    """Sum over the dates of each mask: shape (masks, places)."""
    return np.asarray(masks.astype(float) @ table.T, dtype=float)


#: Gives the hotspots as they were known before a date.
HotspotsOn = Callable[[dt.date], Iterable[Hotspot]]


def effect_of_visits(
    area: Workspace, content: bytes, hotspots_on: HotspotsOn, *, file: str = "visits", seed: int = 0
) -> tuple[Effect, int]:
    """Measure what the patrols of a table changed.

    Parameters
    ----------
    content : bytes
        See `read_visits`.
    hotspots_on : callable
        Called with the date of the first patrol.

    Returns
    -------
    (Effect, int)
        The effect, and the patrol minutes of the table; 0 where it names none.

    Raises
    ------
    FileRefusedError
        When the table cannot be read.
    NothingToScoreError
        When no incident is scored.
    """
    crs = CRS(area.layers.crs)
    visits = read_visits(content, crs, file)
    spots = spots_of(hotspots_on(min(visits.frame["from"])))
    treated = patrolled_places(visits, spots, file)
    taken = {place.place_id for place in treated}
    window, scoring, until = area.calendar.window, hotspot_settings(area), area.about.data_as_at
    record = Record.of(area.layers.incidents, window, scoring=scoring, until=until)
    others = [spot for spot in spots if spot.place_id not in taken]
    pool = comparison_pool(record, treated, others)
    effect = measure_effect(
        area.layers.incidents,
        treated,
        window,
        pool=pool,
        scoring=scoring,
        until=until,
        seed=seed,
    )
    return effect, visits.minutes


def spots_of(hotspots: Iterable[Hotspot]) -> tuple[Spot, ...]:
    """The shapes of hotspots, the strongest first.

    Parameters
    ----------
    hotspots : iterable of Hotspot
    """
    return tuple(Spot(spot.hotspot_id, spot.name, spot.shape) for spot in hotspots)
