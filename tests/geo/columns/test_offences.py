import csv

import pandas as pd
import pytest

from geo.bundle import bundled
from geo.columns import canonical_offences, offence_words


def canonical(*values):
    codes, unknown = canonical_offences(pd.Series(values, dtype="str"))
    return codes.tolist(), unknown


@pytest.mark.parametrize(
    ("came", "code"),
    [
        ("personal robbery", "personal robbery"),
        ("ROBBERY", "personal robbery"),
        ("Theft from the Person", "theft from the person"),
        ("anti social  behaviour", "anti-social behaviour"),
        ("Knife-Enabled", "knife-enabled crime"),
        ("BATTERY", "violence with injury"),
    ],
)
def test_words_that_are_known_become_codes(came, code):
    assert canonical(came) == ([code], ())


def test_unknown_offences_stay_as_they_came_and_are_named_most_frequent_first():
    assert canonical("Arson", "Piracy", "Piracy", "robbery", "") == (
        ["Arson", "Piracy", "Piracy", "personal robbery", ""],
        ("Piracy", "Arson"),
    )


def test_part_of_a_phrase_is_no_match():
    assert canonical("robbery of a bank")[1] == ("robbery of a bank",)


def test_every_code_of_the_vocabulary_means_itself():
    with bundled("reference/offences.csv").open(encoding="utf-8") as table:
        codes = [row["offence"] for row in csv.DictReader(table)]
    assert canonical(*codes) == (codes, ())
    assert set(offence_words().values()) == set(codes)


@pytest.mark.parametrize(
    ("came", "code"),
    [
        ("8N Assault with injury", "violence with injury"),
        ("Robbery of personal property (34B)", "personal robbery"),
        ("ROBBERY-INDIVIDUAL", "personal robbery"),
        ("ASSAULT 3 & RELATED OFFENSES", "violence with injury"),
        ("ASSAULT W/DANGEROUS WEAPON", "violence with injury"),
        ("Drug/Narcotic Violations", "drugs"),
        ("INTIMATE PARTNER - AGGRAVATED ASSAULT", "domestic abuse"),
        ("Possession of weapons", "weapons possession"),
        ("Pocket-picking", "theft from the person"),
        ("Break and Enter Residential/Other", "burglary in a dwelling"),
        ("ROBO A TRANSEÚNTE EN VÍA PÚBLICA CON VIOLENCIA", "personal robbery"),
    ],
)
def test_words_of_cities_and_forces_are_known(came, code):
    assert canonical(came) == ([code], ())


def test_words_of_a_force_win_over_the_bundled_ones():
    text = pd.Series(["Robbery", "Steaming"], dtype="str")
    own = {"robbery": "theft from the person", "STEAMING": "personal robbery"}
    codes, unknown = canonical_offences(text, own)
    assert codes.tolist() == ["theft from the person", "personal robbery"]
    assert unknown == ()


@pytest.mark.parametrize(
    "came", ["Robbery - Business", "Simple Assault", "Burglary", "Shoplifting"]
)
def test_what_is_no_scored_offence_is_not_made_one(came):
    assert canonical(came)[1] == (came,)
