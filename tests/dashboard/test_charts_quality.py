import pandas as pd
import pytest

from dashboard import charts
from geo.quality import Chart, ChartKind

HOURS = pd.DataFrame(
    {
        "Hour": [f"{n:02d}:00" for n in range(24)],
        "Rows": range(24),
        "At": [n == 0 for n in range(24)],
    }
)
MONTHS = pd.DataFrame(
    {
        "Source": ["CAD"] * 3 + ["CRIS"] * 3,
        "Month": ["2026-01", "2026-02", "2026-03"] * 2,
        "Rows": [5, 0, 6, 7, 8, 9],
        "Low": [False, True, False] * 2,
        "Of all, %": [1.0] * 6,
    }
)
CHARTS = {
    "bars": Chart(ChartKind.BARS, HOURS, "Hour", "Rows", "Bars.", usual="Rows", marked="At"),
    "lines": Chart(
        ChartKind.LINES, MONTHS, "Month", "Rows", "Lines.", series="Source", marked="Low"
    ),
    "heat": Chart(ChartKind.HEAT, MONTHS, "Month", "Source", "Heat.", value="Rows"),
    "clock": Chart(ChartKind.CLOCK, HOURS, "Hour", "Rows", "A clock.", marked="At"),
}


@pytest.mark.parametrize("kind", CHARTS)
def test_every_chart_says_what_it_shows_and_holds_every_row(kind):
    wanted = CHARTS[kind]
    drawn = charts.finding(wanted).to_dict()
    assert drawn["description"] == wanted.description
    assert len(next(iter(drawn["datasets"].values()))) == len(wanted.table)


def test_what_stands_out_is_marked_in_the_rows():
    drawn = charts.finding(CHARTS["clock"]).to_dict()
    rows = next(iter(drawn["datasets"].values()))
    assert [row["Hour"] for row in rows if row["marked"]] == ["00:00"]


def test_lines_differ_by_dash_as_well_as_by_colour():
    drawn = charts.finding(CHARTS["lines"]).to_dict()
    encoding = drawn["layer"][0]["encoding"]
    dashes = encoding["strokeDash"]["scale"]["range"]
    assert dashes[0] != dashes[1]
    assert encoding["color"]["scale"]["domain"] == ["CAD", "CRIS"]


def test_names_that_vega_would_read_as_paths_are_calmed():
    table = HOURS.rename(columns={"Rows": "Rows [a.b]"})
    drawn = charts.finding(Chart(ChartKind.BARS, table, "Hour", "Rows [a.b]", "Bars.")).to_dict()
    assert drawn["encoding"]["y"]["field"] == "Rows _a_b_"
