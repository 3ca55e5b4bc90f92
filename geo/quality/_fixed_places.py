"""Places that do not move: schools, gates and interchanges."""

from collections.abc import Iterator

import geopandas as gpd
import numpy as np
import pandas as pd
import shapely
from scipy.spatial import cKDTree

from geo.arrays import Bools, Floats, Ints
from geo.layers import Layers
from geo.quality.findings import Finding, Part, QualityRules, Severity
from geo.text import distance

_PLACE_ID = {Part.SCHOOLS: "urn", Part.INTERCHANGES: "interchange_id"}
#: Two places with one name count as one within this.
_ONE_NAME_M = 150.0
#: A gate this far from its school is likely another school's.
_GATE_M = 1000.0


def check_fixed_places(layers: Layers, rules: QualityRules, contact: str) -> Iterator[Finding]:
    """Contacts, pupils, gates, places that are there twice, places far from every street."""
    if len(layers.schools):
        yield _contacts(layers.schools, contact.lower())
        yield _pupils(layers.schools)
        yield _twice(layers.schools, Part.SCHOOLS, rules)
        yield _far(layers.schools, layers.streets, Part.SCHOOLS, rules)
    if len(layers.gates):
        if len(layers.schools):
            yield _gates(layers)
        yield _strays(layers)
    if len(layers.interchanges):
        yield _twice(layers.interchanges, Part.INTERCHANGES, rules)
        yield _far(layers.interchanges, layers.streets, Part.INTERCHANGES, rules)


def named(frame: gpd.GeoDataFrame, chosen: Bools, *columns: str) -> pd.DataFrame:
    """Rows of places by name, with some of their columns under names for people."""
    rows = frame.loc[chosen, ["name", *columns]]
    renamed = {name: name.replace("_", " ").capitalize() for name in rows.columns}
    return (
        pd.DataFrame(rows)
        .rename(columns=renamed | {"urn": "URN"})
        .sort_values("Name", kind="stable", ignore_index=True)
    )


def _contacts(schools: gpd.GeoDataFrame, role: str) -> Finding:
    """Whether every school has somebody; the role is called as the settings say."""
    without = ~schools["has_named_contact"].to_numpy(dtype=bool)
    count, of = int(without.sum()), len(schools)
    if not count:
        return Finding.fine("named-contact", Part.SCHOOLS, f"All {of} schools have a {role}.")
    whole = " The file may not say it." if count == of else ""
    return Finding(
        "named-contact",
        Part.SCHOOLS,
        Severity.WARNING,
        f"{count} of {of} schools have no {role}.{whole}",
        f"None on the maps; a {role} for every school is one of the team's indicators.",
        "Name one, and set has_named_contact to true in the schools file.",
        named(schools, without, "urn", "phase"),
    )


def _pupils(schools: gpd.GeoDataFrame) -> Finding:
    unknown = schools["pupils"].isna().to_numpy()
    count, of = int(unknown.sum()), len(schools)
    if not count:
        return Finding.fine(
            "pupils", Part.SCHOOLS, f"All {of} schools say how many pupils they have."
        )
    return Finding(
        "pupils",
        Part.SCHOOLS,
        Severity.WARNING,
        f"{count} of {of} schools do not say how many pupils they have.",
        "A visit to their gates counts as one to a school of usual size.",
        "Add the column pupils to the schools file.",
        named(schools, unknown, "urn", "phase"),
    )


def _gates(layers: Layers) -> Finding:
    schools = layers.schools
    without = ~schools["urn"].isin(layers.gates["urn"]).to_numpy()
    count, of = int(without.sum()), len(schools)
    if not count:
        return Finding.fine("without-gates", Part.GATES, f"All {of} schools have a gate.")
    return Finding(
        "without-gates",
        Part.GATES,
        Severity.WARNING,
        f"{count} of {of} schools have no gate.",
        "A patrol is sent to the point of the school, which may be the middle of its buildings.",
        "Add a row for each gate to the gates file: urn, gate, easting, northing.",
        named(schools, without, "urn"),
        where=schools.geometry[without].reset_index(drop=True),
    )


def _strays(layers: Layers) -> Finding:
    """Gates of no school, or far from theirs."""
    gates, schools = layers.gates, layers.schools
    at = schools.drop_duplicates("urn").set_index("urn").geometry
    own = gpd.GeoSeries(at.reindex(gates["urn"]).to_numpy(), crs=gates.crs)
    gap = shapely.distance(gates.geometry.to_numpy(), own.to_numpy())
    astray = ~(gap <= _GATE_M)
    count = int(astray.sum())
    if not count:
        title = f"All {len(gates)} gates belong to a school and are near it."
        return Finding.fine("gates-astray", Part.GATES, title)
    table = pd.DataFrame(
        {
            "URN": gates.loc[astray, "urn"].to_numpy(),
            "Gate": gates.loc[astray, "gate"].to_numpy(),
            "From its school": [
                "no such school" if np.isnan(g) else distance(float(g)) for g in gap[astray]
            ],
        }
    )
    return Finding(
        "gates-astray",
        Part.GATES,
        Severity.ERROR,
        f"{count} of {len(gates)} gates belong to no school, or lie more than "
        f"{distance(_GATE_M)} from theirs.",
        "A patrol is sent to the wrong place, or the gate is not used.",
        "Correct the urn or the coordinates of these gates.",
        table,
        where=gates.geometry[astray].reset_index(drop=True),
    )


def _pairs(frame: gpd.GeoDataFrame, rules: QualityRules) -> tuple[Ints, Ints, Floats]:
    """Places on one spot, or near each other with one name, and how far they are apart."""
    xy = shapely.get_coordinates(frame.geometry.to_numpy())
    pairs = cKDTree(xy).query_pairs(_ONE_NAME_M, output_type="ndarray").reshape(-1, 2)
    first, second = pairs[np.lexsort((pairs[:, 1], pairs[:, 0]))].T
    gap = np.hypot(*(xy[first] - xy[second]).T)
    name = frame["name"].str.lower().str.replace(r"\W+", " ", regex=True).str.strip().to_numpy()
    alike = (name[first] == name[second]) | (gap <= rules.same_m)
    return first[alike], second[alike], gap[alike]


def _twice(frame: gpd.GeoDataFrame, part: Part, rules: QualityRules) -> Finding:
    first, second, gap = _pairs(frame, rules)
    what = part.value
    if not len(first):
        return Finding.fine(
            "same-place-twice", part, f"No two of the {len(frame)} {what} are one place."
        )
    column = _PLACE_ID[part]
    ids, names = frame[column].to_numpy(), frame["name"].to_numpy()
    table = pd.DataFrame(
        {
            "One": names[first],
            "Its id": ids[first],
            "Other": names[second],
            "Its id ": ids[second],
            "Apart, m": np.round(gap).astype(int),
        }
    )
    count = len(np.unique(np.concatenate([first, second])))
    return Finding(
        "same-place-twice",
        part,
        Severity.WARNING,
        f"{count} of {len(frame)} {what} are likely the same place twice: {len(first)} pairs with "
        f"one name, or within {rules.same_m:.0f} m of each other.",
        "The place is offered twice to the planner, and listed twice near a hotspot.",
        "Keep one row of each pair; a school that became an academy is in older lists twice."
        if part is Part.SCHOOLS
        else "Keep one row of each pair, or group them under one hub.",
        table,
        where=frame.geometry.iloc[np.unique(first)].reset_index(drop=True),
    )


def _far(
    frame: gpd.GeoDataFrame, streets: gpd.GeoDataFrame, part: Part, rules: QualityRules
) -> Finding:
    what = part.value
    if not len(streets):
        return Finding(
            "far-from-streets", part, Severity.WARNING,
            f"Whether the {what} lie near streets cannot be known without streets.",
            "No route can be planned.", "Bring in streets.",
        )  # fmt: skip
    gap = off_street_m(frame, streets)
    far = gap > rules.far_m
    count = int(far.sum())
    if not count:
        title = f"All {len(frame)} {what} lie within {distance(rules.far_m)} of a street."
        return Finding.fine("far-from-streets", part, title)
    table = named(frame.assign(nearest_street=[distance(float(g)) for g in gap]), far,
                  _PLACE_ID[part], "nearest_street")  # fmt: skip
    return Finding(
        "far-from-streets",
        part,
        Severity.ERROR if count * 2 > len(frame) else Severity.WARNING,
        f"{count} of {len(frame)} {what} lie more than {distance(rules.far_m)} from every street.",
        "No patrol can be sent there.",
        "The streets do not cover the area: bring in the rest of them."
        if count * 2 > len(frame)
        else "Correct their coordinates, or bring in the streets around them.",
        table,
        where=frame.geometry[far].reset_index(drop=True),
    )


def off_street_m(frame: gpd.GeoDataFrame, streets: gpd.GeoDataFrame) -> Floats:
    """Metres from each place to the nearest street."""
    tree = shapely.STRtree(streets.geometry.to_numpy())
    gaps = np.full(len(frame), np.inf)
    which, gaps_m = tree.query_nearest(
        frame.geometry.to_numpy(), all_matches=False, return_distance=True
    )
    gaps[which[0]] = gaps_m
    return gaps
