import pytest

from geo.model import Place, PlaceKind
from geo.network import WalkingNetwork, snapping, snapping_notices


def place(ident, x, y):
    return Place(ident, PlaceKind.GATE, f"Gate {ident}", (x, y), (1.0,), 900, 1080, "why", "what")


@pytest.fixture(scope="module")
def network(build):
    return WalkingNetwork.from_streets(build.grid(2))


def test_every_place_has_its_way_to_the_street(network):
    table = snapping(network, [place("1", 30, -12.34), place("2", 0, 0), place("3", -300, 0)])
    assert table.columns.tolist() == ["place_id", "place", "kind", "snap_m", "reached"]
    assert table["snap_m"].tolist() == [12.3, 0, 300]
    assert table["reached"].tolist() == [True, True, False]
    assert table["kind"].tolist() == ["school gate"] * 3


def test_places_far_from_a_street_are_said_and_those_out_of_reach_apart(network):
    places = [place("1", 0, -10), place("2", 0, -60), place("3", 0, -120), place("4", 0, -400)]
    lost, far = snapping_notices(snapping(network, places))
    assert lost == "No street comes within 250 m of Gate 4 (400 m), so no patrol is sent there."
    assert "Gate 3 (120 m) and Gate 2 (60 m)" in far
    assert "Gate 1" not in far


def test_where_all_is_near_nothing_is_said(network):
    assert snapping_notices(snapping(network, [place("1", 0, -10)])) == ()
    assert snapping_notices(snapping(network, [])) == ()


def test_only_the_farthest_are_named(network):
    places = [place(str(n), 0, -60 - n) for n in range(8)]
    (far,) = snapping_notices(snapping(network, places))
    assert "Gate 7" in far
    assert "3 more" in far
    assert "Gate 2 " not in far
