"""From the layers and the bells of a day to the pupils on its streets."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Self

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.clock import Bell, SchoolDay
from geo.layers import Layers
from geo.network import REACH_M, WalkingNetwork
from geo.pupils._journeys import Homes, Stops, Surroundings, Walk, walk_of
from geo.pupils._street_pieces import cut, homes_along, street_of
from geo.pupils._travel_figures import PupilFlowSettings, travel_of, usual_pupils
from geo.pupils.flow import PupilFlow
from geo.text import some_of

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


class _Lack(StrEnum):
    """What a school or an area may lack, in the words of its notice."""

    PUPILS = "The number of pupils is not known, and a usual one stands in: {}."
    GATE = "No gate is known within reach of a street, so pupils leave from the middle: {}."
    BELL = "No bell is known for the day, so no pupils are counted: {}."
    HOMES = "No home areas are given, so homes are spread by distance: {}."
    AREA = "These home areas are not in the areas layer, and are left out: {}."
    STREET = "No street is within 250 m, so no pupils are counted: {}."
    INTERCHANGE = (
        "No interchange is within a walk of 2 km, so those who go on by bus or train are left "
        "out: {}."
    )


def estimate_pupil_flow(
    layers: Layers,
    day: SchoolDay,
    network: WalkingNetwork | None = None,
    homes: pd.DataFrame | None = None,
    settings: PupilFlowSettings | None = None,
) -> PupilFlow:
    """Let every school out, and walk its pupils to homes and interchanges by the shortest way.

    A gravity model for each school (Wilson 1971, A family of spatial interaction models): homes
    are likelier the nearer they are, by the trip lengths of a national survey, and who walks
    depends on the length of the way. Each pupil leaves by the gate nearest to where they go.

    Parameters
    ----------
    layers : Layers
        Schools (with ``pupils`` where known), gates, interchanges, streets and areas.
    day : SchoolDay
        Bells with their stagger; a school without one is not counted.
    network : WalkingNetwork, optional
        Of the same streets, where it is there already.
    homes : DataFrame, optional
        Home areas: columns urn, area, easting, northing and pupils, as `read_homes` gives them. A
        school that it does not name keeps the spread by distance.
    settings : PupilFlowSettings, optional
        Pace, and how finely streets are cut.

    Returns
    -------
    PupilFlow
        Empty of pupils where no school lets out.

    Raises
    ------
    NetworkError
        When there are no streets to walk.

    Examples
    --------
    >>> from geo.workspace import Workspace
    >>> area = Workspace.open()
    >>> day = area.calendar.next_school_day(area.about.data_as_at)
    >>> flow = estimate_pupil_flow(area.layers, day)
    >>> bool(flow.pupils.max() > 100)
    True
    """
    chosen = settings or PupilFlowSettings()
    streets = network or WalkingNetwork.from_streets(layers.streets)
    town = _Town.of(layers, streets, chosen)
    schools = layers.schools.drop_duplicates("urn").set_index("urn")
    walks = []
    for bell in day.bells:
        if bell.urn in schools.index:
            made = town.walk(bell, schools.loc[bell.urn], homes)
            walks += [made] if made else []
    ringing = {bell.urn for bell in day.bells} | {urn for urn, _ in day.closed}
    silent = schools["name"][~schools.index.isin([*ringing])]
    town.lacks[_Lack.BELL] += [str(name) for name in silent]
    return PupilFlow(
        day.window,
        streets.crs,
        town.surroundings.pieces,
        town.names,
        tuple(walks),
        town.stop_ids,
        _notices(town.lacks),
    )


@dataclass(frozen=True, eq=False)
class _Town:
    """What all schools share: the streets with their homes, gates and interchanges on them."""

    layers: Layers
    settings: PupilFlowSettings
    surroundings: Surroundings
    names: tuple[str, ...]
    gates: dict[str, list[int]]
    doors: dict[str, int]
    stops: Stops
    stop_ids: tuple[str, ...]
    lacks: dict[_Lack, list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, layers: Layers, network: WalkingNetwork, settings: PupilFlowSettings) -> Self:
        frames = (layers.gates, layers.schools, layers.interchanges)
        points = np.concatenate([_points(frame) for frame in frames])
        pieces, node, gap = cut(network, points, settings.piece_m)
        at = street_of(pieces, layers.streets)
        ends = np.cumsum([len(frame) for frame in frames])
        parts = list(
            zip(np.split(node, ends[:-1]), np.split(gap <= REACH_M, ends[:-1]), strict=True)
        )
        gates: dict[str, list[int]] = defaultdict(list)
        for urn, here, near in zip(layers.gates["urn"], *parts[0], strict=True):
            gates[str(urn)] += [int(here)] if near else []
        doors = {
            str(urn): int(here)
            for urn, here, near in zip(layers.schools["urn"], *parts[1], strict=True)
            if near
        }
        near = parts[2][1]
        kinds = layers.interchanges["kind"].astype(str)[near]
        ids = layers.interchanges["interchange_id"].astype(str)[near]
        names = layers.streets["name"].fillna("").astype(str).to_numpy()[at]
        surroundings = Surroundings.of(
            pieces, homes_along(pieces, layers.streets, at), layers.basemap
        )
        stops = Stops(parts[2][0][near], tuple(kinds))
        return cls(layers, settings, surroundings, tuple(names), gates, doors, stops, tuple(ids))

    def walk(self, bell: Bell, school: pd.Series, homes: pd.DataFrame | None) -> Walk | None:
        """Walk the pupils of one school, noting what it lacks; None where no street is near."""
        gates = self.gates.get(bell.urn, [])
        if not gates and bell.urn not in self.doors:
            self.lacks[_Lack.STREET].append(bell.name)
            return None
        if not gates:
            self.lacks[_Lack.GATE].append(bell.name)
        at = np.array(gates or [self.doors[bell.urn]], dtype=np.int64)
        phase = str(school["phase"])
        rows = homes[homes["urn"] == bell.urn] if homes is not None else None
        lived = self._homes(bell, school, phase, rows)
        pupils = self._pupils(bell, school, phase, rows)
        made = walk_of(
            bell, pupils, at, self.surroundings, lived, self.stops, travel_of(phase), self.settings
        )
        if made.lost >= 1:
            self.lacks[_Lack.INTERCHANGE].append(bell.name)
        return made

    def _homes(self, bell: Bell, school: pd.Series, phase: str, rows: pd.DataFrame | None) -> Homes:
        xy = np.array([school.geometry.x, school.geometry.y])
        if rows is not None and len(rows):
            lived, unknown = self.surroundings.given(xy, rows, self.layers.areas)
            self.lacks[_Lack.AREA] += [f"{area} ({bell.name})" for area in unknown]
            if len(lived.piece):
                return lived
        self.lacks[_Lack.HOMES].append(bell.name)
        return self.surroundings.spread(xy, travel_of(phase))

    def _pupils(self, bell: Bell, school: pd.Series, phase: str, rows: pd.DataFrame | None) -> int:
        """The roll; else all that live somewhere; else a usual number."""
        if not pd.isna(school["pupils"]):
            return int(school["pupils"])
        if rows is not None and len(rows):
            return int(rows["pupils"].sum())
        self.lacks[_Lack.PUPILS].append(bell.name)
        return usual_pupils(phase)


def _points(frame: gpd.GeoDataFrame) -> _Floats:
    return np.column_stack([frame.geometry.x, frame.geometry.y]).reshape(-1, 2)


def _notices(lacks: Mapping[_Lack, Sequence[str]]) -> tuple[str, ...]:
    """One sentence for each thing that somebody lacks."""
    return tuple(lack.format(some_of(sorted(lacks[lack]))) for lack in _Lack if lacks.get(lack))
