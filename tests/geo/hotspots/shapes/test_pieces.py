import numpy as np
import pytest
import shapely

from geo.hotspots.shapes._street_strips import Pieces


@pytest.fixture
def pieces():
    def build(*paths):
        return Pieces.of(np.array([shapely.linestrings(path) for path in paths], dtype=object))

    return build


def test_a_street_is_cut_into_even_pieces_of_about_60_m(pieces):
    found = pieces([(0, 0), (300, 0)])
    assert shapely.length(found.lines).tolist() == [60.0] * 5
    assert len(np.unique(found.together(np.arange(5)))) == 1


def test_no_piece_is_longer_than_a_hundred_metres_and_none_is_lost(pieces):
    found = pieces([(0, 0), (95, 0), (95, 333)], [(95, 333), (700, 400)], [(95, 0), (200, -7)])
    lengths = shapely.length(found.lines)
    assert lengths.max() <= 100
    assert lengths.sum() == pytest.approx(95 + 333 + np.hypot(605, 67) + np.hypot(105, 7))


def test_streets_hang_together_at_shared_vertices_only(pieces):
    at_grade = pieces([(0, 0), (50, 0), (100, 0)], [(50, -50), (50, 0), (50, 50)])
    assert len(at_grade) == 4
    assert set(at_grade.together(np.arange(4))) == {0}
    bridge = pieces([(0, 0), (100, 0)], [(50, -50), (50, 50)])
    assert set(bridge.together(np.arange(len(bridge)))) == {0, 1}


def test_a_gap_is_closed_by_the_piece_between(pieces):
    found = pieces([(0, 0), (50, 0)], [(50, 0), (100, 0)], [(100, 0), (150, 0)])
    middle = shapely.get_coordinates(shapely.centroid(found.lines))[:, 0]
    outer, inner = np.flatnonzero(middle != 75), np.flatnonzero(middle == 75)
    assert found.between(outer).tolist() == inner.tolist()
    assert found.between(inner).tolist() == []


def test_a_street_drawn_twice_counts_once(pieces):
    assert len(pieces([(0, 0), (50, 0)], [(50, 0), (0, 0)])) == 1


def test_no_streets_make_no_pieces(pieces):
    assert len(pieces()) == 0
