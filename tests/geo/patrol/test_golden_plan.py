"""The plan of the bundled sample, to the minute, as it was recorded.

The lock pins the optimiser, the solver's numbers and everything below them, so the same code gives
the same plan. A machine that adds floating-point numbers in another order could in principle come
to another plan of equal worth; the values are then equal to the third decimal all the same.
"""

import datetime as dt
import json
from pathlib import Path

from geo.hotspots import detect_hotspots
from geo.model import Patrol, clock
from geo.network import WalkingNetwork
from geo.patrol import candidate_places, suggest_plan
from geo.workspace import Workspace

GOLDEN = Path(__file__).with_name("golden_plan.json")
RENEW = (
    "The plan of the sample is another one than was recorded. Where that is meant, look at the new "
    "one and record it: python -m tests.geo.patrol.test_golden_plan"
)


def timetable():
    """Date, value, and patrol, arrival, departure and place of every stop."""
    area = Workspace.open()
    day = area.calendar.next_school_day(dt.date(2026, 11, 23))
    hotspots = detect_hotspots(area.layers.incidents, day.window, as_of=day.date)
    places = candidate_places(hotspots, area.layers, day)
    network = WalkingNetwork.from_streets(area.layers.streets)
    plan = suggest_plan(places, network, [Patrol("Alpha"), Patrol("Bravo")], day, seed=7)
    return {
        "date": day.date.isoformat(),
        "value": round(plan.value, 3),
        "stops": [
            f"{route.patrol.name} {clock(stop.arrive_min)}-{clock(stop.leave_min)} "
            f"{stop.place.place_id}"
            for route in plan.routes
            for stop in route.stops
        ],
    }


def test_the_sample_is_planned_as_it_was_recorded(monkeypatch):
    monkeypatch.delenv("AFTERBELL_WORKSPACE", raising=False)
    assert timetable() == json.loads(GOLDEN.read_text(encoding="utf-8")), RENEW


if __name__ == "__main__":
    GOLDEN.write_text(json.dumps(timetable(), indent=1) + "\n", encoding="utf-8")
