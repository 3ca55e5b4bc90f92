import datetime as dt

import pandas as pd

from dashboard.maps.density import recorded_by_cell
from geo.model import LayerName

BEFORE = dt.date(2026, 11, 24)


def incidents(build, *groups, when="2026-10-05 15:40", **columns):
    """Groups of (how many, x, y), all at one time."""
    points = [build.at(x, y) for n, x, y in groups for _ in range(n)]
    start = pd.Series(pd.to_datetime([when] * len(points))).dt.tz_localize("Europe/London")
    flags = ("weapon", "knife", "injury", "victim_under_18", "police_generated", "domestic")
    values = {
        "incident_id": [str(n) for n in range(len(points))],
        "offence": ["personal robbery"] * len(points),
        "committed_from": start,
        "committed_to": start,
        **{flag: [False] * len(points) for flag in flags},
    }
    return build.frame(LayerName.INCIDENTS, points, **(values | columns))


def test_cells_with_fewer_than_five_are_not_shown(build):
    cells = recorded_by_cell(incidents(build, (4, 10, 10), (7, 600, 10)), BEFORE)
    assert cells["recorded"].tolist() == [7]
    assert cells.geometry.area.tolist() == [250 * 250]


def test_what_is_older_than_a_year_does_not_count(build):
    found = incidents(build, (9, 10, 10), when="2025-10-05 15:40")
    assert recorded_by_cell(found, BEFORE).empty


def test_police_generated_rows_do_not_count(build):
    found = incidents(build, (6, 10, 10), (9, 600, 10), police_generated=[False] * 6 + [True] * 9)
    assert recorded_by_cell(found, BEFORE)["recorded"].tolist() == [6]
