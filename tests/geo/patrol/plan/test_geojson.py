import dataclasses
import json

import pytest
import shapely

from geo.layers import About
from geo.model import Ride, clock
from geo.network import WalkingNetwork
from geo.patrol import Constraints, Lock
from geo.patrol.plan.geojson import plan_geojson


@pytest.fixture(scope="module")
def plan(build):
    places, network, day = build.town()
    patrols = [build.patrol("Alpha", start=(0, 0)), build.patrol("Bravo")]
    constraints = Constraints(locks=(Lock("gate-100", "Alpha", 912),))
    return build.plan(places, patrols, network=network, day=day, seed=7, constraints=constraints)


@pytest.fixture(scope="module")
def collection(plan):
    """As a program that reads the file sees it."""
    return json.loads(json.dumps(plan.to_geojson(), allow_nan=False))


def features(collection, kind, patrol=None):
    return [
        f
        for f in collection["features"]
        if f["properties"]["feature"] == kind and patrol in (None, f["properties"]["patrol"])
    ]


def test_it_says_what_it_is_and_that_it_is_simulated(collection, plan):
    assert collection["afterbell"] == {
        "area": "Squareham",
        "marking": "OFFICIAL-SENSITIVE",
        "status": "DRAFT until approved",
        "simulated": True,
        "data_as_at": "2026-11-22",
        "date": "2026-11-24",
        "window": "15:00–18:00",
        "seed": 7,
        "layers_version": plan.places.layers.version,
        "notices": [],
    }


def test_an_area_may_have_another_marking_and_no_date(build):
    places = build.places(build.place("a", 0, 0))
    object.__setattr__(places.layers, "area", About("Realham", "OFFICIAL"))
    about = build.plan(places, [build.patrol()]).to_geojson()["afterbell"]
    assert (about["marking"], about["simulated"], about["data_as_at"]) == ("OFFICIAL", False, None)


def test_it_is_a_collection_without_a_coordinate_system_of_its_own(collection):
    assert list(collection) == ["type", "afterbell", "features"]
    assert collection["type"] == "FeatureCollection"
    assert {tuple(f) for f in collection["features"]} == {("type", "geometry", "properties")}


def test_there_is_a_line_for_each_leg_and_a_point_for_each_stop_in_order(collection, plan):
    for route in plan.routes:
        legs = features(collection, "leg", route.patrol.name)
        stops = features(collection, "stop", route.patrol.name)
        assert {f["geometry"]["type"] for f in legs} == {"LineString"}
        assert {f["geometry"]["type"] for f in stops} == {"Point"}
        for made, written in ((route.legs, legs), (route.stops, stops)):
            order = [f["properties"]["order"] for f in written]
            assert order == list(range(1, len(made) + 1))
    assert len(features(collection, "leg", "Alpha")) == len(plan.routes[0].stops) + 1
    assert len(features(collection, "leg", "Bravo")) == len(plan.routes[1].stops) - 1


def test_positions_are_longitude_then_latitude_on_the_ground(build):
    """The Ordnance Survey's test point on Caister Water Tower, to 5 m."""
    tower = build.place("tower", 651_409.8, 313_177.45)
    street = build.streets([(651_300, 313_177.45), (651_500, 313_177.45)])
    network = WalkingNetwork.from_streets(street)
    made = build.plan(
        [tower], [build.patrol()], network=network, constraints=Constraints(at_most=1)
    )
    (stop,) = features(made.to_geojson(), "stop")
    lon, lat = stop["geometry"]["coordinates"]
    assert lon == pytest.approx(1.716074, abs=5e-5)
    assert lat == pytest.approx(52.658008, abs=5e-5)
    assert (lon, lat) == (round(lon, 7), round(lat, 7))


def test_every_geometry_is_valid_and_lines_have_two_positions_or_more(collection):
    for feature in collection["features"]:
        shape = shapely.from_geojson(json.dumps(feature["geometry"]))
        assert shape.is_valid or shape.length == 0
        positions = shapely.get_coordinates(shape)
        assert len(positions) >= (2 if shape.geom_type == "LineString" else 1)
        assert ((abs(positions) <= [180, 90]).all(axis=1)).all()


def test_lines_lead_from_stop_to_stop(collection):
    stops = features(collection, "stop", "Bravo")
    legs = features(collection, "leg", "Bravo")
    for leg, before, after in zip(legs, stops, stops[1:], strict=False):
        ends = leg["geometry"]["coordinates"]
        assert ends[0] == before["geometry"]["coordinates"]
        assert ends[-1] == after["geometry"]["coordinates"]


def test_a_stop_carries_its_times_and_reasons(collection):
    gate = features(collection, "stop", "Alpha")[0]["properties"]
    assert gate == {
        "feature": "stop",
        "patrol": "Alpha",
        "order": 1,
        "arrive": "15:12",
        "leave": "15:24",
        "place_id": "gate-100",
        "name": gate["name"],
        "kind": "school gate",
        "why": "School 100 lets out at 15:20: about 900 pupils leave by 2 gates until 15:30.",
        "look_out_for": "Crossing between parked cars, and disputes that move away from the gate.",
        "letting_out": ["School 100"],
        "locked": True,
        "beside": [],
    }
    assert gate["name"].startswith("School 100, ")


def test_a_stop_after_the_rush_says_so(build):
    places, network, day = build.town()
    constraints = Constraints(locks=(Lock("gate-100", None, 935),))
    plan = build.plan(places, [build.patrol()], network=network, day=day, constraints=constraints)
    stops = [f["properties"] for f in features(plan.to_geojson(), "stop")]
    (gate,) = [stop for stop in stops if stop["place_id"] == "gate-100"]
    assert gate["why"].startswith("School 100 let out from 15:20 to 15:30")
    assert gate["letting_out"] == []


def test_a_leg_carries_its_times_and_length(collection, plan):
    leg = plan.routes[0].legs[0]
    assert features(collection, "leg", "Alpha")[0]["properties"] == {
        "feature": "leg",
        "patrol": "Alpha",
        "order": 1,
        "mode": "on foot",
        "depart": clock(leg.depart_min),
        "arrive": "15:12",
        "length_m": round(leg.length_m, 1),
        "walk_min": leg.arrive_min - leg.depart_min,
        "rides": [],
    }


def test_a_ride_is_told_with_its_leg(plan):
    ride = Ride("bus 91", "Mill Corner", "Quayside", 940, 947)
    route = plan.routes[0]
    legs = (dataclasses.replace(route.legs[0], rides=(ride,)), *route.legs[1:])
    routes = [dataclasses.replace(route, legs=legs)]
    written = plan_geojson(routes, plan.places.layers, plan.day, seed=7, notices=())
    assert features(written, "leg")[0]["properties"]["rides"] == [ride.label]


def test_a_walk_of_no_length_is_a_line_of_two_equal_positions(build):
    places = [build.place("a", 100, 0), build.place("b", 100, 0)]
    written = build.plan(places, [build.patrol()], constraints=Constraints(at_most=1)).to_geojson()
    (leg,) = features(written, "leg")
    here, there = leg["geometry"]["coordinates"]
    assert here == there
    assert leg["properties"]["walk_min"] == 0


def test_a_plan_without_stops_is_an_empty_collection(build):
    plan = build.plan([build.place("a", 600, 600, 0)], [build.patrol()])
    written = plan.to_geojson()
    assert written["features"] == []
    assert written["afterbell"]["notices"] == list(plan.notices)


def test_each_loop_is_a_closed_line_with_its_times(collection, plan):
    walked = [(r, s) for r in plan.routes for s in r.stops if s.loop is not None]
    found = features(collection, "loop")
    assert len(found) == len(walked) > 0
    for feature, (route, stop) in zip(found, walked, strict=True):
        properties = feature["properties"]
        assert properties["patrol"] == route.patrol.name
        assert properties["place_id"] == stop.place.place_id
        assert properties["length_m"] == round(stop.loop.length, 1)
        line = feature["geometry"]["coordinates"]
        assert line[0] == line[-1]
