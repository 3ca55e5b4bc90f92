import datetime as dt

import numpy as np
import pandas as pd
import pytest
import shapely

from geo.clock import Window, slice_shares
from geo.errors import NothingToScoreError, SettingError
from geo.hotspots import HotspotSettings, scored_incidents

AS_OF = dt.date(2026, 1, 10)
LATER = dt.date(2026, 11, 1)
NUMBERS = ("x", "y", "age_days", "share", "harm", "value", "offence")
ONE = (0, 0, "2026-01-05 15:40")


def score(frame, window, **settings):
    return scored_incidents(frame, window, AS_OF, HotspotSettings(**settings))


def ids(scored):
    return scored.rows(slice(None))["incident_id"].tolist()


def mixed_town(town, seed=3, **columns):
    """The town with several offences, spans and knives."""
    rng = np.random.default_rng(seed)
    words = np.array(["personal robbery", "theft from the person", "LARCENY", "drugs"])
    start = town["committed_from"]
    return town.assign(
        offence=words[rng.integers(0, len(words), len(town))],
        knife=rng.random(len(town)) < 0.2,
        committed_to=start + pd.to_timedelta(rng.integers(0, 500, len(town)), unit="min"),
        **columns,
    )


def test_nothing_of_the_day_itself_or_later_is_used(incidents, every_day):
    frame = incidents(
        [
            (0, 0, "2026-01-09 23:59"),
            (0, 0, "2026-01-10 00:00"),
            (0, 0, "2026-02-01 15:40"),
            (0, 0, "2026-01-09 15:00", "2026-01-10 09:00"),
        ]
    )
    assert ids(score(frame, every_day)) == ["I000000"]


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
    town = mixed_town(town)
    first = scored_incidents(town, every_day, LATER, HotspotSettings())
    second = scored_incidents(
        town.sample(frac=1, random_state=3), every_day, LATER, HotspotSettings()
    )
    assert first.offence_names == second.offence_names
    one, two = (s.in_order(np.arange(len(s))) for s in (first, second))
    for name in NUMBERS:
        assert getattr(first, name)[one].tobytes() == getattr(second, name)[two].tobytes(), name
    for name in ("share", "harm", "value"):
        sums = [np.bincount(s.offence, getattr(s, name)).tobytes() for s in (first, second)]
        assert sums[0] == sums[1]
    profiles = [s.slices(slice(None), every_day).sum(axis=0).tobytes() for s in (first, second)]
    assert profiles[0] == profiles[1]


def test_incidents_at_one_time_and_place_are_ordered_by_id(incidents, every_day):
    rows = [(9, 0, "2026-01-05 15:40"), ONE, ONE, (5, 5, "2026-01-03 15:00")]
    scored = score(incidents(rows, incident_id=["b", "d", "c", "a"]), every_day)
    assert scored.rows(scored.in_order(np.arange(4)))["incident_id"].tolist() == list("acdb")
    assert scored.in_order(np.array([1, 0])).tolist() == [1, 0]


def test_a_sample_is_of_the_same_incidents_in_any_order(town, every_day):
    town = mixed_town(town)
    drawn = []
    for frame in (town, town.sample(frac=1, random_state=4)):
        scored = scored_incidents(frame, every_day, LATER, HotspotSettings())
        everyone = np.arange(len(scored))
        assert scored.sample(everyone, len(scored)).tolist() == everyone.tolist()
        drawn.append(sorted(scored.rows(scored.sample(everyone, 300))["incident_id"]))
    assert drawn[0] == drawn[1]
    assert 240 < len(drawn[0]) < 360


def test_the_file_itself_is_left_as_it_came(town, every_day):
    town = mixed_town(town).sample(frac=1, random_state=1)
    before = town.copy()
    scored = scored_incidents(town, every_day, LATER, HotspotSettings())
    assert scored.source is town
    assert town.equals(before)
    assert scored.rows(np.array([7])).index[0] == town.index[scored.position[7]]


def test_every_number_belongs_to_its_row(town):
    window = Window()
    scored = scored_incidents(mixed_town(town), window, LATER, HotspotSettings())
    which = np.array([5, 3, 200])
    rows = scored.rows(which)
    assert rows.geometry.x.tolist() == scored.x[which].tolist()
    assert rows.geometry.y.tolist() == scored.y[which].tolist()
    names = [scored.offence_names[code] for code in scored.offence[which]]
    assert rows["offence"].tolist() == names
    days = (pd.Timestamp(LATER) - rows["committed_from"].dt.tz_localize(None).dt.normalize()).dt
    assert scored.age_days[which].tolist() == days.days.tolist()
    slices = slice_shares(rows["committed_from"], rows["committed_to"], window)
    assert scored.slices(which, window) == pytest.approx(slices, abs=2**-24)
    assert scored.shares(window).tobytes() == scored.share.tobytes()
    assert scored.share[which] == pytest.approx(slices.sum(axis=1), abs=2**-20)


def test_rows_that_never_count_change_not_one_byte(town, every_day):
    """Context, exclusions and what police generated, strange offences among them."""
    town = mixed_town(town)
    more = town.sample(frac=0.5, random_state=2).assign(offence="A KIND OF ITS OWN")
    others = [
        more.assign(police_generated=True),
        more.assign(domestic=True),
        more.assign(location_type="Private residence"),
        more.assign(offence="stop and search"),
    ]
    found = scored_incidents(town, every_day, LATER, HotspotSettings())
    for more in others:
        both = pd.concat([more, town], ignore_index=True)
        again = scored_incidents(both, every_day, LATER, HotspotSettings())
        for name in NUMBERS:
            assert getattr(again, name).tobytes() == getattr(found, name).tobytes(), name
        assert again.offence_names == found.offence_names
        assert again.notices == found.notices


def test_categories_are_read_like_text(town, every_day):
    town = mixed_town(town)
    kinds = town.astype({"offence": "category", "location_type": "category", "source": "category"})
    settings = HotspotSettings(exclusions=(("source", ("nobody",)), ("offence", ("larceny",))))
    texts, categories = (
        scored_incidents(frame, every_day, LATER, settings) for frame in (town, kinds)
    )
    assert categories.offence_names == texts.offence_names
    assert categories.value.tobytes() == texts.value.tobytes()
    assert categories.notices == texts.notices


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
    assert scored.offence_names == ("personal robbery",)
    assert scored.notices == ("Incidents that the workspace's exclusions leave out: 1.",)


def test_an_exclusion_that_meets_nothing_changes_nothing(incidents, every_day):
    frame = incidents([ONE, ONE])
    without = score(frame, every_day)
    held = score(frame, every_day, exclusions=(("source", ("nobody",)), ("offence", ("none",))))
    assert held.notices == without.notices
    assert held.position.tolist() == without.position.tolist()
    assert held.value.tolist() == without.value.tolist()


def test_incidents_without_a_point_are_refused(incidents, every_day):
    frame = incidents([ONE, ONE])
    frame = frame.set_geometry([shapely.Point(1, 2), shapely.LineString([(0, 0), (1, 1)])])
    with pytest.raises(NothingToScoreError, match="expected a point for each"):
        score(frame, every_day)


def test_everything_excluded_leaves_nothing_to_score(incidents, every_day):
    frame = incidents([ONE], source=["Training"])
    with pytest.raises(NothingToScoreError, match="settings of the workspace"):
        score(frame, every_day, exclusions=(("source", ("training",)),))


def test_only_columns_that_say_what_an_incident_was_can_exclude():
    with pytest.raises(SettingError, match="exclusions name incident_id"):
        HotspotSettings(exclusions=(("incident_id", ("1",)),))
