"""What is learned from an area is kept with it, and learned again when anything changes."""

import datetime as dt
import shutil

import pytest

from geo.bundle import bundled
from geo.hotspots import Fitted, hotspot_settings, hotspots_of
from geo.hotspots.kept_fits import _FITS
from geo.workspace import Workspace

DATE = dt.date(2026, 11, 24)


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """The sample without its map, and with every sixth of its incidents."""
    where = tmp_path_factory.mktemp("area") / "saltmarsh"
    shutil.copytree(bundled("sample"), where)
    toml = where / "afterbell.toml"
    lines = toml.read_text(encoding="utf-8").splitlines(keepends=True)
    kept = [line for line in lines if not line.startswith(("streets =", "basemap ="))]
    assert len(kept) == len(lines) - 2
    toml.write_text("".join(kept), encoding="utf-8")
    incidents = where / "incidents.csv"
    head, *rows = incidents.read_text(encoding="utf-8").splitlines(keepends=True)
    incidents.write_text("".join([head, *rows[::6]]), encoding="utf-8")
    return where


@pytest.fixture(scope="module")
def found(folder):
    return hotspots_of(Workspace.open(folder), DATE)


def kept(folder):
    return sorted((folder / _FITS).glob("*.json"))


def test_what_was_learned_is_kept_and_gives_the_same(folder, found):
    (file,) = kept(folder)
    assert Fitted.from_json(file.read_text(encoding="utf-8")) == found.fitted
    again = hotspots_of(Workspace.open(folder), DATE)
    assert repr(again.items) == repr(found.items)
    assert kept(folder) == [file]


def test_another_date_or_method_is_learned_for_itself(folder, found):
    area = Workspace.open(folder)
    hotspots_of(area, DATE, method="counts")
    assert len(kept(folder)) == 2
    assert hotspots_of(area, DATE, method="counts").fitted.mixture is None
    assert found.fitted.mixture is not None


def test_a_damaged_file_is_learned_again(folder, found):
    for file in kept(folder):
        file.write_text("{", encoding="utf-8")
    again = hotspots_of(Workspace.open(folder), DATE)
    assert again.fitted == found.fitted


def test_the_bundled_sample_stays_as_it_is():
    hotspots_of(Workspace.open(), DATE, method="counts")
    assert not (Workspace.open().folder / _FITS).exists()


def test_masks_and_exclusions_of_the_area_count(folder):
    toml = folder / "afterbell.toml"
    before = toml.read_text(encoding="utf-8")
    toml.write_text('masks = ["Priory"]\n' + before, encoding="utf-8")
    try:
        assert hotspot_settings(Workspace.open(folder)).masks == ("Priory",)
    finally:
        toml.write_text(before, encoding="utf-8")
