"""One small extract in every dress: the same layer each time, and never anything of a person."""

import codecs
import csv
import gzip
import io
import json
import sys
import zipfile

import pyarrow.parquet as pq
import pytest

from dashboard.cli import main
from geo.errors import FileRefusedError
from geo.layers import read_layer
from geo.model import LayerName
from geo.privacy import names_person

HEADER = ["Crime Reference", "Offence", "Committed From", "Easting", "Northing", "Location Type"]
ROWS = [
    [
        f"01/{n:05d}/26",
        "Robbery - Personal Property" if n % 2 else "Café disorder – à revoir",
        f"{n % 28 + 1:02d}/03/2026 {n % 24:02d}:15",
        f"{530000 + n * 7}",
        f"{180000 + n * 11}",
        "In street",
    ]
    for n in range(60)
]
NAMES = [f"{given} {family}wick" for given in ("Aisha", "John", "Priya", "Grace", "Oliver")
         for family in ("Khan", "Pater", "Okon")]  # fmt: skip
TOLD = "{} was walking home number {} when he was told by two males to hand over his phone."
SECRETS = ("wick", "hush.example", "07911", "two males")


def table(rows, header=HEADER, mark=",", end="\n", quoting=csv.QUOTE_MINIMAL):
    text = io.StringIO()
    csv.writer(text, delimiter=mark, lineterminator=end, quoting=quoting).writerows([header, *rows])
    return text.getvalue()


def zipped(text):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("folder/crimes.csv", text)
        archive.writestr("README.txt", "hello")
    return packed.getvalue()


PLAIN = table(ROWS)
DRESSES = {
    "UTF-16": PLAIN.encode("utf-16"),
    "UTF-16 without a mark": PLAIN.encode("utf-16-le"),
    "UTF-32": PLAIN.encode("utf-32"),
    "a mark": codecs.BOM_UTF8 + PLAIN.encode(),
    "Windows-1252": PLAIN.encode("cp1252"),
    "semicolons": table(ROWS, mark=";").encode(),
    "tabs": table(ROWS, mark="\t").encode(),
    "bars": table(ROWS, mark="|").encode(),
    "CRLF": table(ROWS, end="\r\n").encode(),
    "CR": table(ROWS, end="\r").encode(),
    "everything quoted": table(ROWS, quoting=csv.QUOTE_ALL).encode(),
    "gzip": gzip.compress(PLAIN.encode()),
    "zip": zipped(PLAIN),
    "Excel's word": ("sep=;\n" + table(ROWS, mark=";")).encode(),
    "a title": ("Crimes of March\nProduced 24/11/2026\n\n" + PLAIN).encode(),
    "a title in a sheet": ("Crimes of March,,,,,\n,,,,,\n" + PLAIN).encode(),
    "a comma more": PLAIN.replace("\n", ",\n").encode(),
    "a comma more in the rows": (PLAIN.replace("\n", ",\n").replace(",\n", "\n", 1)).encode(),
    "blank lines": PLAIN.replace("\n", "\n\n").encode(),
    "a column twice": table([[*r, r[0]] for r in ROWS], [*HEADER, HEADER[0]]).encode(),
}


@pytest.fixture
def afterbell(monkeypatch, capsys):
    def run(*arguments):
        monkeypatch.setattr(sys, "argv", ["afterbell", *map(str, arguments)])
        with pytest.raises(SystemExit) as end:
            main()
        said = capsys.readouterr()
        assert "Traceback" not in said.out + said.err
        return end.value.code or 0, said.out, said.err

    return run


@pytest.fixture
def bring_in(afterbell, tmp_path):
    folder = tmp_path / "area"
    assert afterbell("init", "area", "--workspace", folder)[0] == 0

    def run(content, name="crimes.csv", *options):
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        code, out, err = afterbell("ingest", path, "--workspace", folder, "--json", *options)
        assert code in (0, 1)
        assert out.count("\n") == 1
        return code, json.loads(out), out + err, folder

    return run


def everything(folder):
    """Every byte that was kept, packed ones unpacked."""
    kept = [path for path in folder.rglob("*") if path.is_file()]
    tables = [pq.read_table(p).to_pydict() for p in kept if p.suffix == ".parquet"]
    return b"\n".join(p.read_bytes() for p in kept).decode(errors="replace") + str(tables)


@pytest.fixture(scope="module")
def plain(tmp_path_factory):
    path = tmp_path_factory.mktemp("plain") / "crimes.csv"
    path.write_text(PLAIN, encoding="utf-8")
    return read_layer(path, "incidents").frame


@pytest.mark.parametrize("dress", DRESSES)
def test_the_same_extract_in_any_dress_is_the_same_layer(dress, plain, tmp_path):
    path = tmp_path / "crimes"
    path.write_bytes(DRESSES[dress])
    reading = read_layer(path, "incidents")
    assert (reading.read, reading.accepted, len(reading.rejects)) == (60, 60, 0)
    assert reading.frame.equals(plain)


def test_lines_below_a_title_are_those_of_the_file(tmp_path):
    path = tmp_path / "crimes.csv"
    path.write_text("Crimes\n\n" + table([*ROWS, ["Total", "60"]]), encoding="utf-8")
    reading = read_layer(path, "incidents")
    assert reading.rejects["line"].tolist() == [64]
    assert any("found on line 3" in said for said in reading.notices)


def test_a_multi_line_name_of_a_column_is_no_title(tmp_path):
    path = tmp_path / "crimes.csv"
    path.write_text(table(ROWS, ["Crime\nReference", *HEADER[1:]]), encoding="utf-8")
    assert read_layer(path, "incidents").accepted == 60


def test_months_may_be_names(tmp_path):
    head = "EVENT_UNIQUE_ID,OCC_YEAR,OCC_MONTH,OCC_DAY,OCC_HOUR,OFFENCE,LONG_WGS84,LAT_WGS84"
    path = tmp_path / "toronto.csv"
    path.write_text(f"{head}\nGO-1,2025,September,3,15,Mugging,-79.38,43.65\n", encoding="utf-8")
    found = read_layer(path, "incidents", timezone="America/Toronto").frame
    assert found["committed_from"].astype(str).tolist() == ["2025-09-03 15:00:00-04:00"]


STREET = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name"


def test_an_archive_of_crime_by_month_becomes_context(bring_in):
    packed, row = io.BytesIO(), "2025-03,Met,Met,-0.1,51.5,On or near High Street,E01,City 001A"
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("2025-03-street.csv", f"{STREET},Crime type\na1,{row},Robbery\n")
        archive.writestr("2025-03-outcomes.csv", f"{STREET},Outcome type\na1,{row},Unable\n")
    code, told, _, _ = bring_in(packed.getvalue(), "police.zip")
    assert (code, told["layer"], told["accepted"]) == (0, "context", 1)


def test_one_of_the_files_in_an_archive_can_be_named(bring_in):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("one.csv", PLAIN)
        archive.writestr("two.csv", table(ROWS[:40], [*HEADER[:5], "Premises"]))
    assert bring_in(packed.getvalue(), "both.zip")[0] == 1
    assert bring_in(packed.getvalue(), "both.zip", "--part", "two.csv")[1]["accepted"] == 40


def test_the_same_rows_in_degrees_change_nothing(bring_in, plain):
    assert bring_in(PLAIN)[1]["added"] == 60
    points = plain.geometry.to_crs(4326)
    degrees = [
        [*r[:3], f"{p.x:.9f}", f"{p.y:.9f}", r[5]] for r, p in zip(ROWS, points, strict=True)
    ]
    header = [*HEADER[:3], "Longitude", "Latitude", HEADER[5]]
    told = bring_in(table(degrees, header), "degrees.csv")[1]
    assert (told["added"], told["changed"], told["unchanged"]) == (0, 0, 60)


def with_cell(column, cells, every=1):
    """The rows with something else in one column, here and there."""
    rows = [list(row) for row in ROWS]
    for n in range(0, len(rows), every):
        rows[n][column] = cells(n)
    return rows


def broken(rows):
    """Every fifth of the rows without a possible time, so that it is rejected."""
    return [[*r[:2], "whenever" if n % 5 == 0 else r[2], *r[3:]] for n, r in enumerate(rows)]


def name(n):
    return NAMES[n % len(NAMES)]


def mail(n):
    return f"who{n}@hush.example"


def account(n):
    return TOLD.format(name(n), n)


def torn(extra):
    return PLAIN.replace("In street\n", f"In street,{extra}\n", 3)


def more(cells, title="c7"):
    return table([[*r, cells(n)] for n, r in enumerate(broken(ROWS))], [*HEADER, title])


PERSONAL = {
    "names in c7": more(name),
    "accounts in notes2": more(account, "notes2"),
    "an officer": more(lambda n: f"PC {1000 + n} {name(n)}", "Officer"),
    "one name in c7": more(lambda n: name(0) if n == 5 else "ok"),
    "one account in c7": more(lambda n: account(0) if n == 5 else "ok"),
    "names as flags": more(name, "weapon"),
    "names as offences": table(with_cell(1, name)),
    "a few names in offences": table(with_cell(1, lambda n: f"robbery of {name(n)}", 30)),
    "e-mail in 3% of the places": table(with_cell(5, mail, 30)),
    "a phone in an offence": table(with_cell(1, lambda n: f"call 07911 1234{n:02d}", 20)),
    "accounts for times": table(with_cell(2, account, 10)),
    "names for eastings": table(with_cell(3, name, 10)),
    "names as ids": table(with_cell(0, lambda n: f"{name(n)} {n}")),
    "e-mail as ids": table(with_cell(0, mail)),
    "one e-mail as an id": table(with_cell(0, mail, 60)),
    "a torn row with a name": torn(NAMES[0]),
    "a torn row with an account": torn(account(1)),
    "a torn row with e-mail": torn(mail(1)),
    "no header": table(ROWS[1:], [ROWS[0][0], NAMES[0], *ROWS[0][2:]]),
    "a name and no header": table([[n, "robbery", "street"] for n in NAMES], [NAMES[0], "a", "b"]),
    "e-mail and no header": table([[mail(1), "robbery", "x"]] * 4, [mail(0), "Robbery", "Street"]),
    "a name in the header": more(str, f"seen by {NAMES[0]}"),
    "e-mail in the header": more(str, f"ask {mail(0)}"),
    "unknown columns": table([[*r[:5], name(n)] for n, r in enumerate(ROWS)], list("abcdef")),
}


@pytest.mark.parametrize("case", PERSONAL)
def test_nothing_of_a_person_is_kept_or_said(case, bring_in):
    code, told, said, folder = bring_in(PERSONAL[case], "in.csv", "--yes")
    if code == 0:
        assert told["read"] == told["accepted"] + told["rejected"]
    kept = everything(folder) + said
    assert [secret for secret in SECRETS if secret in kept] == []


def test_nothing_of_a_person_is_kept_of_properties(bring_in):
    features = [
        {
            "type": "Feature",
            "properties": {"id": f"A{n}", "occurred": "2026-03-01 15:40" if n % 3 else "?",
                           "victim": name(n), "more": {"who": mail(n)}, "c9": account(n)},
            "geometry": {"type": "Point", "coordinates": [-0.1 + n / 1e4, 51.5]} if n % 4 else None,
        }
        for n in range(60)
    ]  # fmt: skip
    document = json.dumps({"type": "FeatureCollection", "features": features})
    code, told, said, folder = bring_in(document, "in.geojson")
    assert (code, told["read"]) == (0, 60)
    assert not any(secret in everything(folder) + said for secret in SECRETS)


@pytest.mark.parametrize(
    "name", ["Statement of Aisha Khanwick 07911123456.csv", "aisha@hush.example.csv"]
)
def test_the_name_of_a_person_in_that_of_a_file_is_not_kept(name, bring_in):
    code, _, _, folder = bring_in(PLAIN, name)
    assert code == 0
    assert not any(secret in everything(folder) for secret in SECRETS)


@pytest.mark.parametrize(
    "name",
    ["Christian Name", "Offence Description", "charlotte_robberies.csv", "Grant Type",
     "Rose Ward", "2026-06-metropolitan-street.csv", "Victoria Station", "Neighbourhood Name"],
)  # fmt: skip
def test_names_of_columns_and_files_are_no_persons(name):
    assert not names_person(name)


def test_places_called_after_persons_stay(tmp_path):
    places = ["Victoria Coach Station", "On or near Albert Road", "Grace Street/Howland Street",
              "Madison Square", "PC World", "St Mary's Church"]  # fmt: skip
    path = tmp_path / "in.csv"
    path.write_text(table(with_cell(5, lambda n: places[n % 6])), encoding="utf-8")
    assert set(read_layer(path, "incidents").frame["location_type"]) == set(places)


def test_a_rejected_school_keeps_the_name_it_has_of_a_person(tmp_path):
    path = tmp_path / "schools.csv"
    rows = [[f"{100000 + n}", "Elizabeth Garrett", "secondary", "" if n else "530000", "180000"]
            for n in range(4)]  # fmt: skip
    path.write_text(table(rows, ["urn", "name", "phase", "easting", "northing"]), encoding="utf-8")
    assert set(read_layer(path, "schools").rejected["name"]) == {"Elizabeth Garrett"}


@pytest.mark.parametrize("content", [b"sep=;", b"sep=,\n", b"sep=;\n\n\n"])
def test_a_word_for_excel_and_nothing_else_is_one_sentence(content, tmp_path):
    path = tmp_path / "only.csv"
    path.write_bytes(content)
    with pytest.raises(FileRefusedError, match=r"only\.csv"):
        read_layer(path, LayerName.INCIDENTS)
