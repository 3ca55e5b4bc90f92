"""Rows and layers for small workspaces."""

import geopandas as gpd
import pandas as pd
import pytest

from geo.workspace import Workspace

HEADER = "incident_id,offence,occurred,easting,northing"


def rows(*numbers, hour=15, header=HEADER):
    """One robbery for each number, in a row of its own day and place."""
    lines = [
        f"{n},robbery,2026-{n % 12 + 1:02d}-{n % 28 + 1:02d} {hour}:40,{530_000 + n},{180_000 + n}"
        for n in numbers
    ]
    return "\n".join([header, *lines]) + "\n"


@pytest.fixture
def ids(folder):
    """The incidents as they are now: id and hour."""

    def read():
        frame = Workspace.open(folder).layers.incidents
        hours = frame["committed_from"].dt.hour
        return dict(zip(frame["incident_id"], hours, strict=True))

    return read


@pytest.fixture
def frame():
    """A layer frame of a few columns and points."""

    def build(columns, points, crs=27700):
        table = pd.DataFrame(columns)
        return gpd.GeoDataFrame(
            table, geometry=gpd.points_from_xy(*zip(*points, strict=True)), crs=crs
        )

    return build
