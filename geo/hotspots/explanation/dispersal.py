"""Whose pupils pass a hotspot on their way from school."""

from dataclasses import dataclass
from typing import Final

import geopandas as gpd
import pandas as pd
import shapely
from shapely.geometry import LineString
from shapely.geometry.base import BaseGeometry

from geo.clock import Bell, SchoolDay
from geo.layers import Layers
from geo.model import clock
from geo.words import distance

_NEAR_M: Final = 400.0
#: As far as pupils are taken to walk to an interchange.
_WALK_M: Final = 1200.0
_BESIDE_THE_WAY_M: Final = 50.0


@dataclass(frozen=True)
class Passing:
    """Pupils of one school who come past.

    Attributes
    ----------
    pupils : int or None
        On the roll; None where it is not known.
    bell : Bell or None
        When they let out on the day; None where it is not known.
    closed : str
        Why the school is closed on the day; empty where it is open.
    distance_m : float
        From the school to the shape, as the crow flies.
    towards : str
        Nearest interchange, where the straight way to it passes the shape; else empty.
    """

    urn: str
    school: str
    pupils: int | None
    bell: Bell | None
    closed: str
    distance_m: float
    towards: str

    @property
    def said(self) -> str:
        """One sentence: who, when, how far, and where to."""
        far = f"{distance(self.distance_m)} away" if self.distance_m >= 5 else "here"
        if self.closed:
            return f"{self.school}, {far}, is closed: {self.closed}."
        who = f"about {round(self.pupils, -1):,} pupils" if self.pupils else "pupils"
        way = f", on the straight way to {self.towards}" if self.towards else ""
        if self.bell is None:
            return f"{self.school}, {far}: {who}{way}; the bell is not known."
        until = self.bell.finish_min + self.bell.stagger_min
        when = f"{clock(self.bell.finish_min)}–{clock(until)}" if self.bell.stagger_min else ""
        let = f"let out {when}" if when else f"let out at {clock(self.bell.finish_min)}"
        return f"{self.school}, {far}: {who} {let}{way}."


def pupils_passing(
    shape: BaseGeometry, layers: Layers, day: SchoolDay | None = None
) -> tuple[Passing, ...]:
    """Schools whose pupils pass a shape, the nearest first.

    Those within 400 m, on the way to whatever is around them; and those whose straight way to their
    nearest interchange, of at most 1.2 km, comes within 50 m. Straight lines, not streets: who
    turns off elsewhere is counted all the same.

    Parameters
    ----------
    shape : Polygon
        In the layers' CRS, metres.
    day : SchoolDay, optional
        Gives bells and closures; without it no bell is known.
    """
    schools = layers.schools
    if schools.empty:
        return ()
    ways = _ways(schools, layers.interchanges)
    gaps = schools.geometry.distance(shape).to_numpy()
    crosses = ways["to"].ne("") & (shapely.distance(ways["line"], shape) <= _BESIDE_THE_WAY_M)
    passing = schools.assign(gap=gaps, towards=ways["to"].where(crosses, ""))
    passing = passing[(passing["gap"] <= _NEAR_M) | crosses.to_numpy()]
    passing = passing.sort_values(["gap", "urn"], kind="stable")
    bells = {bell.urn: bell for bell in day.bells} if day else {}
    closed = dict(day.closed) if day else {}
    columns = passing[["urn", "name", "pupils", "gap", "towards"]]
    return tuple(
        Passing(
            urn=str(urn),
            school=str(name),
            pupils=None if pd.isna(pupils) else int(pupils),
            bell=bells.get(urn),
            closed=closed.get(urn, ""),
            distance_m=float(gap),
            towards=str(towards),
        )
        for urn, name, pupils, gap, towards in columns.itertuples(index=False, name=None)
    )


def _ways(schools: gpd.GeoDataFrame, interchanges: gpd.GeoDataFrame) -> pd.DataFrame:
    """The straight way from each school to its nearest interchange, where that can be walked."""
    none = pd.DataFrame({"to": "", "line": [LineString()] * len(schools)}, index=schools.index)
    if interchanges.empty:
        return none
    at, other = interchanges.sindex.nearest(
        schools.geometry, return_all=False, max_distance=_WALK_M
    )
    starts, ends = schools.geometry.iloc[at], interchanges.geometry.iloc[other]
    ends = shapely.centroid(ends.to_numpy())
    lines = [
        LineString([start, end])
        for start, end in zip(shapely.centroid(starts.to_numpy()), ends, strict=True)
    ]
    none.loc[schools.index[at], "to"] = interchanges["name"].astype(str).to_numpy()[other]
    none.loc[schools.index[at], "line"] = lines
    return none
