"""A plan's file says all that is needed to make it again."""

import datetime as dt
import json

import pytest

from geo.errors import SettingError
from geo.model import Patrol
from geo.patrol import Constraints, Lock, Request, plan_export
from geo.workspace import Provenance

PROVENANCE = Provenance((("incidents", "a1"),), (("bells", "b2"),), "c3", "afterbell 0")
REQUEST = Request(
    dt.date(2026, 11, 24),
    (Patrol("Alpha", start=(1.5, 2.25), start_name="Station", dwell_min=14), Patrol("Bravo")),
    Constraints((Lock("a", "Alpha", 912), Lock("b")), frozenset({"d", "c"}), frozenset({"e"})),
    seed=7,
    iterations=50,
)


def through_text(content):
    return json.loads(json.dumps(content))


def test_a_request_comes_back_from_its_text():
    assert Request.from_json(through_text(REQUEST.as_json())) == REQUEST


def test_the_order_of_wishes_plays_no_part_in_the_text():
    assert REQUEST.as_json()["wishes"]["drop"] == ["c", "d"]


def test_the_export_is_the_plan_with_where_it_came_from(build):
    places, network, day = build.town()
    patrols = [build.patrol("Alpha", start=(0, 0)), build.patrol("Bravo")]
    constraints = Constraints(locks=(Lock("gate-100", "Alpha", 912),))
    plan = build.plan(places, patrols, network=network, day=day, seed=7, constraints=constraints)
    written, plain = plan_export(plan, PROVENANCE), plan.to_geojson()
    about = written["afterbell"]
    assert about.pop("made_from") == PROVENANCE.as_json()
    request = Request.from_json(through_text(about.pop("request")))
    assert request == Request(day.date, tuple(patrols), constraints, 7)
    assert written == plain


@pytest.mark.parametrize(
    "change",
    [
        {"date": "soon"},
        {"patrols": None},
        {"patrols": [{"nom": "Alpha"}]},
        {"patrols": [{"name": "Alpha", "mode": "by horse"}]},
        {"seed": "x"},
        {"wishes": {"lock": [], "drop": []}},
        {"orders": "ab"},
        {"whishes": {}},
        {"patrols": [{"name": "A", "start": None, "colour": "red"}]},
    ],
)
def test_what_is_no_request_is_a_sentence(change):
    with pytest.raises(SettingError, match="does not say what the plan was made for"):
        Request.from_json(through_text(REQUEST.as_json()) | change)


def test_a_patrol_that_cannot_be_is_said_as_ever():
    content = through_text(REQUEST.as_json())
    content["patrols"][0]["dwell_min"] = 0
    with pytest.raises(SettingError, match="expected 1 to 120"):
        Request.from_json(content)


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"orders": [["a"]] * 9}, "orders for 9 patrols"),
        ({"chosen": [["The corner", ["inf", 1]]]}, "The corner was chosen at"),
        (
            {"yesterday": [{"place_id": "a", "point": [1, 2], "arrive_min": 1440}]},
            "expected metres on the map, and 0 to 1439",
        ),
    ],
)
def test_a_request_that_cannot_be_is_a_sentence(change, said):
    with pytest.raises(SettingError, match=said):
        Request.from_json(through_text(REQUEST.as_json()) | change)
