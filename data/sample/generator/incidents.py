"""Three years of incidents: planted places, their near-repeats, and everything else around them."""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numpy.random import Generator
from shapely.geometry import Point

from generator import offences, when
from generator.places import Interchange, School
from generator.planted import FIRST, LAST, Planted
from generator.shapes import Points
from generator.tables import school_days
from generator.town import Town
from generator.when import Days, Minutes
from generator.where import Streets

_LOCATIONS = {"night out": "licensed premises", "home": "dwelling", "street": "street"}


@dataclass(frozen=True)
class Scene:
    """What every process needs to know."""

    town: Town
    schools: list[School]
    interchanges: list[Interchange]
    planted: list[Planted]
    streets: Streets
    every_day: Days
    school_days: Days

    @classmethod
    def of(
        cls,
        town: Town,
        schools: list[School],
        interchanges: list[Interchange],
        planted: list[Planted],
    ) -> "Scene":
        """Set the scene for the three years of the sample."""
        days = np.arange(np.datetime64(FIRST), np.datetime64(LAST) + 1)
        return cls(
            town,
            schools,
            interchanges,
            planted,
            Streets(town),
            days,
            np.array(school_days(FIRST, LAST), dtype="datetime64[D]"),
        )


def simulate(scene: Scene, rng: Generator) -> pd.DataFrame:
    """Clean incidents in order of time: moment, x, y and every column but the id."""
    parts = rng.spawn(8)
    table = pd.concat(
        [
            *(_hot_place(place, scene, parts[0]) for place in scene.planted),
            _after_school(scene, parts[1]),
            _background(scene, "street", 3.75, parts[2]),
            _background(scene, "night out", 0.40, parts[3]),
            _background(scene, "home", 1.15, parts[4]),
            _police(scene, parts[5]),
        ],
        ignore_index=True,
    )
    table = pd.concat([table, _near_repeats(table, parts[6])], ignore_index=True)
    table = table.sort_values(["moment", "x", "y"], kind="stable", ignore_index=True)
    return _recorded(table, parts[7])


def _rows(
    process: str, days: Days, minutes: Minutes, spots: Points, offence: np.ndarray, location: str
) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "process": process,
            "moment": when.at(days, minutes),
            "x": spots[:, 0],
            "y": spots[:, 1],
            "offence": offence,
            "location_type": location,
        }
    )


def _hot_place(place: Planted, scene: Scene, rng: Generator) -> pd.DataFrame:
    """Its after-school windows, and the rest of its life at a lower rate."""
    centre = np.array(place.centre.coords[0])
    first, last = np.datetime64(place.active_from), np.datetime64(place.active_to)
    parts = []
    free = scene.every_day[~np.isin(scene.every_day, scene.school_days)]
    for days, a_day, rhythm, sort in [
        (scene.school_days, place.strength, "school", ""),
        (scene.school_days, place.strength * 0.62, "school", "hot place"),
        (free, place.strength * 0.45, "street", "hot holiday"),
    ]:
        active = days[(days >= first) & (days <= last)]
        on = np.repeat(active, when.counts(active, a_day, rhythm, rng))
        minutes = (
            when.hours(sort, len(on), rng)
            if sort
            else when.after_school(place.peak_min, len(on), rng)
        )
        spots = scene.streets.around(centre, place.radius_m, len(on), rng)
        mix = offences.draw("hot place", len(on), rng)
        parts.append(_rows("hot place", on, minutes, spots, mix, place.setting))
    return pd.concat(parts, ignore_index=True)


def _after_school(scene: Scene, rng: Generator) -> pd.DataFrame:
    """Thinly spread over the ways home: near gates of older pupils and near stops."""
    on = np.repeat(scene.school_days, when.counts(scene.school_days, 1.05, "school", rng))
    older = [s.gates[0][1] for s in scene.schools if s.phase != "primary"]
    anchors = np.array([spot.coords[0] for spot in older + [i.point for i in scene.interchanges]])
    base = anchors[rng.integers(0, len(anchors), len(on))]
    spots = scene.streets.snapped(
        base + rng.normal(0, 260, base.shape), np.ones(len(on), dtype=bool), rng
    )
    minutes = when.after_school(955, len(on), rng)
    mix = offences.draw("after school", len(on), rng)
    return _rows("after school", on, minutes, spots, mix, "street")


def _background(scene: Scene, sort: str, a_day: float, rng: Generator) -> pd.DataFrame:
    rhythm = "night out" if sort == "night out" else "street"
    on = np.repeat(scene.every_day, when.counts(scene.every_day, a_day, rhythm, rng))
    weekend = (on.astype(int) + 3) % 7 >= 5
    minutes = when.hours(sort, len(on), rng)
    if sort == "street":
        minutes = np.where(weekend, when.hours("weekend", len(on), rng), minutes)
    spots = scene.streets.along(sort, len(on), rng)
    rows = _rows(sort, on, minutes, spots, offences.draw(sort, len(on), rng), _LOCATIONS[sort])
    if sort == "street":
        other = rng.choice(
            ["street", "shop", "car park", "park", "bus stop"],
            len(on),
            p=[0.66, 0.13, 0.08, 0.06, 0.07],
        )
        rows["location_type"] = other
    rows.loc[rows["offence"] == "online crime", "location_type"] = "online"
    return rows


def _police(scene: Scene, rng: Generator) -> pd.DataFrame:
    """Found by looking: two in three at three spots far from every planted place."""
    on = np.repeat(scene.every_day, when.counts(scene.every_day, 1.75, "street", rng))
    spots = scene.streets.along("street", len(on), rng)
    decoys = np.array([spot.coords[0] for spot in decoy_spots(scene)])
    which = rng.choice(len(decoys), len(on), p=[0.45, 0.33, 0.22])
    near = decoys[which] + rng.normal(0, 45, spots.shape)
    near = scene.streets.snapped(near, rng.random(len(on)) < 0.4, rng)
    spots = np.where((rng.random(len(on)) < 0.66)[:, None], near, spots)
    minutes = when.hours("police", len(on), rng)
    return _rows("police", on, minutes, spots, offences.draw("police", len(on), rng), "street")


def decoy_spots(scene: Scene) -> list[Point]:
    """Three stops as far as can be from every planted place: police activity gathers there."""
    hot = [place.centre for place in scene.planted]
    stops = [i.point for i in scene.interchanges if i.kind == "bus stops"]
    stops.sort(key=lambda spot: (-min(spot.distance(h) for h in hot), spot.x))
    return stops[:3]


def _near_repeats(table: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Some robberies, thefts and assaults are followed by one like them, near and soon."""
    able = table["process"].isin(["hot place", "after school", "street"]) & table["offence"].isin(
        ["personal robbery", "theft from the person", "violence with injury"]
    )
    parents = table[able & (rng.random(len(table)) < 0.10)]
    size = len(parents)
    days = 1 + np.minimum(rng.exponential(3.8, size), 12.9).astype(np.int64)
    shift = days * 1440 + np.clip(rng.normal(0, 40, size), -120, 120).astype(np.int64)
    turn, reach = rng.uniform(0, 2 * np.pi, size), np.minimum(np.abs(rng.normal(0, 80, size)), 195)
    child = parents.assign(
        moment=parents["moment"].to_numpy() + shift * np.timedelta64(1, "m"),
        x=parents["x"] + reach * np.cos(turn),
        y=parents["y"] + reach * np.sin(turn),
    )
    child["moment"] = when.at(child["moment"].to_numpy(), np.zeros(size, dtype=np.int64))
    return child[child["moment"] < np.datetime64(LAST) + np.timedelta64(1, "D")]


def _recorded(table: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Add what a record says: known span, source, words and flags."""
    how = offences.manner(table["offence"])
    moments = table["moment"].to_numpy().astype("datetime64[m]")
    start, end = moments.copy(), moments.copy()
    for manner in sorted(set(how)):
        rows = np.asarray(how == manner)
        start[rows], end[rows] = when.known_span(moments[rows], manner, rng)
    table = offences.flagged(table.assign(committed_from=start, committed_to=end), rng)
    table["source"] = offences.sourced(table, rng)
    table["offence"] = offences.worded(table["offence"], rng)
    return table
