"""A small workspace, and a way to bring files into it."""

import pytest

from geo.layers import read_layer
from geo.model import LayerName
from geo.workspace import Workspace


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
