"""Workbooks: which sheet, where its header is, and its cells as text."""

import zipfile
from xml.sax.saxutils import escape

import pandas as pd
import pyogrio
import pytest

from geo.errors import FileRefusedError
from geo.formats import parts_of
from geo.layers import open_table, read_layer
from geo.model import LayerName

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
LINKS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
RELATIONS = (
    f'<Relationships xmlns="{PACKAGE}"><Relationship Id="rId1" Type="{LINKS}/officeDocument" '
    'Target="xl/workbook.xml"/></Relationships>'
)
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><fonts count="1"><font/></fonts><fills count="1"><fill/></fills>'
    '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
    '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="22" applyNumberFormat="1"/>'
    '<xf numFmtId="14" applyNumberFormat="1"/><xf numFmtId="20" applyNumberFormat="1"/></cellXfs>'
    "</styleSheet>"
)
MOMENT, DAY, CLOCK = 1, 2, 3
HEADER = ["id", "offence", "occurred", "longitude", "latitude"]


def styled(value, style):
    """A number that is shown as a date or a time."""
    return (value, style)


def cell(at, value):
    if value is None:
        return ""
    if isinstance(value, tuple):
        return f'<c r="{at}" s="{value[1]}"><v>{value[0]}</v></c>'
    if isinstance(value, bool):
        return f'<c r="{at}" t="b"><v>{int(value)}</v></c>'
    if isinstance(value, str) and value.startswith("#"):
        return f'<c r="{at}" t="e"><v>{value}</v></c>'
    if isinstance(value, str):
        return f'<c r="{at}" t="inlineStr"><is><t>{escape(value)}</t></is></c>'
    return f'<c r="{at}"><v>{value}</v></c>'


def sheet_xml(rows, merged=()):
    lines = "".join(
        f'<row r="{n}">'
        + "".join(cell(f"{chr(65 + column)}{n}", value) for column, value in enumerate(row))
        + "</row>"
        for n, row in enumerate(rows, 1)
        if row
    )
    spans = "".join(f'<mergeCell ref="{ref}"/>' for ref in merged)
    tail = f"<mergeCells>{spans}</mergeCells>" if merged else ""
    return f'<worksheet xmlns="{MAIN}"><sheetData>{lines}</sheetData>{tail}</worksheet>'


def workbook(path, sheets, merged=(), hidden=()):
    names = "".join(
        f'<sheet name="{name}" sheetId="{n}" r:id="rId{n}"'
        + (' state="hidden"' if name in hidden else "")
        + "/>"
        for n, name in enumerate(sheets, 1)
    )
    links = "".join(
        f'<Relationship Id="rId{n}" Type="{LINKS}/worksheet" Target="worksheets/sheet{n}.xml"/>'
        for n in range(1, len(sheets) + 1)
    )
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", f'<Types xmlns="{TYPES}"/>')
        archive.writestr("_rels/.rels", RELATIONS)
        archive.writestr(
            "xl/workbook.xml",
            f'<workbook xmlns="{MAIN}" xmlns:r="{LINKS}"><sheets>{names}</sheets></workbook>',
        )
        archive.writestr(
            "xl/_rels/workbook.xml.rels",
            f'<Relationships xmlns="{PACKAGE}">{links}<Relationship Id="rId99" '
            f'Type="{LINKS}/styles" Target="styles.xml"/></Relationships>',
        )
        archive.writestr("xl/styles.xml", STYLES)
        for n, rows in enumerate(sheets.values(), 1):
            archive.writestr(f"xl/worksheets/sheet{n}.xml", sheet_xml(rows, merged))
    return path


def row(n):
    return [f"A{n}", "robbery", styled(46027.652777777781, MOMENT), -0.1 - n / 1e4, 51.5]


ROWS = [HEADER, *(row(n) for n in range(5))]


def opened(path, **said):
    return open_table(path, LayerName.INCIDENTS, **said)


def test_a_workbook_becomes_a_layer(tmp_path):
    reading = read_layer(workbook(tmp_path / "in.xlsx", {"Data": ROWS}), LayerName.INCIDENTS)
    assert (reading.read, reading.accepted) == (5, 5)
    assert reading.frame["committed_from"][0].isoformat() == "2026-01-05T15:40:00+00:00"


def test_cells_become_the_text_that_a_person_means(tmp_path):
    header = ["whole", "part", "flag", "fault", "moment", "day", "clock", "text", "big"]
    cells = [
        *(7.0, 51.5, True, "#N/A"),
        *(styled(46027.999999, MOMENT), styled(46027, DAY), styled(0.652777, CLOCK)),
        *(" a ", 123456789012),
    ]
    frame = opened(workbook(tmp_path / "in.xlsx", {"Data": [header, cells]})).frame
    assert frame.iloc[0].tolist() == [
        *("7", "51.5", "true", ""),
        *("2026-01-06T00:00:00", "2026-01-05", "15:40:00"),
        *("a", "123456789012"),
    ]


def test_midnight_keeps_its_time_where_others_have_one(tmp_path):
    rows = [["id", "at"], ["A", styled(46027, MOMENT)], ["B", styled(46027.5, MOMENT)]]
    frame = opened(workbook(tmp_path / "in.xlsx", {"Data": rows})).frame
    assert frame["at"].tolist() == ["2026-01-05T00:00:00", "2026-01-05T12:00:00"]


def test_the_header_is_found_below_a_title_and_lines_are_those_of_the_sheet(tmp_path):
    rows = [["Crime extract, January"], [], ["Restricted", None, "v2"], *ROWS[:2], [], ROWS[2]]
    table = opened(workbook(tmp_path / "in.xlsx", {"Data": rows}))
    assert list(table.columns) == HEADER
    assert table.line.tolist() == [5, 7]
    assert "header of in.xlsx was found on line 4" in table.notices[0]


def test_the_fullest_sheet_is_read_and_the_others_are_named(tmp_path):
    path = workbook(tmp_path / "in.xlsx", {"Notes": [["Made by"]], "Jan": ROWS[:3], "All": ROWS})
    table = opened(path)
    assert len(table.frame) == 5
    assert table.notices == ("in.xlsx holds the sheets Notes, Jan, All; All was read.",)


def test_a_sheet_can_be_named(tmp_path):
    path = workbook(tmp_path / "in.xlsx", {"Jan": ROWS[:3], "All": ROWS})
    assert (len(opened(path, table="jan").frame), opened(path, table="jan").notices) == (2, ())
    with pytest.raises(FileRefusedError, match="no sheet 'Feb'; expected one of Jan, All"):
        opened(path, table="Feb")


def test_a_hidden_sheet_is_not_read_where_another_holds_rows(tmp_path):
    path = workbook(tmp_path / "in.xlsx", {"Old": ROWS, "New": ROWS[:3]}, hidden=("Old",))
    assert len(opened(path).frame) == 2


def test_a_cell_merged_downwards_stands_in_every_row_and_a_caption_in_none(tmp_path):
    rows = [HEADER, ["A1", "robbery", "x", 1, 2], ["A2", None, "x", 1, 2], ["Week 2"], row(3)]
    table = opened(workbook(tmp_path / "in.xlsx", {"Data": rows}, merged=("B2:B3", "A4:E4")))
    assert table.frame["offence"].tolist() == ["robbery"] * 3
    assert table.line.tolist() == [2, 3, 5]
    assert table.notices == ("Captions between the rows of in.xlsx were left out (1).",)


def test_columns_of_one_name_are_told_apart(tmp_path):
    rows = [["id", "place", "place", None], ["A", "x", "y", "z"]]
    frame = opened(workbook(tmp_path / "in.xlsx", {"Data": rows})).frame
    assert list(frame.columns) == ["id", "place", "place.2", "column 4"]


def test_a_sheet_without_a_header_is_a_sentence(tmp_path):
    path = workbook(tmp_path / "in.xlsx", {"Data": [[1, 2, 3], [4, 5, 6]]})
    with pytest.raises(FileRefusedError, match="looks like a header"):
        opened(path)


@pytest.mark.parametrize(("suffix", "driver"), [("ods", "ODS"), ("xlsx", "XLSX")])
def test_workbooks_of_other_programs(tmp_path, suffix, driver):
    path = tmp_path / f"in.{suffix}"
    moments = pd.to_datetime(["2026-01-05 15:40", "2026-01-06 00:00"])
    frame = pd.DataFrame({"id": [1, 2], "name": ["ä", "b"], "x": [1.5, 2], "at": moments})
    pyogrio.write_dataframe(frame, path, driver=driver)
    assert opened(path).frame.to_numpy().tolist() == [
        ["1", "ä", "1.5", "2026-01-05T15:40:00"],
        ["2", "b", "2", "2026-01-06T00:00:00"],
    ]


def test_a_workbook_is_told_by_its_content_and_not_by_its_name(tmp_path):
    path = workbook(tmp_path / "in.xlsx", {"Data": ROWS})
    other = path.rename(tmp_path / "extract.zip")
    assert len(opened(other).frame) == 5


def test_the_sheets_of_a_workbook_are_named(tmp_path):
    path = workbook(tmp_path / "in.xlsx", {"Jan": ROWS, "Feb": ROWS})
    assert parts_of(path) == ("Jan", "Feb")
