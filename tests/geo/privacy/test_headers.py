import pytest

from geo.columns import headless
from geo.privacy import personal_columns


def personal(*columns, of_places=False):
    return list(personal_columns(columns, of_places=of_places))


@pytest.mark.parametrize(
    "name",
    [
        *("Surname", "first_name", "FullName", "DOB", "Date of Birth", "birth_date", "Mobile No"),
        *("TelephoneNum", "contact_email", "E-mail", "Home Address", "Address Line 1", "Flat No"),
        *("Narrative", "MO", "Modus Operandi", "Circumstances", "Officer Report", "Comments"),
        *("Victim Age", "VICT_SEX", "Suspect Ethnicity", "SUSP_RACE", "Perp Sex", "Person ID"),
        *("PNC ID", "CRO Number", "NHS Number", "NI Number National Insurance", "Passport No"),
        *("VRM", "Vehicle Reg", "License Plate", "UPRN", "Driver Name", "Name of Victim"),
        *("Investigating Officer", "Officer Name", "Badge Number", "Collar No", "Entered By"),
        *("Age of offender", "Pupil Name", "Parent Name", "Owner Address", "name", "Nominal Ref"),
    ],
)
def test_what_names_a_person_or_something_of_one_is_personal(name):
    assert personal(name) == [name]


@pytest.mark.parametrize(
    "name",
    [
        *("Block", "Location", "HUNDRED_BLOCK", "Ward", "Beat", "Neighborhood", "Falls within"),
        *("Reported by", "Victim Count", "totalvictimcount", "victim_under_18", "Offence Group"),
        *("Parent Incident Type", "Suspicious Activity", "Patrol Area", "Victoria Ward"),
        *("Premises Type", "Automobile Theft", "LocalityName", "ParentLocalityName", "Outcome"),
    ],
)
def test_what_is_nobodys_is_not_personal(name):
    assert personal(name) == []


@pytest.mark.parametrize("name", ["name", "Address", "UPRN", "Gender", "ReligiousEthos"])
def test_of_a_place_name_and_address_are_its_own(name):
    assert personal(name, of_places=True) == []
    assert personal(name) == [name]


@pytest.mark.parametrize("name", ["HeadLastName", "Head teacher", "PropsName", "Contact Email"])
def test_of_a_place_its_persons_are_left_out(name):
    assert personal(name, of_places=True) == [name]


@pytest.mark.parametrize(
    ("row", "answer"),
    [
        ("15213800,personal robbery,2019-01-01 01:30:00,-89.942,35.149", True),
        ("robbery,14/02/1987,SW1A 1AA", True),
        ("jo@example.org,robbery", True),
        ("incident_id,offence,occurred,longitude,latitude", False),
        ("id,2019,2020,2021", False),
        ("WD23CD,WD23NM", False),
        ("incident_id,occurred,longitude,latitude,2019-01-01", False),
        ("", False),
    ],
)
def test_a_row_of_data_is_no_header(row, answer):
    assert headless(tuple(row.split(","))) is answer
