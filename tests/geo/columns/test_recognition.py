import pytest

from geo.columns import layer_of, recognise
from geo.columns._recognition import match_columns
from geo.errors import FileRefusedError, MonthOnlyError
from geo.model import LayerName

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
            (
                "Incident,RMSOccurrenceDate,RMSOccurrenceHour,NIBRSDescription,MapLongitude,"
                "MapLatitude"
            ),
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
    with pytest.raises(MonthOnlyError, match="no time of day"):
        recognise(header, LayerName.INCIDENTS, "in.csv")


STREET_CRIME = (
    "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,"
    "Crime type,Last outcome category,Context"
)


def test_street_crime_by_month_is_context():
    assert columns(STREET_CRIME, LayerName.CONTEXT) == {
        "incident_id": "Crime ID",
        "month": "Month",
        "source": "Falls within",
        "offence": "Crime type",
        "place": "Location",
        "longitude": "Longitude",
        "latitude": "Latitude",
    }


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


GIAS = (
    "URN,LA (code),LA (name),EstablishmentNumber,EstablishmentName,TypeOfEstablishment (code),"
    "TypeOfEstablishment (name),EstablishmentTypeGroup (code),EstablishmentTypeGroup (name),"
    "EstablishmentStatus (code),EstablishmentStatus (name),ReasonEstablishmentOpened (code),"
    "ReasonEstablishmentOpened (name),OpenDate,ReasonEstablishmentClosed (code),"
    "ReasonEstablishmentClosed (name),CloseDate,PhaseOfEducation (code),PhaseOfEducation (name),"
    "StatutoryLowAge,StatutoryHighAge,Boarders (code),Boarders (name),NurseryProvision (name),"
    "OfficialSixthForm (code),OfficialSixthForm (name),Gender (code),Gender (name),"
    "ReligiousCharacter (code),ReligiousCharacter (name),ReligiousEthos (name),Diocese (code),"
    "Diocese (name),AdmissionsPolicy (code),AdmissionsPolicy (name),SchoolCapacity,"
    "SpecialClasses (code),SpecialClasses (name),CensusDate,NumberOfPupils,NumberOfBoys,"
    "NumberOfGirls,PercentageFSM,TrustSchoolFlag (code),TrustSchoolFlag (name),Trusts (code),"
    "Trusts (name),SchoolSponsorFlag (name),SchoolSponsors (name),FederationFlag (name),"
    "Federations (code),Federations (name),UKPRN,FEHEIdentifier,FurtherEducationType (name),"
    "LastChangedDate,Street,Locality,Address3,Town,County (name),Postcode,SchoolWebsite,"
    "TelephoneNum,HeadTitle (name),HeadFirstName,HeadLastName,HeadPreferredJobTitle,"
    "BSOInspectorateName (name),InspectorateReport,DateOfLastInspectionVisit,NextInspectionVisit,"
    "TeenMoth (name),TeenMothPlaces,CCF (name),SENPRU (name),EBD (name),PlacesPRU,FTProv (name),"
    "EdByOther (name),Section41Approved (name),SEN1 (name),GOR (code),GOR (name),"
    "DistrictAdministrative (code),DistrictAdministrative (name),AdministrativeWard (code),"
    "AdministrativeWard (name),ParliamentaryConstituency (code),ParliamentaryConstituency (name),"
    "UrbanRural (code),UrbanRural (name),GSSLACode (name),Easting,Northing,MSOA (name),LSOA (name),"
    "InspectorateName (name),SENStat,SENNoStat,BoardingEstablishment (name),PropsName,"
    "PreviousLA (code),PreviousLA (name),PreviousEstablishmentNumber,OfstedRating (name),"
    "RSCRegion (name),Country (name),UPRN,SiteName,QABName (code),QABName (name),"
    "EstablishmentAccredited (code),EstablishmentAccredited (name),QABReport,CHNumber,MSOA (code),"
    "LSOA (code),FSM,AccreditationExpiryDate"
)


def test_the_register_of_schools_gives_what_is_needed_and_no_head_teacher():
    mapping = recognise(tuple(GIAS.split(",")), LayerName.SCHOOLS, "gias.csv")
    assert mapping.columns == {
        "urn": "URN",
        "name": "EstablishmentName",
        "phase": "PhaseOfEducation (name)",
        "phase_code": "PhaseOfEducation (code)",
        "type": "TypeOfEstablishment (name)",
        "type_code": "TypeOfEstablishment (code)",
        "low_age": "StatutoryLowAge",
        "high_age": "StatutoryHighAge",
        "status": "EstablishmentStatus (name)",
        "status_code": "EstablishmentStatus (code)",
        "pupils": "NumberOfPupils",
        "easting": "Easting",
        "northing": "Northing",
    }
    assert mapping.personal == (
        "TelephoneNum",
        "HeadTitle (name)",
        "HeadFirstName",
        "HeadLastName",
        "HeadPreferredJobTitle",
        "PropsName",
    )


NAPTAN = (
    "ATCOCode,NaptanCode,PlateCode,CleardownCode,CommonName,CommonNameLang,ShortCommonName,"
    "ShortCommonNameLang,Landmark,LandmarkLang,Street,StreetLang,Crossing,CrossingLang,Indicator,"
    "IndicatorLang,Bearing,NptgLocalityCode,LocalityName,ParentLocalityName,"
    "GrandParentLocalityName,Town,TownLang,Suburb,SuburbLang,LocalityCentre,GridType,Easting,"
    "Northing,Longitude,Latitude,StopType,BusStopType,TimingStatus,DefaultWaitTime,Notes,NotesLang,"
    "AdministrativeAreaCode,CreationDateTime,ModificationDateTime,RevisionNumber,Modification,"
    "Status"
)
TFL = "id,naptanId,commonName,stopType,modes,lat,lon,hubNaptanCode,status"
OPEN_ROADS = (
    "id,fictitious,road_classification,road_function,form_of_way,road_classification_number,name_1,"
    "name_1_lang,name_2,name_2_lang,road_structure,length,loop,primary_route,trunk_road,start_node,"
    "end_node,road_number_toid,road_name_toid"
)
GEOFABRIK = "osm_id,code,fclass,name,ref,oneway,maxspeed,layer,bridge,tunnel"
OSMNX = "u,v,key,osmid,name,highway,oneway,reversed,length,from,to,lanes,maxspeed,service"


@pytest.mark.parametrize(
    ("layer", "header", "found", "shaped"),
    [
        (
            LayerName.INTERCHANGES,
            NAPTAN,
            (
                "interchange_id=ATCOCode name=CommonName kind=StopType status=Status "
                "change=Modification longitude=Longitude easting=Easting"
            ),
            False,
        ),
        (
            LayerName.INTERCHANGES,
            TFL,
            (
                "interchange_id=naptanId name=commonName kind=stopType modes=modes "
                "hub=hubNaptanCode "
                "longitude=lon latitude=lat"
            ),
            False,
        ),
        (LayerName.STREETS, OPEN_ROADS, "street_id=id name=name_1 kind=road_function", True),
        (LayerName.STREETS, GEOFABRIK, "street_id=osm_id name=name kind=fclass", True),
        (LayerName.STREETS, OSMNX, "street_id=osmid name=name kind=highway", True),
        (LayerName.STREETS, "@id,highway,name,lit", "street_id=@id name=name kind=highway", True),
        (LayerName.SCHOOLS, GIAS, "urn=URN", False),
        (LayerName.CONTEXT, STREET_CRIME, "month=Month", False),
    ],
)
def test_sources_are_known_by_themselves(layer, header, found, shaped):
    came = tuple(header.split(","))
    assert layer_of(came, has_geometry=shaped) is layer
    mapping = recognise(came, layer, "in", has_geometry=shaped)
    assert dict(pair.split("=") for pair in found.split()).items() <= mapping.columns.items()


def test_only_the_notes_of_a_stop_are_left_out():
    mapping = recognise(tuple(NAPTAN.split(",")), LayerName.INTERCHANGES, "Stops.csv")
    assert mapping.personal == ("Notes",)


@pytest.mark.parametrize(
    ("header", "found"),
    [
        (
            (
                "Crime No,Date Committed From,Date Committed To,Offence Description,Grid Ref East,"
                "Grid Ref North,Premises Type Desc"
            ),
            {
                "incident_id": "Crime No",
                "committed_from": "Date Committed From",
                "committed_to": "Date Committed To",
                "offence": "Offence Description",
                "easting": "Grid Ref East",
                "northing": "Grid Ref North",
                "location_type": "Premises Type Desc",
            },
        ),
        (
            "EventNumber,DateTimeOfOccurrence,CallTypeDescription,Long_WGS_84,Lat_WGS_84",
            {
                "incident_id": "EventNumber",
                "committed_from": "DateTimeOfOccurrence",
                "offence": "CallTypeDescription",
                "longitude": "Long_WGS_84",
                "latitude": "Lat_WGS_84",
            },
        ),
        (
            (
                "Reported Date,Incident Start Date,Incident Start Time,"
                "X Coordinate (State Plane),Y Coordinate (State Plane)"
            ),
            {
                "committed_from": "Incident Start Date",
                "time_from": "Incident Start Time",
                "x": "X Coordinate (State Plane)",
                "y": "Y Coordinate (State Plane)",
            },
        ),
    ],
)
def test_names_nobody_knew_are_told_by_their_words(header, found):
    assert columns(header) == found


def test_a_column_about_a_person_is_never_told_by_its_words():
    header = "Victim Incident Number,Date of Birth,Victim Date From,occurred,longitude,latitude"
    assert columns(header) == {
        "committed_from": "occurred",
        "longitude": "longitude",
        "latitude": "latitude",
    }


def test_what_can_be_found_is_given_where_something_is_missing():
    assert match_columns(("Offence Description", "longitude"), LayerName.INCIDENTS) == {
        "offence": "Offence Description",
        "longitude": "longitude",
    }


def test_a_date_in_parts_does_as_well_and_half_of_one_is_left_out():
    assert columns("year,month,day,hour,lon,lat").keys() == {
        *("year", "month_of_year", "day_of_month", "hour", "longitude", "latitude")
    }
    assert "year" not in columns("date,year,month,day,hour,lon,lat")
    assert "year" not in columns("date,year,month,lon,lat")


def test_a_pair_in_one_text_serves_where_there_is_no_better_one():
    assert columns("date,Location 1")["latlon"] == "Location 1"
    assert "latlon" not in columns("date,Location,lon,lat")
    assert {"x", "y", "latlon"} <= columns("date,Location,X,Y").keys()


def test_a_pair_in_one_text_makes_no_street_and_no_context_of_its_place():
    with pytest.raises(FileRefusedError, match="without a geometry"):
        columns("street_id,kind,location", LayerName.STREETS)
    with pytest.raises(FileRefusedError, match="without longitude and latitude"):
        columns("Month,Location", LayerName.CONTEXT)


ROWS_OF_DATA = [
    ("15213800", "personal robbery", "2019-01-01 01:30:00", "-89.942", "35.149"),
    ("SMITH, John", "robbery", "14/02/1987", "SW1A 1AA"),
    ("jo@example.org", "robbery"),
]


@pytest.mark.parametrize("row", ROWS_OF_DATA)
def test_a_file_without_a_header_is_refused_and_nothing_of_it_quoted(row):
    with pytest.raises(FileRefusedError, match="first row looks like data") as refused:
        recognise(row, LayerName.INCIDENTS, "in.csv")
    assert not any(cell in str(refused.value) for cell in row)


def test_a_header_that_could_be_a_name_is_not_quoted():
    with pytest.raises(FileRefusedError) as refused:
        recognise(("SMITH, John", "robbery", "High Street"), LayerName.INCIDENTS, "in.csv")
    assert "SMITH" not in str(refused.value)


@pytest.mark.parametrize("header", ["a,b", "ref,2019,2020", "kind,name", "name,lon,lat"])
def test_a_header_that_speaks_of_no_layer_is_not_guessed_at(header):
    assert layer_of(tuple(header.split(","))) is None
