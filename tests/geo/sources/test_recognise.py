import pytest

from geo.errors import FileRefusedError
from geo.sources import LayerName, recognise

POINT = ("longitude", "latitude")


def columns(header, layer=LayerName.INCIDENTS, **more):
    return recognise(tuple(header.split(",")), layer, "in.csv", **more).columns


@pytest.mark.parametrize(
    "header",
    [
        "incident_id,occurred,longitude,latitude",
        "Incident ID,Occurred,LON,LAT",
        "INCIDENT-ID,occurred,Long,Lat",
        "incidentid,OCCURRED,lng,lat",
    ],
)
def test_case_spaces_and_underscores_do_not_matter(header):
    id_name, when, x, y = header.split(",")
    assert columns(header) == {
        "incident_id": id_name,
        "committed_from": when,
        "longitude": x,
        "latitude": y,
    }


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (
            "Case Number,Date,Block,Primary Type,Latitude,Longitude",
            {"incident_id": "Case Number", "offence": "Primary Type", "committed_from": "Date"},
        ),
        (
            "ID,Case Number,Date,Primary Type,X Coordinate,Y Coordinate,Latitude,Longitude",
            {"incident_id": "ID", "offence": "Primary Type", "longitude": "Longitude"},
        ),
        (
            "CMPLNT_NUM,CMPLNT_FR_DT,CMPLNT_FR_TM,CMPLNT_TO_DT,OFNS_DESC,Latitude,Longitude",
            {"time_from": "CMPLNT_FR_TM", "committed_to": "CMPLNT_TO_DT", "offence": "OFNS_DESC"},
        ),
        (
            "DR_NO,Date Rptd,DATE OCC,TIME OCC,Crm Cd Desc,Premis Desc,LAT,LON",
            {"incident_id": "DR_NO", "committed_from": "DATE OCC", "time_from": "TIME OCC"},
        ),
        (
            "Incident,RMSOccurrenceDate,RMSOccurrenceHour,NIBRSDescription,MapLongitude,MapLatitude",
            {"committed_from": "RMSOccurrenceDate", "time_from": "RMSOccurrenceHour"},
        ),
        (
            "INCIDENT_NUMBER,OFFENSE_DESCRIPTION,OCCURRED_ON_DATE,Lat,Long",
            {"committed_from": "OCCURRED_ON_DATE", "offence": "OFFENSE_DESCRIPTION"},
        ),
    ],
)
def test_city_exports_are_known_and_write_the_month_first(header, found):
    mapping = recognise(tuple(header.split(",")), LayerName.INCIDENTS, "in.csv")
    assert found.items() <= mapping.columns.items()
    assert mapping.month_first


def test_canonical_columns_say_nothing_of_the_date_order():
    header = ("incident_id", "offence", "occurred", *POINT)
    assert not recognise(header, LayerName.INCIDENTS, "in.csv").month_first


def test_stop_and_search_is_police_generated_and_keeps_no_person():
    header = (
        "Type,Date,Part of a policing operation,Policing operation,Latitude,Longitude,Gender,"
        "Age range,Self-defined ethnicity,Officer-defined ethnicity,Legislation,Object of search"
    )
    mapping = recognise(tuple(header.split(",")), LayerName.INCIDENTS, "in.csv")
    assert dict(mapping.constants) == {"offence": "stop and search", "police_generated": "true"}
    assert mapping.personal == (
        "Gender",
        "Age range",
        "Self-defined ethnicity",
        "Officer-defined ethnicity",
    )


def test_street_crime_by_month_cannot_enter():
    header = ("Crime ID", "Month", "Falls within", "Longitude", "Latitude", "LSOA code")
    with pytest.raises(FileRefusedError, match="no time of day"):
        recognise(header, LayerName.INCIDENTS, "in.csv")


def test_gias_columns_are_known_and_its_head_teachers_left_out():
    header = (
        "URN,EstablishmentName,PhaseOfEducation (code),PhaseOfEducation (name),"
        "TypeOfEstablishment (name),EstablishmentStatus (name),StatutoryLowAge,StatutoryHighAge,"
        "NumberOfPupils,SchoolCapacity,HeadTitle (name),HeadFirstName,HeadLastName,TelephoneNum,"
        "Easting,Northing"
    )
    mapping = recognise(tuple(header.split(",")), LayerName.SCHOOLS, "gias.csv")
    assert mapping.columns["phase"] == "PhaseOfEducation (name)"
    assert mapping.columns["pupils"] == "NumberOfPupils"
    assert mapping.columns["status"] == "EstablishmentStatus (name)"
    assert set(mapping.personal) == {
        "HeadTitle (name)",
        "HeadFirstName",
        "HeadLastName",
        "TelephoneNum",
    }


def test_naptan_columns_are_known():
    header = "ATCOCode,CommonName,Indicator,Longitude,Latitude,StopType,Status"
    found = columns(header, LayerName.INTERCHANGES)
    assert (found["interchange_id"], found["kind"]) == ("ATCOCode", "StopType")


@pytest.mark.parametrize("year", ["23", "24", "99"])
def test_ward_columns_carry_any_year(year):
    found = columns(f"WD{year}CD,WD{year}NM", LayerName.AREAS, has_geometry=True)
    assert found == {"ward_code": f"WD{year}CD", "name": f"WD{year}NM"}


def test_what_is_missing_is_named_with_what_came():
    with pytest.raises(FileRefusedError) as refused:
        columns("incident_id,when,where")
    said = str(refused.value)
    assert "the columns incident_id, when, where came" in said
    assert "without committed_from (or occurred) and without longitude and latitude" in said


@pytest.mark.parametrize(
    "name",
    [
        *("victim_name", "Suspect", "dob", "Date of Birth", "phone_number", "E-mail", "MO"),
        *("home address", "Narrative", "surname", "Vict Age", "Offender Ethnicity"),
    ],
)
def test_personal_columns_are_named_and_mapped_to_nothing(name):
    header = ("incident_id", "occurred", *POINT, name)
    mapping = recognise(header, LayerName.INCIDENTS, "in.csv")
    assert mapping.personal == (name,)
    assert name not in mapping.columns.values()


@pytest.mark.parametrize("name", ["victim_under_18", "location_type", "Block", "Ward", "Beat"])
def test_what_says_nothing_of_a_person_is_not_called_personal(name):
    header = ("incident_id", "occurred", *POINT, name)
    assert recognise(header, LayerName.INCIDENTS, "in.csv").personal == ()
