from dashboard import charts
from geo.clock import Window


def rows(chart):
    return next(iter(chart.to_dict()["datasets"].values()))


def test_the_profile_shows_every_slice_and_marks_the_peak(build):
    table = rows(charts.profile(build.spot(), Window()))
    assert len(table) == 12
    assert [row["slice"] for row in table if row["marked"]] == ["15:45–16:00"]


def test_the_slice_that_is_looked_at_is_marked(build):
    table = rows(charts.profile(build.spot(), Window(), 7))
    assert [row["slice"] for row in table if row["marked"]] == ["16:45–17:00"]
