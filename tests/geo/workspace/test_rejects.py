"""Rejected rows are a CSV that is safe to open, and that can be mended and brought in again."""

import csv

import pandas as pd

from geo.layers import read_layer
from geo.model import LayerName
from geo.workspace import Workspace

from .conftest import HEADER

BAD = "7,robbery,2026-13-05 15:40,530007,180007\n"


def table(path):
    with path.open(encoding="utf-8-sig", newline="") as handle:
        return list(csv.DictReader(handle))


def test_a_reject_has_its_line_its_reason_and_its_columns(bring):
    kept = bring(f"{HEADER}\n1,robbery,2026-01-05 15:40,530000,180000\n{BAD}")
    (row,) = table(kept.rejects)
    assert list(row) == ["line", "reason", *HEADER.split(",")]
    assert (row["line"], row["reason"]) == ("3", "impossible date")
    assert row["occurred"] == "2026-13-05 15:40"


def test_without_a_reject_there_is_no_file(bring):
    assert bring(f"{HEADER}\n1,robbery,2026-01-05 15:40,530000,180000\n").rejects is None


def test_excel_reads_its_accents(bring):
    kept = bring(f"{HEADER},Straße\n{BAD.strip()},Žižkov\n")
    assert kept.rejects.read_bytes().startswith(b"\xef\xbb\xbf")


def test_mended_rejects_come_in_again(bring, folder):
    first = bring(f"{HEADER}\n1,robbery,2026-01-05 15:40,530000,180000\n{BAD}")
    text = first.rejects.read_text(encoding="utf-8-sig").replace("2026-13-05", "2026-03-05")
    second = bring(text, name="mended.csv")
    assert (second.added, second.rejects) == (1, None)
    assert Workspace.open(folder).layers.incidents["incident_id"].tolist() == ["1", "7"]


def test_a_cell_that_would_run_is_harmless_and_comes_back_as_it_was(bring, tmp_path):
    formula = "=cmd|' /C calc'!A0"
    kept = bring(f'{HEADER},place\n-7,"{formula}",2026-13-05 15:40,530007,180007,+44\n')
    (row,) = table(kept.rejects)
    assert (row["offence"], row["incident_id"], row["place"]) == (f"'{formula}", "-7", "+44")
    mended = tmp_path / "mended.csv"
    mended.write_bytes(kept.rejects.read_bytes().replace(b"2026-13", b"2026-03"))
    reading = read_layer(mended, LayerName.INCIDENTS)
    assert reading.frame["offence"].tolist() == [formula]
    assert reading.frame["incident_id"].tolist() == ["-7"]


def test_a_torn_row_keeps_its_text(bring):
    kept = bring(f"{HEADER}\n1,robbery,2026-01-05 15:40,530000,180000\n8,too,few\n{BAD}")
    rows = {row["line"]: row for row in table(kept.rejects)}
    assert rows["3"]["text"] == "8,too,few"
    assert rows["4"]["text"] == ""


def test_no_personal_column_is_among_them(bring, folder):
    kept = bring(f"{HEADER},victim_name,dob\n{BAD.strip()},Somebody,2001-02-03\n")
    assert "victim_name" not in pd.read_csv(kept.rejects).columns
    held = [p.read_bytes() for p in folder.rglob("*") if p.is_file()]
    assert not any(b"Somebody" in content or b"2001-02-03" in content for content in held)


def test_the_same_rejects_are_one_file(bring, folder):
    first, second = (bring(f"{HEADER}\n{BAD}") for _ in range(2))
    assert first.rejects == second.rejects
