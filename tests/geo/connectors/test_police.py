"""police.uk: months, areas that are too full, long borders, and the archive's columns."""

import json

import pandas as pd
import pytest
from shapely.geometry import Point, Polygon, box

from geo.connectors import PoliceKind, PoliceQuery, fetch_police_uk
from geo.connectors._query_areas import quarters, rings, tiles
from geo.connectors.police import _in_words, _joined, _months_between
from geo.errors import FetchError, FileRefusedError
from geo.layers import read_layer
from geo.model import LayerName
from tests.geo.connectors.replay import Answer

AREA = box(-0.2, 51.4, 0.0, 51.6)
MONTHS = ("2023-12", "2024-01", "2024-02", "2024-04")
ARCHIVE = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)


def crime(n, lon, lat, month="2024-01", **changes):
    return {
        "category": "violent-crime",
        "location_type": "Force",
        "location": {
            "latitude": f"{lat:.6f}",
            "longitude": f"{lon:.6f}",
            "street": {"id": n, "name": f"On or near Straße {n}"},
        },
        "context": "",
        "outcome_status": None,
        "persistent_id": f"p{n}",
        "id": n,
        "location_subtype": "",
        "month": month,
    } | changes


def stop(minute, lon=-0.15, lat=51.45, **changes):
    return {
        "age_range": "10-17",
        "gender": "Male",
        "self_defined_ethnicity": "White",
        "officer_defined_ethnicity": "Black",
        "involved_person": True,
        "legislation": "Misuse of Drugs Act 1971 (section 23)",
        "datetime": f"2024-01-13T15:{minute:02d}:00+00:00",
        "location": {
            "latitude": str(lat),
            "longitude": str(lon),
            "street": {"id": 1, "name": "On or near Quay"},
        },
        "object_of_search": "Controlled drugs",
        "operation": None,
        "outcome": "A no further action disposal",
        "outcome_linked_to_object_of_search": None,
        "outcome_object": {"id": "bu-no-further-action", "name": "A no further action disposal"},
        "type": "Person search",
        "operation_name": None,
        "removal_of_more_than_outer_clothing": False,
    } | changes


def grid(count, month="2024-01"):
    """Crimes spread evenly over the area, many of them on the lines where it is cut."""
    side = round(count**0.5)
    return [
        crime(i * side + j, -0.2 + 0.2 * i / (side - 1), 51.4 + 0.2 * j / (side - 1), month)
        for i in range(side)
        for j in range(side)
    ]


def police(rows, most=10_000, months=MONTHS):
    """The API: rows by month within a polygon, and 503 where there are more than it gives."""

    def answer(asked):
        if asked.path == "/crimes-street-dates":
            body = [{"date": m, "stop-and-search": ["metropolitan", "kent"]} for m in months]
            return Answer(json.dumps(body).encode())
        if asked.path not in ("/crimes-street/all-crime", "/stops-street", "/stops-force"):
            return None
        if len(asked.line) > 4094:
            return Answer(b"too long", 400)
        said = asked.params | asked.form
        if said["date"] not in months:
            return Answer(b"", 404)
        found = rows.get(said["date"], [])
        if "poly" in said:
            pairs = [tuple(map(float, pair.split(","))) for pair in said["poly"].split(":")]
            ring = Polygon([(lon, lat) for lat, lon in pairs])
            found = [row for row in found if ring.intersects(_point(row))]
        if len(found) > most:
            return Answer(b"", 503)
        return Answer(json.dumps(found, ensure_ascii=False).encode())

    return answer


def _point(row):
    where = row["location"]
    return Point(float(where["longitude"]), float(where["latitude"]))


def query(first="2024-01", last=None, kind=PoliceKind.STREET, area=AREA, force=""):
    return PoliceQuery(kind, first, last or first, None if force else area, force)


def fetched(begin, asked):
    with begin("police-uk", str(asked)) as session:
        fetch_police_uk(session, asked)
    return session.fetched()


def test_each_month_is_a_file_in_the_columns_of_the_archive(replay, begin):
    rows = {m: [crime(1, -0.1, 51.5, m), crime(2, -0.1, 51.5, m)] for m in MONTHS}
    replay.rule(police(rows))
    files = fetched(begin, query("2023-12", "2024-02")).files
    assert [f.path.name for f in files] == [f"police-uk-street-{m}.csv" for m in MONTHS[:3]]
    text = files[1].path.read_text(encoding="utf-8")
    assert text.splitlines()[0] == ARCHIVE
    assert (
        "p1,2024-01,Territorial police force,Territorial police force,-0.100000,51.500000,"
        "On or near Straße 1,,,Violence and sexual offences,," in text
    )


def test_the_transport_police_is_told_apart(replay, begin):
    rows = {"2024-01": [crime(1, -0.1, 51.5, location_type="BTP")]}
    replay.rule(police(rows))
    table = pd.read_csv(fetched(begin, query()).files[0].path)
    assert table["Falls within"].tolist() == ["British Transport Police"]


def test_an_area_that_is_too_full_is_cut_and_joined_without_doubles(replay, begin):
    crimes = grid(81)
    replay.rule(police({"2024-01": crimes}, most=20))
    table = pd.read_csv(fetched(begin, query()).files[0].path)
    assert sorted(table["Crime ID"]) == sorted(row["persistent_id"] for row in crimes)
    assert len(replay.asked) > 5


def test_the_next_month_is_asked_in_the_same_parts(replay, begin):
    replay.rule(police({m: grid(81, m) for m in MONTHS}, most=20))
    fetched(begin, query("2024-01", "2024-02"))
    by_month = [a.params["date"] for a in replay.asked if "date" in a.params]
    assert by_month.count("2024-02") < by_month.count("2024-01") / 1.3


def test_one_hiccup_is_not_taken_for_too_many(replay, begin):
    busy = [Answer(b"", 503)]
    replay.rule(lambda a: busy.pop() if busy and a.path != "/crimes-street-dates" else None)
    replay.rule(police({"2024-01": grid(4)}))
    assert len(pd.read_csv(fetched(begin, query()).files[0].path)) == 4
    assert len(replay.asked) == 3


def test_a_place_that_is_always_too_full_ends_in_a_sentence(replay, begin):
    replay.rule(police({"2024-01": [crime(n, -0.1, 51.5) for n in range(30)]}, most=20))
    with pytest.raises(FetchError, match="even in small parts of the area"):
        fetched(begin, query())


def test_a_long_border_is_posted(replay, begin):
    border = Point(-0.1, 51.5).buffer(0.09, quad_segs=90)
    replay.rule(police({"2024-01": grid(81)}))
    table = pd.read_csv(fetched(begin, query(area=border)).files[0].path)
    assert replay.asked[-1].method == "POST"
    inside = [row for row in grid(81) if border.intersects(_point(row))]
    assert len(table) == len(inside) > 20


def test_a_month_that_is_not_published_is_told_with_those_that_are(replay, begin):
    replay.rule(police({}))
    with pytest.raises(
        FetchError,
        match="not published 2024-03, 2024-05; there is 2023-12 to 2024-02, 2024-04",
    ):
        fetched(begin, query("2024-02", "2024-05"))
    assert replay.paths == ["/crimes-street-dates"]


def test_a_month_that_went_away_meanwhile_is_told_too(replay, begin):
    replay.on("/crimes-street-dates", Answer(b'[{"date": "2024-01"}, {"date": "2023-12"}]'))
    replay.on("/crimes-street/all-crime", Answer(b"", 404))
    with pytest.raises(FetchError, match="not published 2024-01; there is 2023-12"):
        fetched(begin, query())


def test_it_goes_on_with_the_month_in_which_it_stopped(replay, begin):
    rows = {m: grid(81, m) for m in MONTHS}
    broken = []

    def breaks(asked):
        if broken or asked.params.get("date") != "2024-02":
            return None
        broken.append(1)
        return Answer(b"", 400)

    replay.rule(breaks).rule(police(rows, most=20))
    with pytest.raises(FetchError, match="400"):
        fetched(begin, query("2024-01", "2024-02"))
    before = len(replay.asked)
    result = fetched(begin, query("2024-01", "2024-02"))
    again = {a.params.get("date") for a in replay.asked[before:]}
    assert again == {None, "2024-02"}
    assert result.taken_from_cache > 20
    assert [len(pd.read_csv(f.path)) for f in result.files] == [81, 81]


def test_stops_have_no_persons_in_the_file_or_the_cache(replay, begin, tmp_path):
    replay.rule(police({"2024-01": [stop(1), stop(2)]}))
    result = fetched(begin, query(kind=PoliceKind.STOPS))
    table = pd.read_csv(result.files[0].path)
    assert {"Type", "Date", "Object of search", "Legislation", "Longitude"} <= set(table.columns)
    kept = b"".join(p.read_bytes() for p in (tmp_path / "out").rglob("*") if p.is_file())
    assert not any(word in kept for word in (b"10-17", b"Male", b"White", b"Black", b"gender"))
    assert "Gender" in result.notices[0]


def test_two_persons_searched_at_the_same_minute_stay_two(replay, begin):
    middle = [stop(1, -0.1, 51.5), stop(1, -0.1, 51.5), stop(2, -0.1, 51.5)]
    others = [stop(n, -0.2 + n / 100, 51.41) for n in range(3, 8)]
    replay.rule(police({"2024-01": middle + others}, most=6))
    table = pd.read_csv(fetched(begin, query(kind=PoliceKind.STOPS)).files[0].path)
    assert len(table) == 8


def test_stops_without_a_point_join_with_those_that_have_one():
    nowhere = stop(1, location=None)
    table = _joined([[nowhere, stop(2)], [stop(2)]])
    assert len(table) == 2


def test_a_force_that_published_nothing_is_said(replay, begin):
    replay.rule(police({"2024-01": [stop(1)]}))
    dates = [
        {"date": "2024-01", "stop-and-search": ["kent"]},
        {"date": "2024-02", "stop-and-search": []},
    ]
    replay.rules.insert(
        0,
        lambda a: Answer(json.dumps(dates).encode()) if a.path == "/crimes-street-dates" else None,
    )
    result = fetched(begin, query("2024-01", "2024-02", PoliceKind.STOPS, force="kent"))
    assert [f.path.name for f in result.files] == ["police-uk-stops-2024-01.csv"]
    assert "kent published no stop and search for 2024-02." in result.notices


def test_a_force_that_nobody_knows_is_met_with_a_guess(replay, begin):
    replay.rule(police({}))
    with pytest.raises(FetchError, match=r"no force 'metropolitian'.*metropolitan"):
        fetched(begin, query(kind=PoliceKind.STOPS, force="metropolitian"))


def test_street_crime_is_not_given_by_force():
    with pytest.raises(FetchError, match="by area and not by force"):
        query(force="kent")


def test_nowhere_is_no_area():
    with pytest.raises(FetchError, match="needs to know where"):
        query(area=None)


@pytest.mark.parametrize(
    "body", [b'{"error": "x"}', b'["2024"]', b"<html>", b'[{"date": "2024-01"', b"null"]
)
def test_other_answers_than_lists_of_records_are_refused(replay, begin, body):
    replay.on("/crimes-street-dates", Answer(b'[{"date": "2024-01", "stop-and-search": null}]'))
    replay.on("/crimes-street/all-crime", Answer(body))
    with pytest.raises(FetchError, match=r"expected"):
        fetched(begin, query())


def test_records_of_any_shape_become_a_table(replay, begin):
    odd = [
        {},
        {"id": None},
        {"id": [1], "location": "here", "category": {"a": 1}, "month": 5},
        crime(3, -0.1, 51.5, context="=HYPERLINK(1)", extra={"deep": [{"x": 1}]}),
    ]
    replay.on("/crimes-street-dates", Answer(b'[{"date": "2024-01"}]'))
    replay.on("/crimes-street/all-crime", Answer(json.dumps(odd).encode()))
    text = fetched(begin, query()).files[0].path.read_text(encoding="utf-8")
    assert ",'=HYPERLINK(1)" in text


def test_a_month_without_crimes_is_a_header(replay, begin):
    replay.rule(police({}))
    assert fetched(begin, query()).files[0].path.read_text().strip() == ARCHIVE


def test_stops_can_be_brought_in(replay, begin):
    replay.rule(police({"2024-01": [stop(n, -0.15 + n / 1000) for n in range(20)]}))
    file = fetched(begin, query(kind=PoliceKind.STOPS)).files[0].path
    reading = read_layer(file, LayerName.INCIDENTS)
    assert reading.accepted == 20
    assert set(reading.frame["offence"]) == {"stop and search"}
    assert reading.frame["police_generated"].all()


def test_street_crime_can_be_brought_in_as_context_and_as_nothing_else(replay, begin):
    rows = [crime(n, -0.15 + n / 1000, 51.5) for n in range(20)]
    same = [
        crime(n, -0.1, 51.5, persistent_id="", category="anti-social-behaviour") for n in (91, 92)
    ]
    replay.rule(police({"2024-01": rows + same}))
    file = fetched(begin, query()).files[0].path
    reading = read_layer(file, LayerName.CONTEXT)
    assert (reading.read, reading.accepted) == (22, 22)
    assert set(reading.frame["month"]) == {"2024-01"}
    with pytest.raises(FileRefusedError, match="no time of day"):
        read_layer(file, LayerName.INCIDENTS)


def test_quarters_cover_the_polygon_and_nothing_else():
    ring = Point(0, 50).buffer(1)
    parts = quarters(ring)
    assert sum(p.area for p in parts) == pytest.approx(ring.area)
    assert all(p.within(ring.buffer(1e-9)) for p in parts)


def test_rings_leave_out_holes_and_lines():
    holed = Polygon([(0, 0), (4, 0), (4, 4), (0, 4)], [[(1, 1), (2, 1), (2, 2), (1, 2)]]).union(
        box(6, 0, 7, 1)
    )
    assert [ring.area for ring in rings(holed)] == [16, 1]


def test_tiles_cover_the_area_and_are_about_square():
    parts = tiles(AREA, 0.09)
    assert sum(p.area for p in parts) == pytest.approx(AREA.area)
    assert all(p.bounds[3] - p.bounds[1] <= 0.09 for p in parts)


@pytest.mark.parametrize(
    ("first", "last", "said"),
    [
        ("2024-13", "2024-13", "expected a month such as 2024-01"),
        ("January", "2024-01", "expected a month"),
        ("2024-02", "2024-01", "lies before"),
        ("2000-01", "2024-01", "at most 120"),
    ],
)
def test_months_that_are_none_are_sentences(first, last, said):
    with pytest.raises(FetchError, match=said):
        _months_between(first, last)


def test_months_cross_the_year_and_are_told_in_runs():
    months = _months_between("2023-11", "2024-02")
    assert months == ("2023-11", "2023-12", "2024-01", "2024-02")
    assert _in_words([*months, "2024-06", "junk"]) == "2023-11 to 2024-02, 2024-06"
    assert _in_words([]) == "no month"
