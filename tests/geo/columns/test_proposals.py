"""A file of an unknown system gets a mapping proposed, by names and by values."""

from geo.columns import propose
from geo.formats._delimited import _table_of
from geo.layers import ReadOptions, read_table
from geo.model import LayerName


def table(header, *rows):
    return _table_of("\n".join([header, *rows, ""]).encode(), "odd.csv")


def odd(count=40, date="{day:02d}.{month:02d}.2026 1{n}:05"):
    """An export whose names say nothing: a key, a date, two coordinates, an offence, a mail."""
    rows = [
        ";".join(
            (
                f"K{n:04d}",
                date.format(day=n % 28 + 1, month=n % 12 + 1, n=n % 10),
                f"{51.5 + n / 1000:.5f}",
                f"{-0.12 + n / 1000:.5f}",
                ("Robbery", "Burglary", "Vehicle crime")[n % 3],
                f"person{n}@example.org",
            )
        )
        for n in range(count)
    ]
    return table("f1;f2;f3;f4;f5;f6", *rows)


def test_values_say_what_names_do_not():
    found = dict(propose(odd(), LayerName.INCIDENTS).mapping.columns)
    assert found == {
        "incident_id": "f1",
        "committed_from": "f2",
        "latitude": "f3",
        "longitude": "f4",
        "offence": "f5",
    }


def test_columns_about_persons_are_named_and_never_shown():
    proposal = propose(odd(), LayerName.INCIDENTS)
    assert [raw for raw, _ in proposal.personal] == ["f6"]
    assert "example.org" not in repr(proposal)


def test_a_proposal_reads_the_file_as_it_stands():
    brought = odd()
    proposal = propose(brought, LayerName.INCIDENTS, "odd")
    assert not proposal.questions
    reading = read_table(brought, LayerName.INCIDENTS, ReadOptions(mapping=proposal.mapping))
    assert (reading.read, reading.accepted) == (40, 40)


def test_dates_that_leave_it_open_are_asked_about():
    undecided = odd(date="0{n}/0{n}/2026 12:00")
    proposal = propose(undecided, LayerName.INCIDENTS)
    assert proposal.dates_undecided
    assert any("day or the month" in question for question in proposal.questions)


def test_what_nothing_seems_to_say_is_asked():
    proposal = propose(table("a,b", "x,y", "z,w"), LayerName.INCIDENTS)
    assert "Which column is committed_from?" in proposal.questions
    assert "Which columns say where it was?" in proposal.questions


def test_the_grid_is_told_from_metres():
    rows = [f"{n},2026-01-0{n % 9 + 1} 15:00,{530_000 + n},{180_000 + n}" for n in range(20)]
    header = "ref,when_it_was,p,q"
    found = dict(propose(table(header, *rows), LayerName.INCIDENTS).mapping.columns)
    assert (found["easting"], found["northing"]) == ("p", "q")


def test_a_name_that_its_values_belie_is_not_believed():
    rows = [f"{n},soon,2026-01-0{n % 9 + 1} 15:00,51.5{n:03d},-0.1{n:03d}" for n in range(20)]
    header = "id,date,d2,latitude,longitude"
    found = dict(propose(table(header, *rows), LayerName.INCIDENTS).mapping.columns)
    assert found["committed_from"] == "d2"
