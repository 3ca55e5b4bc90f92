"""Workbooks, archives, JSON and XML made to do harm, or harmed: a sentence, or a sound reading."""

import gzip
import io
import json
import random
import zipfile

import pandas as pd
import pyogrio
import pytest

from geo.errors import AfterbellError, FileRefusedError
from geo.formats import _source as source
from geo.layers import open_table, read_layer
from geo.model import LayerName

HEAD = "incident_id,offence,committed_from,longitude,latitude\n"
PLAIN = HEAD + "".join(f"A{n},robbery,2026-01-05 15:40,-0.1{n},51.5{n}\n" for n in range(9))
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
NOISE = random.Random(7).randbytes(20_000)
LAUGHS = b"""<?xml version="1.0"?><!DOCTYPE lolz [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>
<graphml><graph><edge source="&b;" target="2"/></graph></graphml>"""
STOP = {"id": "A", "commonName": "A", "lat": 51.5, "lon": -0.1}


def zipped(members):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


def workbook(folder, suffix="xlsx"):
    path = folder / f"made.{suffix}"
    frame = pd.read_csv(io.StringIO(PLAIN))
    pyogrio.write_dataframe(frame, path, driver=suffix.upper())
    return path.read_bytes()


def changed(packed, part, old, new):
    """A zip archive with some text of one part replaced."""
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    name = next(name for name in parts if name.endswith(part))
    assert old in parts[name]
    return zipped(parts | {name: parts[name].replace(old, new)})


def locked(members):
    """A zip archive whose members say that they are encrypted."""
    content = bytearray(zipped(members))
    for mark, flag in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(mark)
        while at >= 0:
            content[at + flag] |= 1
            at = content.find(mark, at + 1)
    return bytes(content)


def refused(folder, name, content, layer=LayerName.INCIDENTS):
    path = folder / name
    path.write_bytes(content)
    with pytest.raises(FileRefusedError) as error:
        read_layer(path, layer)
    sentence = str(error.value)
    assert sentence.startswith(name)
    assert sentence.endswith(".")
    assert str(folder) not in sentence
    return sentence


#: name of the file, its content, and a word of the sentence
REFUSED = {
    "an old file that is none": ("in.xls", OLE + NOISE, "workbook is damaged"),
    "a protected workbook": (
        "in.xlsx",
        OLE + NOISE + "EncryptedPackage".encode("utf-16-le"),
        "protected by a password",
    ),
    "a protected old workbook": (
        "in.xls",
        OLE + NOISE + b"\x09\x08\x10\x00\x00\x06\x05\x00" + bytes(12) + b"\x2f\x00" + NOISE,
        "protected by a password",
    ),
    "a protected OpenDocument workbook": (
        "in.ods",
        zipped({"META-INF/manifest.xml": "<manifest:encryption-data/>", "content.xml": NOISE}),
        "protected by a password",
    ),
    "a zip that says workbook": ("in.xlsx", zipped({"a.csv": PLAIN}), "workbook is damaged"),
    "a text that says workbook": ("in.xlsx", PLAIN.encode(), "its name says Excel workbook"),
    "a Word document": ("in.docx", zipped({"word/document.xml": "<w/>"}), "a document"),
    "a workbook that is a Word document": (
        "in.xlsx",
        zipped({"word/document.xml": "<w/>"}),
        "Word document",
    ),
    "a name that leads outside": ("in.zip", zipped({"../../a.csv": PLAIN}), "outside"),
    "a name from the root": ("in.zip", zipped({"/etc/a.csv": PLAIN}), "outside"),
    "a Windows name": ("in.zip", zipped({"C:\\a.csv": PLAIN}), "outside"),
    "an encrypted member": ("in.zip", locked({"a.csv": PLAIN}), "protected by a password"),
    "encrypted members": (
        "in.zip",
        locked({"a.csv": PLAIN, "b.csv": PLAIN}),
        "protected by a password",
    ),
    "an archive in an archive": ("in.zip", zipped({"b.zip": zipped({"a.csv": PLAIN})}), "archives"),
    "a gzip in a gzip": ("in.csv.gz", gzip.compress(gzip.compress(PLAIN.encode())), "another"),
    "a cut gzip in an archive": (
        "in.zip",
        zipped({"a.csv.gz": gzip.compress(PLAIN.encode())[:-12]}),
        "cut short",
    ),
    "a cut archive": ("in.zip", zipped({"a.csv": PLAIN})[:-30], "damaged"),
    "an image in an archive": ("in.zip", zipped({"a.csv": b"\x89PNG" + NOISE}), "PNG image"),
    "an empty archive": ("in.zip", zipped({}), "nothing that can be read"),
    "a file geodatabase": ("in.zip", zipped({"x.gdb/a0001.gdbtable": NOISE}), "geodatabase"),
    "an Access database": ("in.mdb", b"\x00\x01\x00\x00Standard Jet DB" + NOISE, "Access"),
    "entities": ("in.graphml", LAUGHS, "declares entities"),
    "a cut graph": ("in.graphml", LAUGHS.split(b"\n")[1][:-20], "damaged"),
    "a graph of nothing": ("in.graphml", b"<graphml><graph/></graphml>", "no edges"),
    "a list of nothing": ("in.json", b"[]", "no records"),
    "a list of nulls": ("in.json", b"[[null], [null]]", "no records"),
    "too many names": (
        "in.json",
        json.dumps([{f"k{n}": 1 for n in range(3000)}]).encode(),
        "3,000 different names",
    ),
    "UTF-16 of nothing": ("in.csv", b"\xff\xfe", "empty"),
    "UTF-16 of noise": ("in.csv", b"\xff\xfe" + NOISE, "expected"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_a_hostile_file_is_one_sentence_that_names_it(case, tmp_path):
    name, content, said = REFUSED[case]
    assert said in refused(tmp_path, name, content)


@pytest.mark.parametrize("kept", [0.1, 0.5, 0.9, 0.99])
@pytest.mark.parametrize("suffix", ["xlsx", "ods"])
def test_a_workbook_cut_short_is_refused(tmp_path, suffix, kept):
    content = workbook(tmp_path, suffix)
    sentence = refused(tmp_path, f"in.{suffix}", content[: int(len(content) * kept)])
    assert "damaged" in sentence


@pytest.mark.parametrize("cell", ["XFD1048576", "A4294967295", "ZZZZZZZZ99999999999"])
def test_a_cell_far_away_does_not_take_the_memory(tmp_path, cell):
    packed = workbook(tmp_path)
    far = f'r="{cell}"'.encode()
    content = changed(packed, "sheet1.xml", b'r="E10"', far)
    assert "more memory than a table" in refused(tmp_path, "in.xlsx", content)


def test_a_workbook_of_repeated_cells_does_not_take_the_memory(tmp_path):
    old = b"<table:table-cell office"
    new = b'<table:table-cell table:number-columns-repeated="1000000000" office'
    content = changed(workbook(tmp_path, "ods"), "content.xml", old, new)
    assert "more memory than a table" in refused(tmp_path, "in.ods", content)


@pytest.mark.parametrize(
    ("name", "pack"),
    [
        ("in.csv.gz", gzip.compress),
        ("in.zip", lambda content: zipped({"a.csv": content})),
        ("in.xlsx", lambda content: zipped({"xl/workbook.xml": content})),
    ],
)
def test_what_swells_beyond_data_is_refused(tmp_path, monkeypatch, name, pack):
    monkeypatch.setattr(source, "_BOMB_BYTES", 2**20)
    assert "more than 4 GB" in refused(tmp_path, name, pack(b"0" * 2**22))


def test_a_member_that_lies_about_its_size_is_refused(tmp_path):
    content = zipped({"a.csv": PLAIN})
    size = len(PLAIN).to_bytes(4, "little")
    assert "damaged" in refused(tmp_path, "in.zip", content.replace(size, b"\x05\x00\x00\x00"))


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be", "utf-32-le"])
@pytest.mark.parametrize("lost", range(1, 9))
def test_wide_text_cut_anywhere_adds_up(tmp_path, encoding, lost):
    path = tmp_path / "in.csv"
    path.write_bytes(PLAIN.encode(encoding)[:-lost])
    reading = read_layer(path, LayerName.INCIDENTS)
    assert (reading.read, reading.accepted + len(reading.rejects)) == (9, 9)


def test_formulas_and_macros_are_only_their_values(tmp_path):
    packed = changed(workbook(tmp_path), "sheet1.xml", b"<v>", b"<f>1+HYPERLINK(0)</f><v>")
    path = tmp_path / "in.xlsm"
    path.write_bytes(packed)
    assert read_layer(path, LayerName.INCIDENTS).accepted == 9


@pytest.mark.parametrize(
    "document",
    [
        {"stopPoints": [None, 5, [], "x", STOP]},
        {"stopPoints": [STOP | {"modes": {"a": 1}, "lat": [1], "children": [[STOP]]}]},
        [STOP | {"children": [STOP | {"id": "B", "children": None}]}, None],
        [{"id": 1, "location": {"coordinates": None, "type": "Point"}}, 5],
        [{"id": 1, "a": {"b": {"c": {"d": {"e": {"f": 1}}}}}}],
        [{"latitude": {"latitude": 1}, "": {"": ""}}],
        {"results": [{"id": 1}], "more": [[]]},
    ],
)
@pytest.mark.parametrize("layer", LayerName)
def test_strange_json_never_crashes(tmp_path, document, layer):
    path = tmp_path / "in.json"
    path.write_text(json.dumps(document))
    try:
        reading = read_layer(path, layer)
    except AfterbellError as error:
        assert "in.json" in str(error)  # noqa: PT017 - a refusal is one of two right answers
    else:
        assert reading.accepted + len(reading.rejects) == reading.read


def test_children_within_children_do_not_take_the_stack(tmp_path):
    stop = STOP
    for n in range(400):
        stop = STOP | {"id": str(n), "children": [stop]}
    path = tmp_path / "in.json"
    path.write_text(json.dumps(stop))
    assert len(open_table(path, LayerName.INTERCHANGES).frame) == 401


@pytest.mark.parametrize("suffix", ["xlsx", "ods", "zip", "graphml", "json"])
@pytest.mark.parametrize("seed", range(2))
def test_a_mutated_file_never_crashes(tmp_path, suffix, seed):
    rng = random.Random(f"{suffix} {seed}")
    good = {
        "xlsx": lambda: workbook(tmp_path),
        "ods": lambda: workbook(tmp_path, "ods"),
        "zip": lambda: zipped({"a.csv": PLAIN, "b.csv": PLAIN.replace("A", "B")}),
        "graphml": lambda: LAUGHS.split(b"\n")[1].replace(b"&b;", b"1"),
        "json": lambda: json.dumps([STOP] * 9).encode(),
    }[suffix]()
    path = tmp_path / f"in.{suffix}"
    for _ in range(12):
        content = bytearray(good)
        for _ in range(rng.choice((1, 5, 20))):
            content[rng.randrange(len(content))] = rng.randrange(256)
        path.write_bytes(bytes(content))
        try:
            reading = read_layer(path, LayerName.INCIDENTS)
        except AfterbellError as error:
            assert path.name in str(error)  # noqa: PT017 - a refusal is one of two right answers
        else:
            assert reading.accepted + len(reading.rejects) == reading.read
