from dataclasses import replace

import pytest

from dashboard import listings
from geo.briefing import assignments
from geo.clock import Window
from geo.model import Outlook

RED = ("#7A1C38", "#FFFFFF")


def cells(listing, column):
    return [row.cells[column] for row in listing.rows]


def table(build, slice_index=None, **changes):
    found = [build.spot(1, **changes), build.spot(2), build.spot(3)]
    return listings.hotspots(found, Window(), slice_index, [RED] * 3)


def test_hotspots_come_by_rank_for_the_window(build):
    assert cells(table(build), "rank") == ["1", "2", "3"]


def test_hotspots_come_by_what_a_slice_expects(build):
    assert cells(table(build, slice_index=4), "rank")[0] == "2"
    assert "falls 16:00–16:15" in table(build, slice_index=4).rows[0].small["expected"]


@pytest.mark.parametrize(("recorded", "said"), [(0, "0"), (1, "<5"), (4, "<5"), (5, "5")])
def test_small_counts_are_not_told(build, recorded, said):
    assert table(build, recorded=recorded).rows[0].cells["recorded"] == said


def test_words_come_before_digits(build):
    row = table(build).rows[0]
    assert row.cells["expected"].startswith("about 1 in ")
    assert "90% interval" in row.small["expected"]
    how_sure = dict(listings.how_sure(build.spot(), Window()))["How sure"]
    assert how_sure.index("About 1 in") < how_sure.index("expected")


def test_the_next_weeks_are_told_as_a_range(build):
    spot = build.spot(outlook=Outlook(days=28, windows=20, mean=5.2, low=2, high=9))
    told = dict(listings.how_sure(spot, Window()))
    assert told["Next four weeks"] == (
        "Expect 2 to 9 incidents on 20 afternoons (90% interval), 5 on average."
    )


@pytest.mark.parametrize(
    ("chance", "said"),
    [
        (0.99, "Almost certainly"),
        (0.82, "With a chance of about 8 in 10"),
        (0.06, "With a chance of about 1 in 10"),
        (0.01, "Hardly"),
    ],
)
def test_the_chance_to_be_in_the_top_ten_is_told_in_words(build, chance, said):
    told = dict(listings.how_sure(build.spot(top_ten=chance), Window()))
    assert told["Top ten"] == (
        f"{said} truly one of the ten that expect most, of the places found."
    )


def test_less_than_one_expected_incident_is_not_told_as_none(build):
    spot = build.spot(outlook=Outlook(days=28, windows=1, mean=0.47, low=0, high=1), top_ten=None)
    told = dict(listings.how_sure(spot, Window()))
    assert told["Next four weeks"] == (
        "Expect 0 to 1 incident on 1 afternoon (90% interval), 0.5 on average."
    )
    assert told["Top ten"].startswith("No more than ten places")


def test_sexual_offences_are_never_named_at_a_place(build):
    spot = build.spot(reason="Expect an incident here, chiefly sexual offence.")
    told = " ".join(text for _, text in listings.why_here(spot))
    assert "exual" not in told + listings.reason(spot)
    assert "Personal robbery" in told


def test_what_is_near_is_told_with_its_distance(build):
    told = dict(listings.why_here(build.spot()))
    assert told["Schools near"] == "Mill Road School, 210 m"
    assert told["Interchanges near"] == "Mill station, here"


def test_bells_of_a_slice_and_of_the_window(build):
    day = build.school_day(900, 930)
    assert listings.letting_out(day, 0) == (("15:00–15:10", "School 0"),)
    assert len(listings.letting_out(day, None)) == 2
    assert listings.letting_out(day, 8) == ()


def timetable(build, **how):
    planned = (build.route("Alpha", ("a", "b")),)
    return listings.timetable(planned[0], assignments(planned)[0], **how)


def test_a_timetable_tells_each_stop_and_offers_to_lock_or_drop_it(build):
    listing = timetable(build)
    assert cells(listing, "stop") == ["A1", "A2"]
    assert cells(listing, "time")[0] == "15:11–15:23"
    assert [label for _, label in listing.rows[0].actions] == ["Lock", "Drop"]


def test_a_stop_that_is_held_says_so_and_can_be_let_go(build):
    first, second = build.route("Alpha", ("a", "b")).stops
    held = replace(build.route("Alpha", ("a", "b")), stops=(replace(first, locked=True), second))
    listing = listings.timetable(held, assignments((held,))[0])
    assert [row.small["place"] for row in listing.rows] == ["hotspot, locked", "hotspot"]
    assert [row.actions[0][1] for row in listing.rows] == ["Unlock", "Lock"]


def test_two_visits_to_a_place_are_told_apart(build):
    listing = timetable(build, idents=("a#1", "a#2"))
    assert [row.ident for row in listing.rows] == ["a#1", "a#2"]


def test_what_is_not_planned_comes_best_first(build):
    offered = [build.place("a"), build.place("c", value=(2.0,)), build.place("d", value=(3.0,))]
    left = listings.unplanned(offered, [build.route("Alpha", ("a",))])
    assert [each.place_id for each in left] == ["d", "c"]
