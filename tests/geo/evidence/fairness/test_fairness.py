import datetime as dt
import json

import geopandas as gpd
import numpy as np
import pandas as pd
import pyproj
import pytest
from shapely.geometry import box

from geo.clock import EveryDay, Window
from geo.errors import CrsError, FileRefusedError, NothingToScoreError, SettingError
from geo.evidence.fairness import Verdict
from geo.evidence.fairness._inputs import PatrolMinutes, VictimHarm, read_attributes
from geo.evidence.fairness._minutes_against_harm import minutes_against_harm
from geo.evidence.fairness._shares import Harm, harm_shares
from geo.layers import empty_layer
from geo.model import LayerName, Place, PlaceKind, Stop

AS_OF = dt.date(2026, 1, 1)
CRS = pyproj.CRS("EPSG:27700")


def incidents(rows, **columns):
    """Robberies from (x, y, from) or (x, y, from, to), all of which may be scored."""
    start, end = (
        pd.to_datetime(pd.Series([(*row, None)[at] for row in rows], dtype=object))
        .astype("datetime64[us]")
        .dt.tz_localize("Europe/London")
        for at in (2, 3)
    )
    flags = ("weapon", "knife", "injury", "victim_under_18", "police_generated", "domestic")
    frame = pd.DataFrame(
        {
            "incident_id": [f"I{n}" for n in range(len(rows))],
            "source": "test",
            "offence": "personal robbery",
            "committed_from": start,
            "committed_to": end,
            "location_type": "",
            **dict.fromkeys(flags, False),
            **columns,
        }
    )
    points = gpd.points_from_xy([row[0] for row in rows], [row[1] for row in rows])
    return gpd.GeoDataFrame(frame, geometry=points, crs=CRS)


def areas(count):
    """Squares of 1 km in a row, A0, A1 and so on, from west to east."""
    shapes = [box(1000 * n, 0, 1000 * (n + 1), 1000) for n in range(count)]
    names = [f"Area {n}" for n in range(count)]
    codes = [f"A{n}" for n in range(count)]
    return gpd.GeoDataFrame({"ward_code": codes, "name": names}, geometry=shapes, crs=CRS)


def points(counts):
    """The middle of each area, so many times."""
    x = np.repeat(np.arange(len(counts)) * 1000.0 + 500, counts)
    return x, np.full(len(x), 500.0)


def harm(*counts, weight=8.0):
    """So many incidents in each area, all of one weight, in 100 windows."""
    x, y = points(counts)
    return VictimHarm(x, y, np.full(len(x), weight), 100, dt.date(2025, 9, 1), CRS)


def patrols(*stops, minutes=12.0):
    """So many stops in each area."""
    x, y = points(stops)
    return PatrolMinutes(x, y, np.full(len(x), minutes))


def verdicts(fairness):
    return [area.planned.verdict for area in fairness.areas]


def test_minutes_in_proportion_are_within_the_ratio():
    fairness = minutes_against_harm(patrols(50, 100, 150), harm(400, 800, 1200), areas(3))
    assert verdicts(fairness) == [Verdict.WITHIN] * 3
    assert fairness.summary == "Planned minutes are within 1.5 times the harm in 3 of 3 areas."
    assert fairness.review == ""
    assert [area.planned.share for area in fairness.areas] == pytest.approx([1 / 6, 1 / 3, 1 / 2])
    assert [area.harm_share.value for area in fairness.areas] == pytest.approx(
        [1 / 6, 1 / 3, 1 / 2]
    )


def test_minutes_far_out_of_proportion_ask_for_a_review():
    fairness = minutes_against_harm(patrols(250, 10, 40), harm(400, 800, 1200), areas(3))
    assert verdicts(fairness) == [Verdict.MORE, Verdict.FEWER, Verdict.FEWER]
    assert [area.label for area in fairness.breaches] == ["Area 0", "Area 1", "Area 2"]
    assert fairness.review.startswith(
        "Area 0: 83% of the planned minutes, more than 1.5 times its share of the harm (17%, 90% "
    )
    assert "Area 1: 3.3% of the planned minutes, less than 67% of its share" in fairness.review
    assert fairness.review.endswith("Review this, and record who decided what, and why.")


def test_few_incidents_cannot_tell():
    """The same shares as above, from a few incidents."""
    fairness = minutes_against_harm(patrols(250, 10, 40), harm(1, 2, 3), areas(3))
    assert verdicts(fairness)[2] is Verdict.CANNOT_TELL
    assert "too few incidents to tell in" in fairness.summary


def test_one_stop_decides_nothing():
    """An area that is due less than a stop may have none of it, or one."""
    due_half_a_stop = harm(50, 10_000)
    for stops in ((0, 100), (1, 99)):
        fairness = minutes_against_harm(patrols(*stops), due_half_a_stop, areas(2))
        assert fairness.areas[0].planned.verdict is Verdict.CANNOT_TELL
    many = minutes_against_harm(patrols(0, 10_000), due_half_a_stop, areas(2))
    assert many.areas[0].planned.verdict is Verdict.FEWER


def test_an_area_without_harm_that_takes_many_minutes_is_a_breach():
    fairness = minutes_against_harm(patrols(40, 60), harm(0, 300), areas(2))
    first = fairness.areas[0]
    assert first.planned.verdict is Verdict.MORE
    assert first.harm_share.low == first.harm_share.value == 0 < first.harm_share.high < 0.05
    assert first.to_dict()["planned"]["ratio"]["value"] is None
    json.dumps(fairness.to_dict(), allow_nan=False)


@pytest.mark.parametrize(
    ("planned", "done", "said"),
    [
        (patrols(5, 5), harm(0, 0), "there are no harm inside"),
        (patrols(0, 0), harm(9, 9), "there are no patrol minutes inside"),
        (patrols(0, 0), harm(0, 0), "no patrol minutes and no harm inside"),
    ],
)
def test_nothing_to_compare_is_said(planned, done, said):
    fairness = minutes_against_harm(planned, done, areas(2))
    assert verdicts(fairness) == [Verdict.CANNOT_TELL] * 2
    assert said in fairness.summary
    assert fairness.review == ""


def test_without_areas_the_way_to_them_is_said():
    none = empty_layer(LayerName.AREAS, CRS)
    fairness = minutes_against_harm(patrols(5, 5), harm(9, 9), none)
    assert fairness.areas == ()
    assert "afterbell ingest FILE --layer areas" in fairness.summary


def test_what_lies_outside_every_area_is_left_out_and_counted():
    fairness = minutes_against_harm(patrols(50, 100, 3), harm(400, 800, 2), areas(2))
    assert sum(area.planned.share for area in fairness.areas) == pytest.approx(1)
    assert fairness.notices[0] == (
        "Outside every area, and not compared: 36 planned minutes and <5 incidents."
    )


def test_a_point_on_a_border_counts_once():
    edge = PatrolMinutes(np.array([1000.0]), np.array([500.0]), np.array([12.0]))
    fairness = minutes_against_harm(edge, harm(9, 9), areas(2))
    assert [area.planned.minutes for area in fairness.areas] == [12, 0]


def test_what_was_walked_is_judged_beside_what_was_planned():
    fairness = minutes_against_harm(
        patrols(100, 200), harm(400, 800), areas(2), delivered=patrols(280, 20)
    )
    assert verdicts(fairness) == [Verdict.WITHIN] * 2
    assert [area.delivered.verdict for area in fairness.areas] == [Verdict.MORE, Verdict.FEWER]
    assert "93% of the delivered minutes" in fairness.review


def test_counts_of_one_to_four_are_not_shown():
    fairness = minutes_against_harm(patrols(5, 5), harm(3, 30), areas(2)).to_dict()
    assert [area["recorded"] for area in fairness["areas"]] == ["<5", "30"]


def test_the_order_of_the_areas_does_not_matter():
    given = areas(4)
    task = patrols(5, 9, 2, 4), harm(30, 50, 10, 20)
    assert minutes_against_harm(*task, given) == minutes_against_harm(*task, given.iloc[::-1])


@pytest.mark.parametrize("ratio", [1, 0.5, float("nan"), float("inf")])
def test_a_ratio_of_one_or_less_is_refused(ratio):
    with pytest.raises(SettingError, match="expected more than 1"):
        minutes_against_harm(patrols(1), harm(1), areas(1), ratio_limit=ratio)


def test_areas_in_degrees_are_refused():
    with pytest.raises(CrsError, match="areas"):
        minutes_against_harm(patrols(1), harm(1), areas(1).to_crs("EPSG:4326"))


class TestOtherAttributes:
    def test_areas_are_compared_by_quarters(self):
        """Those with the highest figure get all the minutes, and no more of the harm."""
        known = pd.DataFrame({"ward_code": [f"A{n}" for n in range(8)], "decile": range(8)})
        fairness = minutes_against_harm(
            patrols(2, 2, 2, 2, 2, 2, 100, 100), harm(*[200] * 8), areas(8), attributes=known
        )
        assert [g.label for g in fairness.groups] == [
            "lowest quarter (0 to 1)",
            "second quarter (2 to 3)",
            "third quarter (4 to 5)",
            "highest quarter (6 to 7)",
        ]
        assert [g.planned.minutes for g in fairness.groups] == [48, 48, 48, 2400]
        assert [g.recorded for g in fairness.groups] == [400] * 4
        assert fairness.groups[3].planned.verdict is Verdict.MORE
        assert "decile, highest quarter (6 to 7): 94%" in fairness.review

    def test_few_areas_make_halves_and_fewer_make_none(self):
        def labels(count):
            known = pd.DataFrame({"ward_code": [f"A{n}" for n in range(count)], "d": range(count)})
            task = patrols(*[5] * count), harm(*[50] * count), areas(count)
            fairness = minutes_against_harm(*task, attributes=known)
            return [g.label for g in fairness.groups], fairness.notices

        assert labels(5)[0] == ["lower half (0 to 2)", "upper half (3 to 4)"]
        none, notices = labels(3)
        assert none == []
        assert "d divides too few areas to compare" in notices[0]

    def test_an_area_of_which_nothing_is_known_is_left_out_and_said(self):
        known = pd.DataFrame(
            {"ward_code": ["A0", "A1", "A2", "A3", "Z9"], "d": [1.0, 1.0, 5.0, 5.0, 9.0]}
        )
        fairness = minutes_against_harm(
            patrols(1, 2, 4, 8, 16), harm(*[50] * 5), areas(5), attributes=known
        )
        assert [g.planned.minutes for g in fairness.groups] == [36, 144]
        assert "d is not known of 1 of 5 areas" in fairness.notices[0]

    def test_a_table_gives_its_columns_of_numbers(self, tmp_path):
        path = tmp_path / "areas.csv"
        path.write_text(
            "ward_code,name,share_under_18,decile\nA0,North,21.5,3\nA1,South,,7\n", "utf-8"
        )
        fairness = read_attributes(path)
        assert fairness["ward_code"].tolist() == ["A0", "A1"]
        assert set(fairness.columns) == {"ward_code", "share_under_18", "decile"}
        assert np.isnan(fairness["share_under_18"][1])

    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("code,x\nA0,1\n", "Name the column of codes ward_code"),
            ("ward_code,x\nA0,1\nA0,2\n", "A0 is on more than one line"),
            ("ward_code,x\nA0,12%\n", "Write numbers plainly"),
            ("ward_code\nA0\n", "Write numbers plainly"),
        ],
    )
    def test_a_table_that_cannot_be_used_is_refused(self, tmp_path, text, said):
        path = tmp_path / "areas.csv"
        path.write_text(text, "utf-8")
        with pytest.raises(FileRefusedError, match=said):
            read_attributes(path)


class TestWhatIsCompared:
    def test_stops_count_with_their_minutes_where_their_place_is(self):
        place = Place("P", PlaceKind.GATE, "Gate", (30.0, 40.0), (1.0,), 0, 1000, "", "")
        fairness = PatrolMinutes.of_stops([Stop(place, 900, 912), Stop(place, 930, 950)])
        assert fairness.x.tolist() == [30, 30]
        assert fairness.minutes.tolist() == [12, 20]
        assert len(PatrolMinutes.of_stops([])) == 0

    @pytest.mark.parametrize("minutes", [-1.0, float("nan")])
    def test_minutes_are_not_negative(self, minutes):
        with pytest.raises(SettingError, match="no or negative minutes"):
            PatrolMinutes(np.zeros(1), np.zeros(1), np.array([minutes]))

    def test_only_victims_harm_in_the_window_of_the_last_year_counts(self):
        frame = incidents(
            [
                (10, 20, "2025-12-01 15:40"),
                (10, 20, "2025-12-01 14:00", "2025-12-01 16:00"),
                (10, 20, "2025-12-01 11:00"),
                (10, 20, "2025-12-01 15:40"),
                (10, 20, "2024-06-01 15:40"),
            ],
            police_generated=[False, False, False, True, False],
        )
        fairness = VictimHarm.of(frame, Window(days=EveryDay()), AS_OF)
        assert sorted(fairness.value) == [4, 8]
        assert fairness.windows == 365
        assert fairness.first == dt.date(2025, 1, 1)

    def test_a_short_record_is_as_long_as_it_is(self):
        frame = incidents([(10, 20, "2025-12-22 15:40")])
        assert VictimHarm.of(frame, Window(days=EveryDay()), AS_OF).windows == 10

    def test_police_rows_alone_are_no_harm(self):
        frame = incidents([(10, 20, "2025-12-22 15:40")], offence="stop and search")
        with pytest.raises(NothingToScoreError):
            VictimHarm.of(frame, Window(days=EveryDay()), AS_OF)


def test_intervals_hold_all_groups_together_about_as_often_as_they_say():
    """Ten groups, some with hardly an incident, and offences of very different weight."""
    rng = np.random.default_rng(3)
    expected = np.array([1, 3, 3, 5, 8, 12, 10, 6, 5, 2])
    weights, mix = np.array([1, 2, 8, 12]), rng.dirichlet(np.full(4, 1.5), 10)
    truth = expected * (mix @ weights)
    truth /= truth.sum()
    held = []
    for _ in range(400):
        drawn = rng.poisson(expected[:, None] * mix)
        fairness = harm_shares(Harm(drawn.sum(1), drawn @ weights, drawn @ weights**2), 0.9)
        held.append(bool(((fairness.low <= truth) & (truth <= fairness.high)).all()))
    assert 0.86 <= np.mean(held) <= 0.98
