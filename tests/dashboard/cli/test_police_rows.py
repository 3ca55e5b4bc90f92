"""Rule 2 of the domain through the command line: files equal to the byte."""

import numpy as np
import pytest

from tests.effort import one_by_one_or_all

HEAD = "incident_id,committed_from,longitude,latitude,offence,police_generated"
SEARCH = ("stop and search", "true")
#: Rows that police generate, by what they could move: (how many, when, longitude, latitude, what).
MORE = {
    "beside a quiet street": (300, "2025-06-01 16:00", -0.11, 51.54, *SEARCH),
    "in another city": (3000, "2025-06-01 16:00", -3.2, 55.9, *SEARCH),
    "after the date": (50, "2026-03-01 16:00", -0.11, 51.54, *SEARCH),
    "before all others": (50, "2012-03-01 16:00", -0.11, 51.54, *SEARCH),
    "on another continent": (3000, "2025-06-01 16:00", 13.4, 52.5, *SEARCH),
    "before all others, and more than they are": (9000, "2012-03-01 16:00", -0.11, 51.54, *SEARCH),
    "the day before the date": (50, "2025-12-31 16:00", -0.11, 51.54, *SEARCH),
    "flagged as nothing": (300, "2025-06-01 16:00", -0.11, 51.54, "drugs", "false"),
}

#: What is far away could move the map; together with many more rows nearby it might not.
FAR = ("in another city", "on another continent")
NEAR = tuple(what for what in MORE if what not in FAR)


def victims():
    """A year of a town with one hot place."""
    rng = np.random.default_rng(3)
    for n in range(400):
        spread = (0.0006, 0.0004) if n % 3 == 0 else (0.02, 0.015)
        lon, lat = rng.normal((-0.12, 51.53), spread)
        day, minute = np.datetime64("2025-01-01") + rng.integers(0, 360), rng.integers(900, 1080)
        yield f"V{n},{day} {minute // 60}:{minute % 60:02d},{lon:.6f},{lat:.6f},robbery,false"


def police(count, when, lon, lat, offence, flag, mark="P"):
    return [f"{mark}{n},{when},{lon + n % 9 / 1e4},{lat},{offence},{flag}" for n in range(count)]


def mixed(kinds):
    """The rows of some kinds, each with an id of its own, before those of victims."""
    marked = zip("PQRSTUVW", kinds, strict=False)
    return [*(row for mark, what in marked for row in police(*MORE[what], f"{mark}-")), *victims()]


@pytest.fixture(scope="module")
def written(afterbell, tmp_path_factory):
    """Bytes of hotspots and cells of some rows, as the command writes them."""

    def write(rows, *arguments):
        folder = tmp_path_factory.mktemp("run")
        source, out, cells = (folder / name for name in ("i.csv", "h.geojson", "c.geojson"))
        source.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
        wanted = ("--incidents", source, "--out", out, "--cells", cells, *arguments)
        ran = afterbell("hotspots", *wanted)
        assert ran.code == 0, ran.err
        return out.read_bytes(), cells.read_bytes()

    return write


@pytest.fixture(scope="module")
def bare(written):
    return written(victims(), "--as-of", "2026-01-01")


@pytest.mark.parametrize("kinds", [*one_by_one_or_all(FAR), *one_by_one_or_all(NEAR)])
def test_police_generated_rows_leave_the_files_as_they_are(written, bare, kinds):
    assert written(mixed(kinds), "--as-of", "2026-01-01") == bare


def test_without_a_date_they_do_not_make_it_later(written):
    """With a method that learns little."""
    quick = ("--method", "counts")
    assert written(mixed(["after the date"]), *quick) == written(victims(), *quick)


def test_the_same_rows_would_change_them_if_victims_had_reported_them(written, bare):
    told = police(*MORE["beside a quiet street"][:4], "robbery", "false")
    assert written([*told, *victims()], "--as-of", "2026-01-01") != bare
