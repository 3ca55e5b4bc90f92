"""Control days kept as a table of the workspace."""

import datetime as dt

import numpy as np
import pytest
import shapely
from pyproj import CRS

from geo.errors import CrsError, FileRefusedError
from geo.model import ControlDays, LayerName, Spot
from geo.workspace import Workspace

SCHOOL = "urn,name,phase,easting,northing\n1,Park High,secondary,530000,180000\n"


def design(epsg=27700):
    dates = tuple(dt.date(2026, 11, 23) + dt.timedelta(days=n) for n in range(2))
    place = Spot("p1", "Quay", shapely.box(530000, 180000, 530100, 180100))
    rests, block = np.array([[True, False]]), np.array([1, 1])
    return ControlDays((place,), dates, rests, block, 0.5, 7, CRS.from_epsg(epsg))


def test_an_area_without_a_trial_has_no_control_days(folder, bring):
    bring(SCHOOL, LayerName.SCHOOLS)
    assert Workspace.open(folder).control_days is None


def test_control_days_that_are_kept_come_back(folder, bring):
    bring(SCHOOL, LayerName.SCHOOLS)
    table = design().to_frame()
    Workspace.open(folder).keep_table("control", table, who="Sgt 42", why="trial of the autumn")
    area = Workspace.open(folder)
    assert [s.name for s in area.control_days.resting_on(dt.date(2026, 11, 23))] == ["Quay"]
    assert area.control_days.resting_on(dt.date(2026, 11, 24)) == ()
    assert area.changes()[0].why == "trial of the autumn"
    assert "control" in dict(area.provenance.tables)


def test_a_damaged_table_is_not_kept(folder, bring):
    bring(SCHOOL, LayerName.SCHOOLS)
    table = design().to_frame().assign(day="maybe")
    with pytest.raises(FileRefusedError, match="control: line 2 has a wrong day"):
        Workspace.open(folder).keep_table("control", table, who="Sgt 42")


def test_control_days_of_another_system_are_refused_when_they_are_asked_for(folder, bring):
    bring(SCHOOL, LayerName.SCHOOLS)
    Workspace.open(folder).keep_table("control", design(32630).to_frame(), who="Sgt 42")
    with pytest.raises(CrsError, match="Draw them again in this area"):
        _ = Workspace.open(folder).control_days
