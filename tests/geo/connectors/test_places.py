"""Schools, stops, streets and bank holidays: what comes, what is dropped, what is brought in."""

import json

import geopandas as gpd
import pandas as pd
import pytest
from shapely.geometry import box

from geo.connectors import (
    StopsQuery,
    area_of_box,
    circle_around,
    circle_of,
    fetch_bank_holidays,
    fetch_gias,
    fetch_naptan,
    fetch_osm,
    fetch_tfl,
    paced,
    service,
)
from geo.connectors.osm import _streets_of
from geo.errors import FetchError
from geo.layers import read_layer
from geo.model import LayerName
from tests.geo.connectors.replay import Answer

SCHOOLS = (
    "URN,EstablishmentName,LA (code),TypeOfEstablishment (name),EstablishmentStatus (name),"
    "PhaseOfEducation (name),StatutoryLowAge,StatutoryHighAge,NumberOfPupils,Easting,Northing,"
    "HeadTitle (name),HeadFirstName,HeadLastName,TelephoneNum,SchoolWebsite,Postcode\r\n"
    '100001,"Caf\xe9 School, Upper",202,Community school,Open,Secondary,11,18,900,529000,183000,'
    "Ms,Ada,Lovelace,02079460000,www.example.sch.uk,NW1 1AA\r\n"
    '100002,"=Two\nlines",202,Academy,Open,Secondary,11,16,700,529500,183500,'
    "Mr,Alan,Turing,02079460001,two.example.sch.uk,NW1 1AB\r\n"
).encode("cp1252")
STOPS = (
    b"ATCOCode,CommonName,Street,Easting,Northing,Longitude,Latitude,StopType,Status\n"
    b"490000001A,Camden Road,Camden Road,529300,184300,-0.137,51.542,BCT,active\n"
    b"910GKNGX,King's Cross,Euston Road,530200,183000,-0.123,51.530,RLY,active\n"
)


def run(begin, name, fetch, *arguments):
    with begin(name, repr(arguments)) as session:
        fetch(session, *arguments)
    return session.fetched()


def test_the_newest_file_of_schools_is_found(replay, begin):
    replay.on("/edubasealldata20260322.csv", Answer(SCHOOLS))
    found = run(begin, "gias", fetch_gias)
    assert found.files[0].path.name == "gias-20260322.csv"
    assert replay.paths == [f"/edubasealldata202603{day}.csv" for day in (24, 23, 22)]


def test_no_person_of_a_school_is_ever_written(replay, begin, tmp_path):
    replay.on("/edubasealldata20260324.csv", Answer(SCHOOLS))
    run(begin, "gias", fetch_gias)
    kept = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    persons = (b"Ada", b"Lovelace", b"Turing", b"0207946", b"example.sch", b"HeadLastName")
    assert not any(word in kept for word in persons)
    assert "Café School, Upper".encode() in kept


def test_schools_can_be_brought_in(replay, begin):
    replay.on("/edubasealldata20260324.csv", Answer(SCHOOLS))
    file = run(begin, "gias", fetch_gias).files[0].path
    reading = read_layer(file, LayerName.SCHOOLS)
    assert reading.frame["name"].tolist()[0] == "Café School, Upper"
    assert (reading.read, reading.accepted) == (2, 2)
    assert reading.frame.crs.to_epsg() == 27700


def test_after_two_weeks_of_nothing_it_gives_up(replay, begin):
    with pytest.raises(FetchError, match="from 10-03-2026 to 24-03-2026"):
        run(begin, "gias", fetch_gias)
    assert len(replay.asked) == 15


def test_schools_with_a_torn_row_are_refused(replay, begin):
    replay.on("/edubasealldata20260324.csv", Answer(SCHOOLS + b"100003,Torn\r\n"))
    with pytest.raises(FetchError, match="do not all have the columns"):
        run(begin, "gias", fetch_gias)


def test_stops_come_by_area_each_in_its_file(replay, begin):
    replay.on("/access-nodes", Answer(STOPS))
    found = run(begin, "naptan", fetch_naptan, ("490", "910", "490"))
    assert [f.path.name for f in found.files] == ["naptan-490.csv", "naptan-910.csv"]
    assert replay.asked[0].params == {"dataFormat": "csv", "atcoAreaCodes": "490"}
    assert found.files[0].path.read_bytes() == STOPS


def test_stops_can_be_brought_in(replay, begin):
    replay.on("/access-nodes", Answer(STOPS))
    file = run(begin, "naptan", fetch_naptan, ("490",)).files[0].path
    assert read_layer(file, LayerName.INTERCHANGES).accepted >= 1


@pytest.mark.parametrize("codes", [(), ("49",), ("../x",), ("٤٩٠",)])
def test_an_area_code_is_three_digits(begin, codes):
    with pytest.raises(FetchError, match="expected"):
        run(begin, "naptan", fetch_naptan, codes)


def point(n, **changes):
    return {
        "id": f"940GZZLU{n}",
        "naptanId": f"940GZZLU{n}",
        "commonName": f"Station {n} – Süd",
        "stopType": "NaptanMetroStation",
        "modes": ["tube"],
        "lat": 51.5 + n / 1000,
        "lon": -0.1,
        "hubNaptanCode": "HUBKGX",
        "additionalProperties": [{"key": "PhoneNo", "value": "0207"}],
        "children": [],
    } | changes


def pages(*each, total=None):
    """The API of TfL: numbered pages, then an empty one."""

    def answer(asked):
        if not asked.path.startswith("/StopPoint/Mode/"):
            return None
        number = int(asked.params["page"])
        stops = each[number - 1] if number <= len(each) else []
        said = {"stopPoints": stops} | ({"total": total} if total else {})
        return Answer(json.dumps(said, ensure_ascii=False).encode())

    return answer


def test_pages_are_read_to_the_empty_one(replay, begin):
    replay.rule(pages([point(1), point(2)], [point(3)]))
    file = run(begin, "tfl", fetch_tfl, StopsQuery(("tube",))).files[0].path
    stops = json.loads(file.read_text(encoding="utf-8"))["stopPoints"]
    assert [s["commonName"] for s in stops] == [f"Station {n} – Süd" for n in (1, 2, 3)]
    assert [a.params["page"] for a in replay.asked] == ["1", "2", "3"]


def test_a_service_that_always_gives_the_first_page_is_not_asked_for_ever(replay, begin):
    replay.on("/StopPoint/Mode/tube", Answer(json.dumps({"stopPoints": [point(1)]}).encode()))
    run(begin, "tfl", fetch_tfl, StopsQuery(("tube",)))
    assert len(replay.asked) == 2


def test_the_total_spares_the_empty_page(replay, begin):
    replay.rule(pages([point(1), point(2)], total=2))
    run(begin, "tfl", fetch_tfl, StopsQuery(("tube",)))
    assert len(replay.asked) == 1


def test_telephones_of_stations_are_not_kept(replay, begin, tmp_path):
    replay.rule(pages([point(1)], total=1))
    run(begin, "tfl", fetch_tfl, StopsQuery(("tube",)))
    kept = b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert b"Phone" not in kept


def test_a_station_of_two_modes_comes_once(replay, begin):
    replay.rule(pages([point(1)], total=1))
    file = run(begin, "tfl", fetch_tfl, StopsQuery(("tube", "dlr"))).files[0].path
    assert len(json.loads(file.read_text())["stopPoints"]) == 1
    assert replay.paths == ["/StopPoint/Mode/tube", "/StopPoint/Mode/dlr"]


def test_stop_points_can_be_brought_in(replay, begin):
    replay.rule(pages([point(1), point(2, hubNaptanCode=None)], total=2))
    file = run(begin, "tfl", fetch_tfl, StopsQuery(("tube",))).files[0].path
    reading = read_layer(file, LayerName.INTERCHANGES)
    assert reading.accepted == 2
    assert set(reading.frame["kind"]) == {"rail"}
    assert "Station 1 – Süd" in set(reading.frame["name"])


def test_stops_within_a_circle(replay, begin):
    replay.on("/StopPoint", Answer(json.dumps({"stopPoints": [point(1)]}).encode()))
    run(begin, "tfl", fetch_tfl, StopsQuery(("bus",), circle_of("51.53,-0.12", 900)))
    asked = replay.asked[0].params
    assert (asked["lat"], asked["lon"], asked["radius"]) == ("51.530000", "-0.120000", "900")
    assert "NaptanPublicBusCoachTram" in asked["stopTypes"]


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda: StopsQuery(("bus",)), "too many to ask for"),
        (lambda: StopsQuery(("rocket",)), "rocket is no mode"),
        (lambda: StopsQuery(()), "Nothing is no mode"),
        (lambda: StopsQuery(("bus",), (51.5, -0.1, 50_000)), "50,000 m cannot"),
        (lambda: circle_of("here", 5), "expected latitude,longitude"),
        (lambda: circle_of("91,0", 5), "outside the world"),
    ],
)
def test_wishes_that_cannot_be_granted_are_sentences(make, said):
    with pytest.raises(FetchError, match=said):
        make()


def test_a_key_quickens_the_pace():
    tfl = service("tfl", {}, {})
    assert paced(tfl, "k").pace.per_s == pytest.approx(10 * tfl.pace.per_s)
    assert paced(tfl, "") == tfl


def way(ident, nodes, *, name="", highway="residential", east=0.0):
    """A way along nodes: node n lies at n thousandths of a degree."""
    return {
        "type": "way",
        "id": ident,
        "nodes": list(nodes),
        "geometry": [{"lat": 51.5 + n % 10 / 1000, "lon": -0.1 + n / 1000 + east} for n in nodes],
        "tags": {"highway": highway, "name": name, "note": "drawn by Somebody"},
        "user": "Somebody",
    }


def overpass(*ways, **more):
    return Answer(json.dumps({"elements": list(ways), **more}, ensure_ascii=False).encode())


SMALL = box(-0.11, 51.49, -0.08, 51.52)


def test_streets_are_cut_where_they_meet(replay, begin, tmp_path):
    replay.on("/interpreter", overpass(way(7, range(1, 6), name="Straße"), way(9, (13, 3, 23))))
    file = run(begin, "osm", fetch_osm, SMALL).files[0].path
    streets = gpd.read_file(file)
    assert sorted(streets["id"]) == ["7-1", "7-2", "9-1", "9-2"]
    assert set(streets[streets["id"].str.startswith("7")]["name"]) == {"Straße"}
    assert b"Somebody" not in b"".join(p.read_bytes() for p in tmp_path.rglob("*") if p.is_file())
    assert "crs" not in json.loads(file.read_text())


def test_streets_can_be_brought_in(replay, begin):
    replay.on("/interpreter", overpass(way(7, range(1, 6), name="A"), way(9, (13, 3, 23))))
    file = run(begin, "osm", fetch_osm, SMALL).files[0].path
    reading = read_layer(file, LayerName.STREETS)
    assert reading.accepted == 4
    assert set(reading.frame["street_id"]) == {"7-1", "7-2", "9-1", "9-2"}


def test_every_end_is_a_shared_node_or_an_end_of_its_way():
    ways = [
        {"id": n, "name": "", "highway": "path", "nodes": nodes}
        | {"points": [(node / 100, node % 7 / 100) for node in nodes]}
        for n, nodes in enumerate([[1, 2, 3, 4, 5], [9, 3, 8], [3, 7, 3], [5, 6, 1], [20]])
    ]
    streets = _streets_of(ways, box(-1, -1, 1, 1))
    ends = streets.geometry.apply(lambda line: [line.coords[0], line.coords[-1]]).explode()
    shared = {(n / 100, n % 7 / 100) for n in (1, 3, 5, 9, 8)}
    assert set(ends) == shared
    inner = streets.geometry.apply(lambda line: list(line.coords[1:-1])).explode().dropna()
    assert shared.isdisjoint(inner)
    assert streets["id"].is_unique


def test_the_query_leaves_out_what_nobody_walks(replay, begin):
    replay.on("/interpreter", overpass(way(7, (1, 2))))
    run(begin, "osm", fetch_osm, SMALL)
    query = replay.asked[0].form["data"]
    assert "motorway" in query
    assert '["access"!~"^(no|private)$"]' in query
    assert "(51.490000,-0.110000,51.520000,-0.080000)" in query


def test_a_large_area_is_asked_in_tiles_and_a_street_on_the_edge_comes_once(replay, begin):
    replay.on("/interpreter", overpass(way(7, (1, 2))))
    file = run(begin, "osm", fetch_osm, box(-0.3, 51.4, 0.1, 51.7)).files[0].path
    assert len(replay.asked) > 6
    assert len(gpd.read_file(file)) == 1


def test_a_tile_that_the_server_gives_up_on_is_cut(replay, begin):
    late = overpass(remark='runtime error: Query timed out in "query" at line 4 after 2 seconds.')
    replay.on("/interpreter", late, overpass(way(7, (1, 2))))
    run(begin, "osm", fetch_osm, SMALL)
    assert len(replay.asked) == 5


def test_a_cut_tile_is_not_asked_whole_again_after_a_break(replay, begin):
    late = overpass(remark="runtime error: Query ran out of memory")
    replay.on("/interpreter", late, overpass(way(7, (1, 2))), Answer(b"", 400))
    with pytest.raises(FetchError, match="400"):
        run(begin, "osm", fetch_osm, SMALL)
    asked = len(replay.asked)
    replay.script["/interpreter"] = [overpass(way(7, (1, 2)))]
    run(begin, "osm", fetch_osm, SMALL)
    assert len(replay.asked) - asked == 3


def test_a_server_that_gives_up_on_everything_is_told(replay, begin):
    replay.on("/interpreter", Answer(b"", 504))
    with pytest.raises(FetchError, match="does not finish even small tiles"):
        run(begin, "osm", fetch_osm, SMALL)


def test_another_remark_is_told_in_its_words(replay, begin):
    replay.on("/interpreter", overpass(remark="runtime error: too busy"))
    with pytest.raises(FetchError, match="too busy"):
        run(begin, "osm", fetch_osm, SMALL)


@pytest.mark.parametrize(
    "broken",
    [
        {"type": "way", "id": 1},
        {"type": "way", "id": 1, "nodes": [1, 2], "geometry": [{"lat": 1, "lon": 2}]},
        {"type": "way", "id": 1, "nodes": [1, 2], "geometry": [None, None]},
    ],
)
def test_a_way_without_points_is_refused(replay, begin, broken):
    replay.on("/interpreter", overpass(broken))
    with pytest.raises(FetchError, match="without nodes or points"):
        run(begin, "osm", fetch_osm, SMALL)


def test_an_area_of_a_country_is_refused_before_anything_is_asked(replay, begin):
    with pytest.raises(FetchError, match="queries of the public Overpass server"):
        run(begin, "osm", fetch_osm, box(-6, 50, 2, 58))
    assert replay.asked == []


def test_the_sea_has_no_streets(replay, begin):
    replay.on("/interpreter", overpass())
    with pytest.raises(FetchError, match="no walkable street"):
        run(begin, "osm", fetch_osm, SMALL)


def bank_holidays(**changes):
    events = [{"title": "New Year’s Day", "date": "2024-01-01", "notes": "", "bunting": True}]
    divisions = ("england-and-wales", "scotland", "northern-ireland")
    return {d: {"division": d, "events": events} for d in divisions} | changes


def test_bank_holidays_become_a_table_and_are_compared(replay, begin):
    replay.on("/bank-holidays.json", Answer(json.dumps(bank_holidays()).encode()))
    found = run(begin, "bank-holidays", fetch_bank_holidays)
    table = pd.read_csv(found.files[0].path)
    assert table.columns.tolist() == ["date", "title", "division", "notes"]
    assert len(table) == 3
    assert "the two agree on all 3 dates" in found.notices[0]


def test_a_bank_holiday_that_the_calendar_does_not_know_is_named(replay, begin):
    extra = {"events": [{"title": "Jubilee", "date": "2024-06-03", "notes": ""}]}
    replay.on("/bank-holidays.json", Answer(json.dumps(bank_holidays(scotland=extra)).encode()))
    said = run(begin, "bank-holidays", fetch_bank_holidays).notices[0]
    assert "2024-06-03 (scotland)" in said
    assert "as a closure" in said


@pytest.mark.parametrize(
    "body",
    [
        {},
        [],
        bank_holidays(scotland={}),
        bank_holidays(scotland={"events": [1]}),
        bank_holidays(scotland={"events": [{"title": "x"}]}),
        bank_holidays(scotland={"events": [{"title": "x", "date": "tomorrow"}]}),
    ],
)
def test_other_holidays_than_published_are_refused(replay, begin, body):
    replay.on("/bank-holidays.json", Answer(json.dumps(body).encode()))
    with pytest.raises(FetchError, match="expected"):
        run(begin, "bank-holidays", fetch_bank_holidays)


@pytest.mark.parametrize(
    "text", ["1,2,3", "a,b,c,d", "0,51,-1,52", "0,52,1,51", "0,0,nan,1", "0,0,999,1"]
)
def test_a_box_that_is_none_is_a_sentence(text):
    with pytest.raises(FetchError, match="west,south,east,north"):
        area_of_box(text)


def test_a_circle_goes_around_its_box():
    lat, lon, radius_m = circle_around(area_of_box("-0.15,51.50,-0.05,51.56"))
    assert (lat, lon) == pytest.approx((51.53, -0.1))
    assert 4_700 < radius_m < 4_900
