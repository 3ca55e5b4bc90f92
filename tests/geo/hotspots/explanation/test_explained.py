import datetime as dt
import re

import pandas as pd
import pytest

from geo.clock import Window
from geo.hotspots import detect_hotspots
from geo.hotspots.explanation import explain_hotspots
from geo.hotspots.explanation._changes import Verdict
from geo.hotspots.explanation._explain import explain_hotspot

ELSEWHERE = {"x": 3000.0, "y": 3000.0}


@pytest.fixture
def explain(build, every_day):
    def explained(rows, layers=None, **columns):
        made = rows if hasattr(rows, "columns") else build.incidents(rows, **columns)
        return explain_hotspot(build.spot(), made, every_day, build.AS_OF, layers=layers)

    return explained


def everything_said(explained):
    parts = [change.sentence for change in explained.changes]
    tallies = (explained.by_offence, explained.by_slice, explained.by_weekday)
    for tally in (*tallies, explained.by_month, explained.by_source):
        parts += tally.shown
    return " ".join(parts)


def changes(explained):
    return [(change.now, change.before, change.verdict) for change in explained.changes]


def test_only_what_lies_inside_and_in_the_year_is_counted(build, explain):
    told = explain(build.days_ago(1, 40, 365, 366) + build.days_ago(1, 2, 3, **ELSEWHERE))
    assert sum(told.by_weekday.counts) == 3
    assert sum(told.by_offence.counts) == 3
    assert sum(told.by_slice.counts) == 3


def test_the_last_week_is_held_against_the_week_before(build, explain):
    told = explain(build.days_ago(*[1, 2, 3, 7] * 3, 8, 14, 15, *range(100, 900, 5)))
    assert changes(told)[0] == (12, 2, Verdict.MORE)
    assert told.changes[0].sentence.startswith(
        "More: 12 in the last 7 days, <5 in the 7 days before."
    )


def test_the_last_weeks_are_held_against_the_same_weekdays_a_year_before(build, explain):
    told = explain(build.days_ago(*[1, 28] * 4, *[365, 392] * 15, 29, 364, 393, 900))
    assert changes(told)[1] == (8, 30, Verdict.FEWER)
    assert told.changes[1].sentence == (
        "Fewer: 8 in the last 28 days, 30 in the same 28 days a year before. "
        "0.3 times as many (90% interval 0.1–0.5)."
    )


def test_counts_of_no_change_say_so(build, explain):
    told = explain(build.days_ago(*[1, 8] * 7, 900))
    assert told.changes[0].verdict is Verdict.UNCLEAR
    assert "1.0 times as many (90% interval 0.4–2.8)" in told.changes[0].sentence


def test_without_a_year_of_data_last_year_cannot_be_told(build, explain):
    told = explain(build.days_ago(*range(1, 300)))
    assert told.changes[1].sentence.startswith("Cannot tell: no source covers both")


def test_a_source_that_stopped_is_left_out_of_the_comparison(build, explain):
    """Else its silence would pass for a fall."""
    going, stopped = build.days_ago(*range(1, 900)), build.days_ago(*range(20, 900))
    sources = ["CRIS"] * len(going) + ["CAD"] * len(stopped)
    told = explain(going + stopped, source=sources)
    assert changes(told)[1] == (28, 28, Verdict.UNCLEAR)
    assert told.changes[1].left_out == ("CAD",)
    assert "Without CAD" in told.changes[1].sentence


def test_weeks_end_with_the_data_not_with_the_day(build, explain):
    layers = build.layers(data_as_at=build.AS_OF - dt.timedelta(days=3))
    told = explain(build.days_ago(*[3, 9] * 5, 10, 16, 900), layers)
    assert changes(told)[0][:2] == (10, 2)
    assert told.changes[0].until == dt.date(2026, 11, 21)


def test_fewer_school_days_are_pointed_out(build):
    rows = build.incidents(build.days_ago(*range(1, 900)))
    window = Window()  # weekdays
    told = explain_hotspot(build.spot(), rows, window, build.AS_OF)
    assert "The window ran" not in told.changes[0].sentence
    short = Window(days=Workdays(last=dt.date(2026, 11, 16)))
    told = explain_hotspot(build.spot(), rows, short, build.AS_OF)
    assert "The window ran on 0 of the later days and on 7" in told.changes[0].sentence


class Workdays:
    """Days that end with a date."""

    def __init__(self, last):
        self.last = pd.Timestamp(last)

    def among(self, dates):
        return dates <= self.last


def test_places_are_judged_together(build, every_day):
    spots = [build.spot(x=1000 + 200 * n, ident=f"H{n + 1}") for n in range(20)]
    rows = build.days_ago(*[1] * 10, 8, 8)
    for n in range(1, 20):
        rows += build.days_ago(*[1, 8] * 10, x=1000.0 + 200 * n)
    made = build.incidents([*rows, *build.days_ago(900, **ELSEWHERE)])
    first = explain_hotspots(spots, made, every_day, build.AS_OF)[0]
    alone = explain_hotspot(spots[0], made, every_day, build.AS_OF)
    assert first.changes[0].verdict is Verdict.UNCLEAR
    assert alone.changes[0].verdict is Verdict.MORE
    assert (first.places_compared, alone.places_compared) == (20, 1)


def test_no_hotspots_need_no_explanation(build, every_day):
    rows = build.incidents(build.days_ago(1))
    assert explain_hotspots((), rows, every_day, build.AS_OF) == ()


def test_no_count_of_one_to_four_is_told(build, explain):
    told = everything_said(explain(build.days_ago(1, 1, 2, 9, 9, 20, *range(30, 200, 9), 370)))
    counts = re.sub(r"\d+(?= (of the|times|days))|\d+\.\d|7 days|28 days|90%|<5|5\+", "", told)
    assert not re.search(r"\b[1-4]\b", counts)
    assert "<5" in told


def test_as_much_is_counted_as_the_ranking_says(town, every_day):
    found = detect_hotspots(town, every_day, dt.date(2026, 11, 24))
    told = explain_hotspots(found.items, town, every_day, found.as_of)
    assert len(found) > 1
    for spot, explained in zip(found, told, strict=True):
        assert explained.hotspot_id == spot.hotspot_id
        for tally in (explained.by_offence, explained.by_weekday, explained.by_source):
            assert sum(tally.counts) == spot.recorded


def test_police_generated_rows_change_nothing(build, explain):
    """Rule 2: not their number, not their time, not even their source."""
    real = build.incidents(build.days_ago(*[1, 2, 9, 30] * 6, *range(50, 900, 7)))
    noise = build.incidents(
        build.days_ago(*range(1, 400)),
        offence="stop and search",
        source="STOPS",
        police_generated=True,
    )
    noise["incident_id"] = "P" + noise["incident_id"]
    both = type(real)(pd.concat([noise, real], ignore_index=True), crs=real.crs)
    shuffled = both.sample(frac=1, random_state=3)
    assert explain(both) == explain(real)
    assert explain(shuffled) == explain(real)
