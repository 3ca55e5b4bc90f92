import numpy as np
import pytest

from geo.hotspots.methods.classical import Counts, WindowCounts


def test_a_square_gets_its_part_of_the_incidents(square, past):
    incidents = past(square(10), [(50, 50, 1), (150, 150, 9), (950, 950, 9), (150, 50, 200)])
    shares = Counts(side_m=200).shares(incidents)
    assert shares[:2, :2] == pytest.approx(np.full((2, 2), 3 / 16))
    assert shares[8:, 8:] == pytest.approx(np.full((2, 2), 1 / 16))
    assert shares[4, 4] == 0


def test_cells_coarser_than_the_squares_are_counted_singly(square, past):
    incidents = past(square(10), [(50, 50, 1), (50, 50, 1), (950, 950, 1)])
    shares = Counts(side_m=30).shares(incidents)
    assert shares[0, 0] == pytest.approx(2 / 3)
    assert (shares > 0).sum() == 2


def test_squares_at_the_edge_count_for_the_cells_that_they_have(square, past):
    """A square of 2 by 2 cells of which one lies inside is as dense as its one cell."""
    grid = square(4, outside=((0, 0), (0, 1), (1, 0)))
    shares = Counts(side_m=200).shares(past(grid, [(150, 150, 1), *[(250, 250, 1)] * 4]))
    assert shares[1, 1] == pytest.approx(shares[2, 2])


def test_values_are_added_up(square, past):
    incidents = past(square(10), [(50, 50, 1), (950, 950, 1)], value=[3, 1])
    assert Counts(side_m=100).shares(incidents)[0, 0] == pytest.approx(0.75)


def test_the_window_alone_forgets_other_hours(square, past):
    incidents = past(square(10), [(50, 50, 1), (950, 950, 1), (950, 950, 2)], share=[1, 0, 0.5])
    shares = WindowCounts(side_m=100).shares(incidents)
    assert shares[0, 0] == pytest.approx(2 / 3)
    assert Counts(side_m=100).shares(incidents)[0, 0] == pytest.approx(1 / 3)


def test_a_window_without_incidents_is_the_same_everywhere(square, past):
    incidents = past(square(10), [(50, 50, 1)], share=0)
    np.testing.assert_allclose(WindowCounts().shares(incidents), incidents.grid.uniform)
