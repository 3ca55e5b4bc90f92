import datetime as dt

import pytest

from geo.errors import NothingToScoreError, SettingError
from geo.hotspots.scored import scored_incidents
from geo.hotspots.settings import HotspotSettings

AS_OF = dt.date(2026, 1, 10)
ONE = (0, 0, "2026-01-05 15:40")


def score(frame, window, **settings):
    return scored_incidents(frame, window, AS_OF, HotspotSettings(**settings))


def test_nothing_of_the_day_itself_or_later_is_used(incidents, every_day):
    frame = incidents(
        [
            (0, 0, "2026-01-09 23:59"),
            (0, 0, "2026-01-10 00:00"),
            (0, 0, "2026-02-01 15:40"),
            (0, 0, "2026-01-09 15:00", "2026-01-10 09:00"),
        ]
    )
    assert list(score(frame, every_day).frame["incident_id"]) == ["I000000"]


@pytest.mark.parametrize(
    "offence", ["drugs", "weapons possession", "stop and search", "domestic abuse"]
)
def test_context_and_exclusions_are_not_scored(incidents, every_day, offence):
    frame = incidents([ONE, ONE], offence=["personal robbery", offence])
    assert len(score(frame, every_day)) == 1


@pytest.mark.parametrize(
    "column",
    [
        {"police_generated": [False, True]},
        {"domestic": [False, True]},
        {"location_type": ["street", "Dwelling"]},
    ],
)
def test_flags_and_places_out_of_reach_are_not_scored(incidents, every_day, column):
    assert len(score(incidents([ONE, ONE], **column), every_day)) == 1


def test_harm_weighs_by_offence_and_a_knife_raises_it(incidents, every_day):
    frame = incidents(
        [ONE, ONE, ONE],
        offence=["theft from the person", "personal robbery", "personal robbery"],
        knife=[False, False, True],
    )
    assert sorted(score(frame, every_day).value) == [2, 8, 12]
    assert score(frame, every_day, weights="equal").value.tolist() == [1, 1, 1]


def test_a_force_may_set_its_own_weights(incidents, every_day):
    own = (("personal robbery", 3.0),)
    assert score(incidents([ONE]), every_day, harm_weights=own).value.tolist() == [3]


def test_an_unknown_offence_counts_one_and_is_named(incidents, every_day):
    found = score(incidents([ONE, ONE], offence=["GRAND THEFT", "personal robbery"]), every_day)
    assert sorted(found.value) == [1, 8]
    assert "GRAND THEFT (1)" in found.notices[0]


def test_a_file_without_offences_is_scored_whole(incidents, every_day):
    found = score(incidents([ONE, ONE], offence=""), every_day)
    assert found.value.tolist() == [1, 1]
    assert "names no offences" in found.notices[0]


def test_long_spans_say_where_but_not_when(incidents, every_day):
    found = score(incidents([(0, 0, "2026-01-02 09:00", "2026-01-04 09:00")]), every_day)
    assert found.share.tolist() == [0]
    assert "more than 24 hours" in found.notices[-1]


def test_the_order_of_the_file_does_not_matter(town, every_day):
    mixed = town.sample(frac=1, random_state=3)
    first = scored_incidents(town, every_day, dt.date(2026, 11, 1), HotspotSettings())
    second = scored_incidents(mixed, every_day, dt.date(2026, 11, 1), HotspotSettings())
    assert first.x.tobytes() == second.x.tobytes()
    assert first.share.tobytes() == second.share.tobytes()


@pytest.mark.parametrize(
    ("rows", "offence", "said"),
    [
        ([], "personal robbery", "no incidents to score"),
        ([(0, 0, "2026-03-01 15:00")], "personal robbery", "Choose a later date"),
        ([ONE], "drugs", "all context"),
    ],
)
def test_nothing_left_is_explained(incidents, every_day, rows, offence, said):
    with pytest.raises(NothingToScoreError, match=said):
        score(incidents(rows, offence=offence), every_day)


@pytest.mark.parametrize(
    "exclusion",
    [
        ("offence", ("Theft from the Person",)),
        ("location_type", ("prison",)),
        ("source", ("TRAINING", "nobody")),
    ],
)
def test_what_the_workspace_excludes_is_never_scored_and_that_is_said(
    incidents, every_day, exclusion
):
    frame = incidents(
        [ONE, ONE],
        offence=["personal robbery", "theft from the person"],
        location_type=["prison gate", "Prison "],
        source=["CRIS", "Training"],
    )
    scored = score(frame, every_day, exclusions=(exclusion,))
    assert scored.frame["offence"].tolist() == ["personal robbery"]
    assert scored.notices == ("Incidents that the workspace's exclusions leave out: 1.",)


def test_an_exclusion_that_meets_nothing_changes_nothing(incidents, every_day):
    frame = incidents([ONE, ONE])
    without = score(frame, every_day)
    held = score(frame, every_day, exclusions=(("source", ("nobody",)), ("offence", ("none",))))
    assert held.notices == without.notices
    assert held.frame.equals(without.frame)
    assert held.value.tolist() == without.value.tolist()


def test_everything_excluded_leaves_nothing_to_score(incidents, every_day):
    frame = incidents([ONE], source=["Training"])
    with pytest.raises(NothingToScoreError, match="settings of the workspace"):
        score(frame, every_day, exclusions=(("source", ("training",)),))


def test_only_columns_that_say_what_an_incident_was_can_exclude():
    with pytest.raises(SettingError, match="exclusions name incident_id"):
        HotspotSettings(exclusions=(("incident_id", ("1",)),))
