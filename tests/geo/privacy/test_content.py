"""Columns that say nothing by their names, with persons in them: all invented."""

import random

import pandas as pd
import pytest

from geo.privacy import personal_content, scrubbed

ROWS = 3_000
FIRST = [
    "John",
    "Aisha",
    "Mohammed",
    "Sarah",
    "Priya",
    "Kwame",
    "Chloe",
    "Oluwaseun",
    "Daniel",
    "Sofia",
    "Liam",
    "Wendy",
]
LAST = [
    "Smith",
    "Khan",
    "Jones",
    "O'Brien",
    "Patel",
    "Mensah",
    "Williams",
    "Adeyemi",
    "Brown",
    "Chen",
    "Murphy",
]


def day(chance, first, years, form="%Y-%m-%d"):
    return (pd.Timestamp(first) + pd.Timedelta(days=chance.randint(0, 365 * years))).strftime(form)


def street(chance):
    return f"{chance.choice(['Acacia', 'Park', 'Mill'])} {chance.choice(['Avenue', 'Road'])}"


PERSONS = {
    "e-mail addresses": [lambda c: f"{c.choice(FIRST).lower()}{c.randint(1, 99)}@example.org"],
    "phone numbers": [
        lambda c: f"07{c.randint(100, 999)} {c.randint(100000, 999999)}",
        lambda c: f"020 7946 0{c.randint(100, 999)}",
        lambda c: f"+44 7700 9{c.randint(10000, 99999)}",
        lambda c: f"({c.randint(201, 989)}) 555-{c.randint(1000, 9999)}",
        lambda c: f"{c.randint(201, 989)}-555-{c.randint(1000, 9999)}",
        lambda c: f"{c.randint(205, 989)}555{c.randint(1000, 9999)}",
    ],
    "names of persons": [
        lambda c: f"{c.choice(LAST).upper()}, {c.choice(FIRST)}",
        lambda c: f"{c.choice(FIRST)} {c.choice(LAST)}",
        lambda c: f"{c.choice(FIRST)} {c.choice(LAST)}".upper(),
        lambda c: c.choice(FIRST),
        lambda c: f"PC {c.choice(LAST)}",
    ],
    "dates of birth": [
        lambda c: day(c, "1950-01-01", 60),
        lambda c: day(c, "1950-01-01", 60, "%d/%m/%Y"),
        lambda c: day(c, "2000-01-01", 15, "%m/%d/%Y"),
    ],
    "free text": [
        lambda c: (
            f"Victim was walking home when {c.randint(2, 9)} males approached her. They took a "
            f"phone worth {c.randint(10, 900)} pounds and ran off."
        ),
        lambda c: (
            f"IP STATES SHE WAS APPROACHED BY {c.randint(2, 9)} YOUTHS WHO TOOK HER BAG, LOG "
            f"{c.randint(1, 9999)}"
        ),
    ],
    "home addresses": [
        lambda c: f"{c.randint(1, 190)} {street(c)}, SW{c.randint(1, 20)}A {c.randint(1, 9)}AA",
        lambda c: f"Flat {c.randint(1, 20)}, {c.randint(1, 190)} {street(c)}",
        lambda c: f"{c.randint(1, 9999)} N Oak St",
    ],
    "National Insurance numbers": [
        lambda c: f"{c.choice(['AB', 'JK', 'PW', 'SX'])}{c.randint(100000, 999999)}C"
    ],
    "vehicle registrations": [
        lambda c: f"{c.choice('ABCDE')}{c.choice('ABCDE')}{c.randint(10, 70)} XY{c.choice('ABC')}"
    ],
    "Social Security numbers": [
        lambda c: f"{c.randint(100, 899)}-{c.randint(10, 99)}-{c.randint(1000, 9999)}"
    ],
}
PLANTED = [(kind, make) for kind, makes in PERSONS.items() for make in makes]
NOBODY = {
    "hundred block": lambda c: f"{c.randint(1, 99) * 100} MAIN ST",
    "block": lambda c: f"{c.randint(0, 999):05d}X BLOCK OF OAK ST",
    "junction": lambda c: f"{c.choice(['MAIN', 'OAK'])} ST / {c.choice(['1ST', '2ND'])} AVE",
    "on or near": lambda c: f"On or near {c.choice(['High', 'James', 'Victoria'])} Street",
    "crime references": lambda c: f"CR{c.randint(100000, 999999)}A",
    "references with a year": lambda c: f"2003{c.randint(200000, 999999)}",
    "national stop codes": lambda c: f"0100053{c.randint(100, 999)}",
    "days of incidents": lambda c: day(c, "2001-01-01", 24),
    "times": lambda c: f"{day(c, '2020-01-01', 4)} {c.randint(10, 23)}:{c.randint(10, 59)}",
    "degrees": lambda c: f"{c.uniform(51, 52):.6f}",
    "days schools opened": lambda c: f"01-09-{c.randint(1960, 2024)}",
    "places": lambda c: c.choice(["Victoria", "Park Road", "St John Street", "Stanley Road"]),
    "schools": lambda c: c.choice(["Nelson Mandela School", "William Ellis School", "Park High"]),
    "forces": lambda c: c.choice(["Metropolitan Police Service", "British Transport Police"]),
    "offences": lambda c: c.choice(
        [
            *("ROBBERY, ARMED", "THEFT, FROM PERSON", "Rape of a female child under 13"),
            "Owner or person in charge allowing a dog to be dangerously out of control",
            "Possess an article with a blade or point in a public place",
        ]
    ),
    "one sentence everywhere": lambda _: (
        "The police are investigating this report. It is very preliminary information and they "
        "may have to correct it later."
    ),
}


def column(make, seed, filled=1.0):
    chance = random.Random(seed)
    cells = [make(chance) if chance.random() < filled else "" for _ in range(ROWS)]
    return pd.Series(cells, dtype="str")


@pytest.mark.parametrize("filled", [1.0, 0.03])
@pytest.mark.parametrize(("kind", "make"), PLANTED)
def test_persons_are_seen_whatever_the_column_is_called(kind, make, filled):
    frame = pd.DataFrame(
        {"c7": column(make, 1, filled), "occurred": column(NOBODY["times"], 2)}, dtype="str"
    )
    assert personal_content(frame) == {"c7": kind}


@pytest.mark.parametrize("what", NOBODY)
def test_what_is_nobodys_raises_no_alarm(what):
    assert personal_content(pd.DataFrame({what: column(NOBODY[what], 3)})) == {}


@pytest.mark.parametrize("name", ["offence", "location_type", "source"])
def test_a_column_with_a_known_name_is_no_exception(name):
    frame = pd.DataFrame({name: column(PERSONS["free text"][0], 4)})
    assert personal_content(frame) == {name: "free text"}


def test_columns_that_are_left_out_already_are_not_looked_at():
    frame = pd.DataFrame({"a": column(PERSONS["names of persons"][0], 5)})
    assert personal_content(frame, frozenset(["a"])) == {}


def test_the_address_of_a_place_is_its_own():
    frame = pd.DataFrame({"Street": column(PERSONS["home addresses"][2], 6)})
    assert personal_content(frame, of_places=True) == {}


def test_a_few_rows_are_enough():
    for kind, make in PLANTED:
        frame = pd.DataFrame({"x1": column(make, 7), "t": column(NOBODY["times"], 8)}).head(8)
        assert personal_content(frame) == {"x1": kind}


def test_nothing_is_found_in_nothing():
    assert personal_content(pd.DataFrame({"a": ["", ""], "b": ["", ""]}, dtype="str")) == {}
    assert personal_content(pd.DataFrame({"a": []}, dtype="str")) == {}


@pytest.mark.parametrize(
    "cell", ["mail jo@example.org", "call 07700 900123", "NI AB123456C", "(312) 555-0123"]
)
def test_a_single_cell_that_holds_a_contact_is_emptied_and_counted(cell):
    text, count = scrubbed(pd.Series(["robbery", cell, "burglary", cell], dtype="str"))
    assert text.tolist() == ["robbery", "", "burglary", ""]
    assert count == 2


@pytest.mark.parametrize(
    "cell", ["(35.1, -90.0)", "2016-06-01 12:00", "490000077D", "13A aggravated assault", ""]
)
def test_other_cells_stay_as_they_are(cell):
    came = pd.Series([cell, "robbery"], dtype="str")
    text, count = scrubbed(came)
    assert text.tolist() == came.tolist()
    assert count == 0
