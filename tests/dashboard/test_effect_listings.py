import datetime as dt

import numpy as np
import pytest
import shapely
from pyproj import CRS

from dashboard.charts import effect as charts
from dashboard.listings import effect as listings
from dashboard.planning import choices
from dashboard.planning.choices import Visitor
from geo.evidence.effect import Change
from geo.model import ControlDays, Estimate, Spot
from geo.patrol import Constraints, Lock, Rest
from geo.trials import Power, TrialResult

DAY = dt.date(2026, 11, 24)


@pytest.fixture
def design():
    spots = tuple(Spot(f"p{n}", f"Corner {n}", shapely.box(n, 0, n + 1, 1)) for n in range(2))
    rests = np.array([[True, False], [True, False]])
    dates = (DAY, DAY + dt.timedelta(days=1))
    return ControlDays(spots, dates, rests, np.array([1, 1]), 0.5, 7, CRS.from_epsg(27700))


def result(ratio):
    return TrialResult(Change(30.0, 40.0, ratio), 12.0, 40, 16, DAY, "")


def test_rests_are_listed_by_date(design):
    assert listings.rests(design).to_numpy().tolist() == [
        ["Tue 24 Nov 2026", "Corner 0 and Corner 1"],
        ["Wed 25 Nov 2026", "None"],
    ]


def test_the_picture_of_the_lot_keeps_the_dates_in_order(design):
    table = listings.lots(design)
    drawn = charts.lots(table).to_dict()
    assert table["rest"].tolist() == [True, False, True, False]
    x = drawn["layer"][0]["encoding"]["x"]
    assert x["sort"] == ["24 Nov 2026", "25 Nov 2026"]


def test_a_change_that_nobody_can_tell_is_a_ring():
    sure = listings.trial_intervals(result(Estimate(0.5, 0.3, 0.8)))
    unsure = listings.trial_intervals(result(Estimate(0.7, 0.4, 1.2)))
    assert sure["certain"].tolist() == [True]
    assert unsure["certain"].tolist() == [False]
    fill = charts.intervals(unsure).to_dict()["layer"][2]["encoding"]["fill"]
    assert fill["condition"]["test"] == "datum.certain"


def test_an_interval_beyond_the_picture_ends_at_its_edge():
    wide = listings.trial_intervals(result(Estimate(0.7, 0.01, 90.0)))
    drawn = charts.intervals(wide).to_dict()
    (rows,) = [rows for rows in drawn["datasets"].values() if "low" in rows[0]][:1]
    assert (rows[0]["low"], rows[0]["high"]) == (0.125, 8.0)


def test_the_table_of_a_trial_says_the_same_as_the_picture():
    (row,) = listings.trial_changes(result(Estimate(0.75, 0.5, 1.1))).to_dict("records")
    assert row["Verdict"] == "cannot tell"
    assert row["90% interval"] == "between half as many and a tenth more"
    assert row["In digits"] == "0.75 (0.50 to 1.10)"
    (none,) = listings.trial_changes(result(None)).to_dict("records")
    assert none["About"] == "too few incidents"


def test_power_is_read_in_tenths():
    power = Power(6, 40, 0.3, 80.0, ((0.2, 0.21), (0.5, 0.79)))
    assert listings.noticed_in_words(power).to_numpy().tolist() == [
        ["20% fewer", "2 of 10"],
        ["50% fewer", "8 of 10"],
    ]
    assert charts.power(listings.noticed(power)).to_dict()["layer"][0]["mark"]["type"] == "bar"


REST = Rest("a", "Quay", "A control day")


def test_an_override_keeps_its_reason_until_it_is_taken_back():
    constraints = choices.override(Constraints(rests=(REST,)), "a", "A fight is announced")
    assert constraints.rests[0].override == "A fight is announced"
    asked = choices.add(constraints, "a")
    assert asked.left_out == frozenset()
    assert choices.override(asked, "a", "") == Constraints(rests=(REST,))


def test_a_wish_about_a_place_that_rests_is_forgotten():
    visitor = Visitor(date=DAY, constraints=Constraints(locks=(Lock("a"), Lock("b"))))
    visitor.rest((REST,))
    assert visitor.constraints == Constraints(locks=(Lock("b"),), rests=(REST,))
    visitor.constraints = choices.add(choices.override(visitor.constraints, "a", "Because"), "a")
    visitor.rest((REST,))
    assert visitor.constraints.add == frozenset("a")
    assert visitor.constraints.rests[0].override == "Because"
