"""Fairness over the plans of the coming school days."""

import datetime as dt
import shutil

import pytest

from geo.bundle import bundled
from geo.errors import AfterbellError
from geo.evidence.fairness import fairness_ahead
from geo.model import Patrol
from geo.workspace import Workspace

PATROLS = (Patrol("Alpha"), Patrol("Bravo"))


def without(folder, layer):
    shutil.copytree(bundled("sample"), folder)
    settings = folder / "afterbell.toml"
    lines = settings.read_text().splitlines()
    settings.write_text("\n".join(x for x in lines if not x.startswith(f"{layer} =")))
    return Workspace.open(folder)


@pytest.mark.slow
def test_school_days_are_planned_and_each_ward_is_compared():
    area, told = Workspace.open(), []
    saturday = dt.date(2026, 11, 28)
    fairness = fairness_ahead(
        area, saturday, PATROLS, days=1, progress=lambda doing, _share: told.append(doing)
    )
    assert told == ["Finding hotspots", "Planning Mon 30 Nov"]
    assert len(fairness.areas) == len(area.layers.areas)
    assert sum(ward.planned.minutes for ward in fairness.areas) > 0
    assert fairness.ratio_limit == area.settings.fairness.ratio


def test_without_areas_nothing_is_planned_and_it_says_what_is_missing(tmp_path):
    fairness = fairness_ahead(without(tmp_path / "area", "areas"), dt.date(2026, 11, 24), PATROLS)
    assert fairness.areas == ()
    assert "no areas layer" in fairness.summary


def test_without_streets_it_says_what_is_missing(tmp_path):
    area = without(tmp_path / "area", "streets")
    with pytest.raises(AfterbellError, match=r"[Ss]treets"):
        fairness_ahead(area, dt.date(2026, 11, 24), PATROLS)
