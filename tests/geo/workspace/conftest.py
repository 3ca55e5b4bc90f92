"""Small workspaces, and files to bring into them."""

import geopandas as gpd
import pandas as pd
import pytest

from geo.layers import read_layer
from geo.model import LayerName
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
def folder(tmp_path):
    """A workspace without a layer."""
    where = tmp_path / "little"
    where.mkdir()
    (where / "afterbell.toml").write_text(
        'name = "Little (SIMULATED)"\nsimulated = true\n', encoding="utf-8"
    )
    return where


@pytest.fixture
def bring(folder, tmp_path):
    """Bring text in as a layer of the workspace, and say what was kept."""

    def bring_in(text, layer=LayerName.INCIDENTS, *, replace=False, name="file.csv", who="PC 1"):
        path = tmp_path / name
        path.write_text(text, encoding="utf-8")
        area = Workspace.open(folder)
        reading = read_layer(path, layer, crs=area.fixed_crs)
        return area.keep(reading, replace=replace, who=who)

    return bring_in


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
