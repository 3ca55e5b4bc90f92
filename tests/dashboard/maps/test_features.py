import re
from dataclasses import replace

import folium
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard import maps
from dashboard.maps import safe
from dashboard.maps.routes import apart
from geo.clock import Bell, Window


def drawn(group):
    """What a group becomes in the browser, as one text."""
    area = folium.Map()
    area.add_child(group)
    return area.get_root().render()


def shown(build, **choice):
    found = [build.spot(1), build.spot(2), build.spot(3)]
    return drawn(maps.hotspots(found, build.CRS_27700, Window(), **choice))


def test_each_hotspot_is_an_area_and_a_badge_that_tell_their_id(build):
    page = shown(build)
    assert page.count("L.polygon(") == 3
    for ident in ("H1", "H2", "H3"):
        assert page.count(f"⟦{ident}⟧") == 2


def test_the_chosen_hotspot_stands_out_by_more_than_colour(build):
    assert shown(build, chosen="H2").count("ab-chosen") == 1
    assert shown(build, chosen="H2").count("L.polygon(") == 4


def test_a_slice_changes_what_is_dark(build):
    found = [build.spot(1), build.spot(2)]
    early = [maps.colour_of(each, found, 3, maps.DAY) for each in found]
    late = [maps.colour_of(each, found, 11, maps.DAY) for each in found]
    assert early[0] == maps.DAY.ramp[-1]
    assert late == [maps.DAY.ramp[0]] * 2


def test_colours_by_rank_run_from_dark_to_light(build):
    found = [build.spot(n) for n in range(1, 7)]
    colours = [maps.colour_of(each, found, None, maps.DAY) for each in found]
    assert colours[:5] == list(reversed(maps.DAY.ramp))
    assert colours[5] == maps.DAY.ramp[0]


def test_badges_that_would_cover_each_other_lean_apart():
    west, east, alone = apart([(0, 0), (100, 0), (5_000, 0)])
    assert west[0] < 0 < east[0]
    assert west[1] == east[1] == 0
    assert alone == (0, 0)


def test_badges_of_two_visits_to_a_place_stand_side_by_side():
    first, second, alone = apart([(0, 0), (0, 0), (5_000, 0)])
    assert (first, second, alone) == ((-1, 0), (1, 0), (0, 0))


@given(st.lists(st.tuples(st.integers(0, 900), st.integers(0, 900)), max_size=8))
def test_no_badge_leaves_its_point(points):
    assert all(x**2 + y**2 <= 1 + 1e-9 for x, y in apart(points))


@given(st.text(min_size=1, max_size=40))
def test_any_name_stays_text_and_any_id_comes_back(name):
    said = safe.text(name)
    assert not set(said) & set("<>`$\\{}\"'")
    assert "⟦" not in said


@given(st.from_regex(r"[A-Za-z0-9_. -]{1,20}", fullmatch=True))
def test_an_id_survives_the_tooltip(ident):
    tooltip = re.sub(r"<[^>]+>", "", "Corner " + safe.tagged(ident))
    assert maps.clicked_id(tooltip) == ident


@pytest.mark.parametrize("tooltip", [None, "", "Mill station rail", "⟦⟧", "⟦H1⟧ and more"])
def test_what_has_no_id_is_nothing(tooltip):
    assert maps.clicked_id(tooltip) is None


def test_hostile_names_do_not_run(build):
    spot = build.spot(name=build.HOSTILE)
    layers = build.town(name=build.HOSTILE)
    routes = maps.routes([build.route(build.HOSTILE)], build.CRS_27700)
    for group in (
        maps.hotspots([spot], build.CRS_27700, Window()),
        maps.places(layers),
        maps.landmarks(layers, build.spot()),
        maps.candidates([build.place(name=build.HOSTILE)], build.CRS_27700),
        routes,
        maps.legend(maps.route_lines([build.route(build.HOSTILE)], candidates=True)),
    ):
        page = drawn(group)
        assert "<script>alert" not in page
        assert "${alert" not in page


def test_schools_letting_out_are_told_in_words_and_by_form(build):
    day = replace(
        build.school_day(),
        bells=(Bell("1", "Mill Road School", 915, 10),),
        closed=(("2", "INSET day"),),
    )
    page = drawn(maps.places(build.town(), day))
    assert page.count("letting out") == 1
    assert page.count("closed today") == 1
    at_rest = drawn(maps.places(build.town()))
    assert maps.DAY.symbol in page
    assert at_rest.count("letting out") == 0


def test_a_hotspot_shows_what_it_lies_beside_and_names_what_its_own_name_does_not(build):
    page = drawn(maps.landmarks(build.town(), build.spot(name="Mill station")))
    assert page.count("ab-symbol") == 2
    assert page.count("ab-name-landmark") == 1
    assert "Mill Road School" in page


def test_patrols_differ_by_letter_colour_and_dash(build):
    page = drawn(maps.routes([build.route("Alpha"), build.route("Bravo")], build.CRS_27700))
    assert {"A1", "A2", "B1", "B2"} <= set(re.findall(r"[AB]\d", page))
    solid, dashed = ('"dashArray": null', '"dashArray": "16 6.4"')
    assert solid in page
    assert dashed in page


def test_one_route_keeps_its_own_style(build):
    planned = [build.route("Alpha"), build.route("Bravo")]
    page = drawn(maps.routes(planned, build.CRS_27700, only=1))
    assert "B1" in page
    assert not re.search(r">A1<", page)


def test_a_deployment_at_the_first_stop_draws_no_start(build):
    from geo.model import Patrol

    planned = build.route(patrol=Patrol("Alpha"), legs=())
    assert "Start:" not in drawn(maps.routes([planned], build.CRS_27700))


def test_the_legend_says_what_is_shown_and_no_more(build):
    page = drawn(maps.legend(maps.place_lines(build.town(), letting_out=False)))
    assert "Interchange" in page
    assert "letting out" not in page
    assert "Alpha" in drawn(maps.legend(maps.route_lines([build.route()], candidates=False)))


def test_a_view_holds_what_it_is_asked_to_hold(build):
    spots = [build.spot(1).shape, build.at(6000, 900).buffer(70)]
    (lat, lon), zoom = maps.view(spots, build.CRS_27700)
    corners = [point for spot in safe.polygons(spots, build.CRS_27700) for point in spot[0][0]]
    assert min(a for a, _ in corners) < lat < max(a for a, _ in corners)
    assert min(b for _, b in corners) < lon < max(b for _, b in corners)
    _, closer = maps.view(spots[:1], build.CRS_27700)
    assert closer > zoom
