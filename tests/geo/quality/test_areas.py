import geopandas as gpd
import shapely

from geo.quality import Part, Severity
from geo.quality._areas import check_areas


def test_wards_side_by_side_neither_overlap_nor_leave_gaps(build):
    town = build.layers(
        areas=build.areas(shapely.box(0, 0, 100, 100), shapely.box(100, 0, 200, 100))
    )
    findings = list(check_areas(town, build.rules))
    assert build.found(findings, "overlaps").severity is Severity.OK
    assert build.found(findings, "gaps").severity is Severity.OK


def test_overlaps_and_gaps_are_measured_and_drawn(build):
    town = build.layers(
        areas=build.areas(
            shapely.box(0, 0, 300, 100),
            shapely.box(280, 0, 400, 300),
            shapely.box(0, 200, 300, 300),
            shapely.box(0, 100, 100, 200),
        )
    )
    findings = list(check_areas(town, build.rules))
    overlaps, gaps = build.found(findings, "overlaps"), build.found(findings, "gaps")
    assert overlaps.table["In both, m²"].tolist() == [2000, 2000]
    assert gaps.table["Size, m²"].tolist() == [18_000]
    assert gaps.where.area.tolist() == [18_000]


def test_every_layer_that_is_missing_says_what_does_not_work(build):
    findings = [f for f in check_areas(build.layers(), build.rules) if f.code == "missing"]
    assert [finding.part for finding in findings] == [*Part][:7]
    assert all(finding.effect and finding.to_do for finding in findings)


def test_context_by_month_enters_nothing(build):
    rows = gpd.GeoDataFrame(
        {"incident_id": ["1", "2"], "source": "s", "offence": ["Robbery", "Drugs"],
         "month": ["2026-04", "2026-05"], "place": "On or near High Street"},
        geometry=shapely.points([(build.east, build.north)] * 2), crs=build.crs,
    )  # fmt: skip
    findings = build.found(check_areas(build.layers(context=rows), build.rules), "month-only")
    assert findings.title == "2 rows by month only, 2026-04 to 2026-05, as background."
    assert "enter no score" in findings.effect
