import datetime as dt
from collections import Counter

import numpy as np
import pytest
from pyproj import CRS

from geo.errors import CrsError, FileRefusedError, SettingError
from geo.formats import csv_bytes
from geo.timetables import read_control_days
from geo.trials._design import blocks_of, control_days, drawn


@pytest.fixture
def dates(build):
    return [day.date() for day in build.dates[-40:]]


@pytest.fixture
def design(build, dates):
    return control_days(dates, [build.spot(n) for n in range(6)], crs=build.crs, seed=7)


def test_each_place_rests_on_its_share_of_every_fortnight(design, dates):
    for block in np.unique(design.block):
        here = design.rests[:, design.block == block]
        assert (here.sum(axis=1) == round(0.3 * here.shape[1])).all()


def test_no_place_rests_twice_on_one_weekday_of_a_fortnight(design, dates):
    for row in design.rests:
        rested = [
            (block, date.weekday())
            for date, block, rest in zip(dates, design.block, row, strict=True)
            if rest
        ]
        assert max(Counter(rested).values()) == 1


def test_every_place_and_date_is_as_likely_to_rest_as_any_other(dates):
    rests = drawn(dates, blocks_of(dates), 3, 0.3, seed=1, draws=1500)
    assert np.abs(rests.mean(axis=0) - 0.3).max() < 0.06


def test_the_same_seed_draws_the_same_days_and_another_others(build, dates, design):
    spots = [build.spot(n) for n in range(6)]
    again = control_days(dates[::-1], spots, crs=build.crs, seed=7)
    other = control_days(dates, spots, crs=build.crs, seed=8)
    assert (again.rests == design.rests).all()
    assert (other.rests != design.rests).any()


def test_a_short_last_fortnight_still_has_days_of_both_kinds(build):
    dates = [dt.date(2026, 1, 5) + dt.timedelta(days=n) for n in (*range(5), *range(7, 12), 14, 15)]
    rests = control_days(dates, [build.spot(0)], crs=build.crs, share=0.1).rests
    assert rests[0, -2:].sum() == 1


def test_a_design_comes_back_from_its_file(design):
    back = read_control_days(csv_bytes(design.to_frame()))
    assert back.dates == design.dates
    assert (back.rests == design.rests).all()
    assert (back.block == design.block).all()
    assert (back.seed, back.share, back.crs) == (7, 0.3, design.crs)
    assert [spot.name for spot in back.spots] == [spot.name for spot in design.spots]
    assert all(a.shape.equals(b.shape) for a, b in zip(back.spots, design.spots, strict=True))


def test_the_rows_of_the_file_may_be_sorted(design):
    head, *rows = csv_bytes(design.to_frame()).decode("utf-8-sig").splitlines()
    shuffled = "\n".join([head, *sorted(rows, reverse=True)]).encode()
    back = read_control_days(shuffled)
    for date in design.dates:
        assert {s.place_id for s in back.resting_on(date)} == {
            s.place_id for s in design.resting_on(date)
        }


def test_a_date_outside_the_trial_has_no_rest(design):
    assert design.resting_on(dt.date(2020, 1, 1)) == ()


def test_a_control_day_says_why(design):
    frame = design.to_frame()
    assert set(frame.loc[frame["day"] == "rest", "why"]) == {
        "A control day of the trial, drawn by lot (seed 7)"
    }
    assert set(frame.loc[frame["day"] == "patrol", "why"]) == {""}


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (lambda text: text.replace("2026-", "soon-"), "line 2 has a wrong date"),
        (lambda text: text.replace(",rest,", ",maybe,"), "has a wrong day"),
        (lambda text: text.replace("POLYGON", "CIRCLE"), "a shape is damaged"),
        (lambda text: text.replace("EPSG:27700", "here"), "no coordinate system"),
        (lambda text: text.replace("block", "blok"), "there is no column block"),
        (lambda text: text[: text.rstrip().rindex("\n")], "a place lacks a date"),
        (lambda text: text[:0], "the file is empty"),
    ],
)
def test_a_damaged_file_is_refused_in_a_sentence(design, change, said):
    with pytest.raises(FileRefusedError, match=said):
        read_control_days(change(csv_bytes(design.to_frame()).decode("utf-8-sig")).encode())


def test_a_design_of_another_system_is_refused(design):
    with pytest.raises(CrsError, match="EPSG:27700 and the area in EPSG:32630"):
        design.require_crs(CRS.from_epsg(32630))


@pytest.mark.parametrize(
    ("options", "said"), [({"share": 0.9}, "a share of 0.9"), ({"seed": -1}, "seed -1")]
)
def test_what_cannot_be_drawn_is_refused(build, dates, options, said):
    with pytest.raises(SettingError, match=said):
        control_days(dates, [build.spot(0)], crs=build.crs, **options)
    with pytest.raises(SettingError, match="3 dates"):
        control_days(dates[:3], [build.spot(0)], crs=build.crs)
    with pytest.raises(SettingError, match="no place"):
        control_days(dates, [], crs=build.crs)
