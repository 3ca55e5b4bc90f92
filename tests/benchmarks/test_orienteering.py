"""The benchmark on public instances: what it reads, what it finds, and that its routes hold."""

import json
import math
import os
import sys
from pathlib import Path

import pytest

from geo.patrol.search._annealing import Steps, search
from tests.benchmarks.orienteering import fault, main, read, tables

NAMES = ("c101", "r104", "rc104")
SET = os.environ.get("AFTERBELL_REAL_DATA")
FOLDERS = [Path(SET)] if SET else [p / "shared" / "real-data" for p in Path(__file__).parents]

#: Of the first two one comes back at 50; the third is too far; the fourth would be too much.
LINE = """LINE

VEHICLE
NUMBER     CAPACITY
  25         200

CUSTOMER
CUST NO.  XCOORD.   YCOORD.    DEMAND   READY TIME  DUE DATE   SERVICE TIME

    0       0          0          0          0         60          0
    1      10          0         10          0         60          5
    2      20          0         10          0         60          5
    3     -30          0         15          0         60          5
    4       0          5          3          0         60          5
"""


@pytest.fixture
def file(tmp_path):
    """A file of some text."""

    def write(text):
        path = tmp_path / "instance.txt"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return path

    return write


def solved(path, patrols, steps=300):
    """Profit and routes by customer number."""
    instance = read(path)
    found = search(tables(instance, patrols), 7, Steps(steps))
    return found.worth, [[int(instance.number[c + 1]) for c in route] for route in found.routes]


def verified(path, routes):
    """Profit of routes, from the text of the file alone, in tenths; fails where one is broken."""
    rows = [line.split() for line in path.read_text().splitlines()]
    rows = {int(r[0]): [float(c) for c in r[1:]] for r in rows if len(r) == 7 and r[0].isdigit()}
    customers = [customer for route in routes for customer in route]
    assert len(set(customers)) == len(customers)
    assert 0 not in customers
    for route in routes:
        x, y, _, opens, horizon, _ = rows[0]
        tenths = round(10 * opens)
        for customer in (*route, 0):
            to_x, to_y, _, ready, due, service = rows[customer]
            tenths += math.floor(10 * math.hypot(to_x - x, to_y - y) + 1e-9)
            tenths = max(tenths, round(10 * ready))
            assert tenths <= round(10 * due)
            tenths += round(10 * service)
            x, y = to_x, to_y
        assert tenths <= round(10 * horizon)
    return sum(rows[customer][2] for customer in customers)


def real(name):
    found = [f / "routing" / f"{name}.txt" for f in FOLDERS]
    found = [path for path in found if path.is_file()]
    if not found:
        pytest.skip(
            f"{name}.txt is not here; AFTERBELL_REAL_DATA can name the folder that holds it"
        )
    return found[0]


@pytest.mark.parametrize("patrols", [1, 2, 4])
@pytest.mark.parametrize("name", NAMES)
def test_routes_of_public_instances_hold_from_outside(name, patrols):
    path = real(name)
    profit, routes = solved(path, patrols)
    assert len(routes) == patrols
    assert verified(path, routes) == pytest.approx(profit)
    assert profit > 0


@pytest.mark.parametrize(
    ("patrols", "profit", "served"), [(1, 20, {1, 2}), (2, 23, {1, 2, 4}), (3, 23, {1, 2, 4})]
)
def test_the_optimum_of_a_hand_made_instance_is_found(file, patrols, profit, served):
    path = file(LINE)
    found, routes = solved(path, patrols)
    assert found == profit == verified(path, routes)
    assert {customer for route in routes for customer in route} == served


def test_distances_are_truncated_to_one_decimal(file):
    """From the depot to the fourth are 5, from the first to the fourth 11.18..."""
    instance = read(file(LINE))
    assert instance.distance[0, 4] == 50
    assert instance.distance[1, 4] == 111
    assert instance.due[0] == 600


def test_a_broken_route_is_told(file):
    instance = read(file(LINE))
    assert fault(instance, [[1, 2], [4]]) == ""
    assert fault(instance, [[1], [1]]) == "a customer is served twice"
    assert fault(instance, [[1, 2, 4]]) == "a route is back too late"
    late = file("0 0 0 0 0 60 0\n2 20 0 10 0 19 5\n")
    assert fault(read(late), [[2]]) == "customer 2 is reached too late"


@pytest.mark.parametrize(
    "text",
    [
        "",
        "no table at all",
        b"\xff\xfe\x00",
        "0 0 0 0 0 60 0\n",
        "0 0 0 0 0 60 0\n1 x 0 1 0 60 0\n",
        "0 0 0 0 0 60 0\n1 nan 0 1 0 60 0\n",
        "0 0 0 0 0 60 0\n1 1 0 1 0 60 -5\n",
    ],
)
def test_a_file_that_is_no_instance_is_a_sentence(file, text):
    with pytest.raises(SystemExit, match=r"instance\.txt (cannot be read|holds no depot)"):
        read(file(text))


def test_a_file_that_is_not_there_is_a_sentence(tmp_path):
    with pytest.raises(SystemExit, match=r"gone\.txt cannot be read"):
        read(tmp_path / "gone.txt")


def test_it_prints_one_line_of_json(file, monkeypatch, capsys):
    path = file(LINE)
    asked = ["orienteering", str(path), "--patrols", "2", "--seconds", "0.05", "--seed", "3"]
    monkeypatch.setattr(sys, "argv", asked)
    main()
    (line,) = capsys.readouterr().out.splitlines()
    told = json.loads(line)
    assert set(told) == {"profit", "routes", "seconds"}
    assert told["profit"] == 23 == verified(path, told["routes"])


@pytest.mark.parametrize("wrong", [["--patrols", "0"], ["--seconds", "0"], ["--seconds", "inf"]])
def test_nobody_and_no_time_are_refused(file, monkeypatch, capsys, wrong):
    monkeypatch.setattr(sys, "argv", ["orienteering", str(file(LINE)), *wrong])
    with pytest.raises(SystemExit):
        main()
    assert "expected at least 1 patrol, and some seconds" in capsys.readouterr().err
