import json

import pandas as pd
import pytest

from geo.errors import AfterbellError
from geo.layers import read_layer
from geo.model import LayerName
from geo.quality import Finding, Part, QualityReport, Severity, check_area
from geo.workspace import Workspace, create_workspace

INCIDENTS = "incident_id,source,offence,committed_from,easting,northing\n" + "".join(
    f"{n},=CAD,robbery,2025-{n % 12 + 1:02d}-{n % 28 + 1:02d} {n % 24:02d}:{n * 7 % 60:02d},"
    f"{530_000 + n * 37 % 1009}.3,{180_000 + n * 91 % 1013}.7\n"
    for n in range(400)
)


@pytest.fixture(scope="module")
def sample():
    return check_area(Workspace.open())


@pytest.fixture
def folder(tmp_path):
    where = create_workspace(tmp_path / "town", "Little Town", marking="OFFICIAL")
    return where if where.is_dir() else where.parent


def kept(folder, text, layer=LayerName.INCIDENTS):
    path = folder.parent / "extract.csv"
    path.write_text(text, encoding="utf-8")
    Workspace.open(folder).keep(read_layer(path, layer), who="tester")
    return check_area(Workspace.open(folder))


def one(report, code, part=Part.INCIDENTS):
    (finding,) = [f for f in report.findings if (f.code, f.part) == (code, part)]
    return finding


def test_the_sample_has_no_errors(sample):
    assert sample.of_severity(Severity.ERROR) == ()
    assert one(sample, "every-weekday", Part.BELLS).title.startswith("All 47 schools have a bell")


def test_the_worst_comes_first_and_always_in_the_same_order(sample):
    severities = [[*Severity].index(finding.severity) for finding in sample.findings]
    assert severities == sorted(severities)
    again = check_area(Workspace.open())
    assert again.to_dict() == sample.to_dict()


def test_names_of_findings_are_unique_within_a_layer(sample):
    names = [(finding.part, finding.code) for finding in sample.findings]
    assert len(names) == len(set(names))


def test_every_finding_is_whole(sample):
    for finding in sample.findings:
        assert finding.title.endswith(".")
        assert finding.effect.endswith(".")
        assert finding.to_do.endswith(".")
        assert "nan" not in finding.title
        if finding.chart is not None:
            assert {finding.chart.x, finding.chart.y} <= set(finding.chart.table.columns)
            assert finding.chart.description


def test_an_empty_workspace_says_what_is_missing(folder):
    report = check_area(Workspace.open(folder))
    assert one(report, "missing").severity is Severity.ERROR
    assert one(report, "missing", Part.TERMS).title == "There are no term dates."


def test_rejected_rows_of_the_last_import_are_counted_by_reason(folder):
    report = kept(
        folder, INCIDENTS + "x,CAD,robbery,soon,530000,180000\ny,CAD,robbery,2025-01-01 10:00,,\n"
    )
    rejected = one(report, "rows-rejected")
    assert rejected.title.startswith("extract.csv: 2 rows of 402 rejected")
    assert rejected.table["Rows"].sum() == 2
    assert one(report, "no-point").title == "1 row (0.2%) without a point."


def test_where_nothing_is_scored_no_fault_of_a_row_does_harm(folder):
    report = kept(folder, INCIDENTS.replace("robbery", "stop and search"))
    assert one(report, "not-scored").severity is Severity.ERROR
    others = [f for f in report.of_severity(Severity.ERROR) if f.part is Part.INCIDENTS]
    assert [f.code for f in others] == ["not-scored"]


def test_weekdays_that_stand_in_for_term_dates_are_an_error(folder):
    terms = one(kept(folder, INCIDENTS), "missing", Part.TERMS)
    assert terms.severity is Severity.ERROR
    assert "stand in for school days" in terms.title


def test_bells_that_contradict_each_other_are_an_error(folder):
    schools = (
        "urn,name,phase,pupils,has_named_contact,easting,northing\n"
        "1,Park High,secondary,900,true,530000,180000\n"
    )
    kept(folder, schools, LayerName.SCHOOLS)
    kept(folder, INCIDENTS)
    bells = pd.DataFrame(
        {"urn": "1", "valid_from": "2025-09-01", "valid_to": "", "weekday": "Tue",
         "finish_time": ["15:10", "15:40"], "stagger_min": "5", "source": "school"}
    )  # fmt: skip
    Workspace.open(folder).keep_table("bells", bells, who="tester")
    report = check_area(Workspace.open(folder))
    assert one(report, "overlap", Part.BELLS).table["Finish time"].tolist() == ["15:10", "15:40"]
    assert one(report, "every-weekday", Part.BELLS).table["Name"].tolist() == ["Park High"]


def test_without_a_school_day_nothing_is_known_of_bells(folder):
    schools = (
        "urn,name,phase,pupils,has_named_contact,easting,northing\n"
        "1,Park High,secondary,900,true,530000,180000\n"
    )
    report = kept(folder, schools, LayerName.SCHOOLS)
    assert "no school day is known" in one(report, "every-weekday", Part.BELLS).title


def test_only_some_parts_can_be_asked_for(sample):
    assert {finding.part for finding in sample.only([Part.SCHOOLS]).findings} == {Part.SCHOOLS}


@pytest.mark.parametrize(
    ("errors", "warnings", "fine", "summary"),
    [
        (0, 6, 30, "6 warnings, no errors; 30 checks found nothing wrong."),
        (1, 0, 1, "1 error, no warnings; 1 check found nothing wrong."),
        (3, 1, 0, "3 errors, 1 warning."),
        (0, 0, 2, "No errors, no warnings; 2 checks found nothing wrong."),
        (0, 0, 0, "No errors, no warnings."),
    ],
)
def test_the_summary_counts_what_matters_first(errors, warnings, fine, summary):
    severities = [
        *[Severity.ERROR] * errors, *[Severity.WARNING] * warnings, *[Severity.OK] * fine,
    ]  # fmt: skip
    findings = [Finding("x", Part.AREAS, each, "T.", "E.", "D.") for each in severities]
    assert QualityReport.of(Workspace.open().about, findings).summary == summary


def test_the_summary_of_the_sample_counts_its_findings(sample):
    warnings, fine = (len(sample.of_severity(s)) for s in (Severity.WARNING, Severity.OK))
    expected = f"{warnings} warnings, no errors; {fine} checks found nothing wrong."
    assert sample.summary == expected


def test_the_report_is_plain_json(sample):
    text = json.dumps(sample.to_dict(), allow_nan=False)
    assert json.loads(text)["counts"]["Error"] == 0


def test_a_csv_has_a_row_a_finding_and_runs_nothing(folder, tmp_path):
    report = kept(folder, INCIDENTS)
    report.write(tmp_path / "report.csv")
    table = pd.read_csv(tmp_path / "report.csv", encoding="utf-8-sig")
    assert len(table) == len(report)
    assert set(table["Marking"]) == {"OFFICIAL"}
    assert (
        not table.select_dtypes("str")
        .apply(lambda c: c.str.startswith(("=", "+", "@")))
        .any()
        .any()
    )


def test_a_page_is_one_file_that_fetches_nothing_and_escapes(folder, tmp_path):
    text = INCIDENTS.replace("=CAD", "<script>alert(1)</script>")
    kept(folder, text).write(tmp_path / "report.html")
    page = (tmp_path / "report.html").read_text(encoding="utf-8")
    assert page.startswith("<!doctype html>")
    assert "<script" not in page
    assert "&lt;script&gt;alert" in page
    assert page.count("OFFICIAL") >= 2
    assert "Data as at" in page
    assert "<svg" in page


def test_another_ending_is_refused(sample, tmp_path):
    with pytest.raises(AfterbellError, match=r"expected an \.html or a \.csv"):
        sample.write(tmp_path / "report.docx")
