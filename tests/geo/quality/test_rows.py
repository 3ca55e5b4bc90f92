import numpy as np
import pytest

from geo.quality import Severity
from geo.quality._rows import check_rows
from geo.workspace import Settings


@pytest.fixture
def recorded(build):
    def check(start, xy=None, settings=None, **columns):
        facts = build.incidents(start, xy, **columns)
        return list(check_rows(facts, settings or Settings("Town", build.crs), build.rules))

    return check


def test_the_same_moment_place_and_offence_is_a_copy(build, recorded):
    start = ["2026-01-05 15:40"] * 3 + ["2026-01-05 15:41"]
    here, there = (build.east, build.north), (build.east + 5, build.north)
    copies = build.found(
        recorded(start, [here, here, there, here], source=["A", "B", "A", "A"]), "copies"
    )
    assert copies.table.set_index("Source").loc["B", "Of another source's row"] == 1
    assert copies.title.startswith("1 row (25%)")


def test_rows_that_differ_in_offence_are_no_copies(build, recorded):
    findings = recorded(
        ["2026-01-05 15:40"] * 2,
        [(build.east, build.north)] * 2,
        offence=["personal robbery", "drugs"],
    )
    assert build.found(findings, "copies").severity is Severity.OK


def test_unknown_offences_are_named_and_small_counts_are_not_told(build, recorded):
    offence = np.array(["personal robbery"] * 90 + ["THEFT"] * 8 + ["ODD"] * 2)
    unknown = build.found(recorded(build.steady(100, a_day=1), offence=offence), "offences-unknown")
    assert unknown.table[["Offence", "Rows"]].to_numpy().tolist() == [["THEFT", "8"], ["ODD", "<5"]]
    assert unknown.severity is Severity.ERROR


def test_an_offence_with_a_weight_of_its_own_is_known(build, recorded):
    settings = Settings("Town", build.crs, harm_weights=(("THEFT", 2.0),))
    findings = recorded(build.steady(9, a_day=1), settings=settings, offence=["THEFT"] * 9)
    assert build.found(findings, "offences-unknown").severity is Severity.OK


def test_rows_are_not_scored_for_one_reason_each(build, recorded):
    offence = np.array(["drugs"] * 10 + ["personal robbery"] * 30)
    police = np.arange(40) < 20
    findings = recorded(build.steady(40, a_day=1), offence=offence, police_generated=police)
    scored = build.found(findings, "not-scored")
    assert scored.title.startswith("20 of 40 rows (50%) are scored")
    table = scored.table.set_index("Why")["Rows"].to_dict()
    assert table["context, by offence"] == "10"
    assert table["police-generated"] == "10"


def test_exclusions_of_the_settings_are_left_out(build, recorded):
    settings = Settings("Town", build.crs, exclusions=(("source", ("Old",)),))
    source = np.where(np.arange(40) < 5, "Old", "New")
    findings = recorded(build.steady(40, a_day=1), settings=settings, source=source)
    assert build.found(findings, "not-scored").title.startswith("35 of 40")


def test_nothing_scored_must_be_mended(build, recorded):
    findings = recorded(build.steady(9, a_day=1), offence=["stop and search"] * 9)
    assert build.found(findings, "not-scored").severity is Severity.ERROR
