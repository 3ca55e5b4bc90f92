"""From the layers and the bells of a day to the pupils on its streets."""

from collections import defaultdict
from dataclasses import dataclass, field

import geopandas as gpd
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.clock import Bell, SchoolDay
from geo.layers import Layers
from geo.network import REACH_M, WalkingNetwork
from geo.pupils.flow import Lack, PupilFlow, notices
from geo.pupils.journeys import Ground, Homes, Stops, Walk, walk_of
from geo.pupils.settings import PupilFlowSettings, travel_of, usual_pupils
from geo.pupils.street_pieces import cut, homes_along, street_of

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


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
    settings : DispersalSettings, optional

    Returns
    -------
    Dispersal
        Empty of pupils where no school lets out.

    Raises
    ------
    NetworkError
        When there are no streets to walk.
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
    town.lacks[Lack.BELL] += [str(name) for name in silent]
    return PupilFlow(
        day.window,
        streets.crs,
        town.ground.pieces,
        town.names,
        tuple(walks),
        town.stop_ids,
        notices(town.lacks),
    )


@dataclass(frozen=True, eq=False)
class _Town:
    """What all schools share: the streets with their homes, gates and interchanges on them."""

    layers: Layers
    settings: PupilFlowSettings
    ground: Ground
    names: tuple[str, ...]
    gates: dict[str, list[int]]
    doors: dict[str, int]
    stops: Stops
    stop_ids: tuple[str, ...]
    lacks: dict[Lack, list[str]] = field(default_factory=lambda: defaultdict(list))

    @classmethod
    def of(cls, layers: Layers, network: WalkingNetwork, settings: PupilFlowSettings) -> "_Town":
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
        ground = Ground.of(pieces, homes_along(pieces, layers.streets, at), layers.basemap)
        stops = Stops(parts[2][0][near], tuple(kinds))
        return cls(layers, settings, ground, tuple(names), gates, doors, stops, tuple(ids))

    def walk(self, bell: Bell, school: pd.Series, homes: pd.DataFrame | None) -> Walk | None:
        """Walk the pupils of one school, noting what it lacks; None where no street is near."""
        gates = self.gates.get(bell.urn, [])
        if not gates and bell.urn not in self.doors:
            self.lacks[Lack.STREET].append(bell.name)
            return None
        if not gates:
            self.lacks[Lack.GATE].append(bell.name)
        at = np.array(gates or [self.doors[bell.urn]], dtype=np.int64)
        phase = str(school["phase"])
        rows = homes[homes["urn"] == bell.urn] if homes is not None else None
        lived = self._homes(bell, school, phase, rows)
        pupils = self._pupils(bell, school, phase, rows)
        made = walk_of(
            bell, pupils, at, self.ground, lived, self.stops, travel_of(phase), self.settings
        )
        if made.lost >= 1:
            self.lacks[Lack.INTERCHANGE].append(bell.name)
        return made

    def _homes(self, bell: Bell, school: pd.Series, phase: str, rows: pd.DataFrame | None) -> Homes:
        xy = np.array([school.geometry.x, school.geometry.y])
        if rows is not None and len(rows):
            lived, unknown = self.ground.given(xy, rows, self.layers.areas)
            self.lacks[Lack.AREA] += [f"{area} ({bell.name})" for area in unknown]
            if len(lived.piece):
                return lived
        self.lacks[Lack.HOMES].append(bell.name)
        return self.ground.spread(xy, travel_of(phase))

    def _pupils(self, bell: Bell, school: pd.Series, phase: str, rows: pd.DataFrame | None) -> int:
        """The roll; else all that live somewhere; else a usual number."""
        if not pd.isna(school["pupils"]):
            return int(school["pupils"])
        if rows is not None and len(rows):
            return int(rows["pupils"].sum())
        self.lacks[Lack.PUPILS].append(bell.name)
        return usual_pupils(phase)


def _points(frame: gpd.GeoDataFrame) -> Floats:
    return np.column_stack([frame.geometry.x, frame.geometry.y]).reshape(-1, 2)
