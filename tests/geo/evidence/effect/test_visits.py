import datetime as dt

import pytest

from geo.errors import FileRefusedError
from geo.evidence.effect._visits import patrolled_places, read_visits

HEAD = "place,hotspot,easting,northing,from,to,minutes\n"


def read(build, text):
    return read_visits(text.encode(), build.crs)


def test_a_stretch_and_a_single_day_are_read(build):
    visits = read(
        build, HEAD + "Quay,,75,75,05/01/2026,30/01/2026,480\nQuay,,75,75,2 Feb 2026,,15 min\n"
    )
    assert visits.minutes == 495
    (place,) = patrolled_places(visits, [])
    assert place.name == "Quay"
    assert place.periods == (
        (dt.date(2026, 1, 5), dt.date(2026, 1, 30)),
        (dt.date(2026, 2, 2), dt.date(2026, 2, 2)),
    )


def test_a_point_near_a_hotspot_is_that_hotspot(build):
    spots = [build.spot(0), build.spot(1)]
    rows = "A,,1160,75,2026-01-05,,\nB,,1075,75,2026-01-06,,\nC,,500,75,2026-01-06,,\n"
    one, other = patrolled_places(read(build, HEAD + rows), spots)
    assert (one.place_id, one.shape, len(one.periods)) == ("p1", spots[1].shape, 2)
    assert other.name == "C"
    assert other.shape.area == pytest.approx(3.14 * 75**2, rel=0.01)


def test_a_hotspot_can_be_named(build):
    visits = read(build, "hotspot,from,to\np1,2026-01-05,2026-02-05\n")
    assert patrolled_places(visits, [build.spot(1)])[0].place_id == "p1"
    with pytest.raises(FileRefusedError, match="names the hotspot p1, which there was not"):
        patrolled_places(visits, [build.spot(0)])


def test_degrees_become_metres(build):
    visits = read(build, "place,lon,lat,date\nQuay,-0.1246,51.5301,2026-01-05\n")
    assert visits.frame["x"][0] == pytest.approx(530200, abs=200)
    assert visits.frame["y"][0] == pytest.approx(182900, abs=200)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "cannot be read as a CSV"),
        (HEAD, "it has no rows"),
        ("where,when\na,b\n", "the columns are where, when"),
        (HEAD + "A,,1,1,soon,,\n", "line 2 has a date that cannot be read"),
        (HEAD + "A,,1,1,2026-01-05,2026-01-04,\n", "line 2 has an end before its start"),
        (HEAD + "A,,1,1,2026-01-05,,\nA,,1,,2026-01-05,,\n", "line 3 has neither a point"),
        (HEAD + "A,,1,1,2026-01-05,,long\n", "line 2 has minutes that are no number"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_line(build, text, said):
    with pytest.raises(FileRefusedError, match=said):
        read(build, text)
