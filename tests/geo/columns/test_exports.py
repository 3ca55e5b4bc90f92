"""Headers as cities publish them, and what each column is found to be."""

import pytest

from geo.columns import layer_of, recognise
from geo.errors import FileRefusedError
from geo.model import LayerName

CITIES = {
    "Chicago": (
        (
            "ID,Case Number,Date,Block,IUCR,Primary Type,Description,Location Description,Arrest,"
            "Domestic,Beat,District,Ward,Community Area,FBI Code,X Coordinate,Y Coordinate,Year,"
            "Updated On,Latitude,Longitude,Location"
        ),
        (
            "incident_id=ID committed_from=Date offence=Primary Type domestic=Domestic "
            "location_type=Location Description longitude=Longitude latitude=Latitude"
        ),
    ),
    "New York, historic": (
        (
            "CMPLNT_NUM,CMPLNT_FR_DT,CMPLNT_FR_TM,CMPLNT_TO_DT,CMPLNT_TO_TM,ADDR_PCT_CD,RPT_DT,"
            "KY_CD,"
            "OFNS_DESC,PD_CD,PD_DESC,CRM_ATPT_CPTD_CD,LAW_CAT_CD,BORO_NM,LOC_OF_OCCUR_DESC,"
            "PREM_TYP_DESC,JURIS_DESC,JURISDICTION_CODE,PARKS_NM,HADEVELOPT,HOUSING_PSA,X_COORD_CD,"
            "Y_COORD_CD,SUSP_AGE_GROUP,SUSP_RACE,SUSP_SEX,TRANSIT_DISTRICT,Latitude,Longitude,"
            "Lat_Lon,"
            "PATROL_BORO,STATION_NAME,VIC_AGE_GROUP,VIC_RACE,VIC_SEX"
        ),
        (
            "incident_id=CMPLNT_NUM committed_from=CMPLNT_FR_DT time_from=CMPLNT_FR_TM "
            "committed_to=CMPLNT_TO_DT time_to=CMPLNT_TO_TM offence=OFNS_DESC "
            "location_type=PREM_TYP_DESC longitude=Longitude latitude=Latitude"
        ),
    ),
    "New York, this year": (
        (
            "CMPLNT_NUM,ADDR_PCT_CD,BORO_NM,CMPLNT_FR_DT,CMPLNT_FR_TM,CMPLNT_TO_DT,CMPLNT_TO_TM,"
            "CRM_ATPT_CPTD_CD,HADEVELOPT,HOUSING_PSA,JURISDICTION_CODE,JURIS_DESC,KY_CD,LAW_CAT_CD,"
            "LOC_OF_OCCUR_DESC,OFNS_DESC,PARKS_NM,PATROL_BORO,PD_CD,PD_DESC,PREM_TYP_DESC,RPT_DT,"
            "STATION_NAME,SUSP_AGE_GROUP,SUSP_RACE,SUSP_SEX,TRANSIT_DISTRICT,VIC_AGE_GROUP,"
            "VIC_RACE,"
            "VIC_SEX,X_COORD_CD,Y_COORD_CD,Latitude,Longitude,Lat_Lon,New Georeferenced Column"
        ),
        "committed_from=CMPLNT_FR_DT time_from=CMPLNT_FR_TM offence=OFNS_DESC",
    ),
    "Los Angeles": (
        (
            "DR_NO,Date Rptd,DATE OCC,TIME OCC,AREA,AREA NAME,Rpt Dist No,Part 1-2,Crm Cd,Crm "
            "Cd Desc,"
            "Mocodes,Vict Age,Vict Sex,Vict Descent,Premis Cd,Premis Desc,Weapon Used Cd,Weapon "
            "Desc,"
            "Status,Status Desc,Crm Cd 1,Crm Cd 2,Crm Cd 3,Crm Cd 4,LOCATION,Cross Street,LAT,LON"
        ),
        (
            "incident_id=DR_NO committed_from=DATE OCC time_from=TIME OCC offence=Crm Cd Desc "
            "location_type=Premis Desc longitude=LON latitude=LAT"
        ),
    ),
    "Los Angeles, NIBRS": (
        (
            "caseno,uniquenibrno,date_rptd,date_occ,time_occ,area,area_name,rpt_dist_no,"
            "totaloffensecount,group,nibr_code,nibr_description,crime_against,premis_cd,"
            "premis_desc,"
            "weapon_used_cd,weapon_desc,status,status_desc,totalvictimcount,victim_shot,"
            "domestic_violence_crime,hate_crime,gang_related_crime,transit_related_crime,"
            "hndrdth_lat,"
            "hndrdth_lon"
        ),
        (
            "incident_id=uniquenibrno committed_from=date_occ time_from=time_occ "
            "offence=nibr_description domestic=domestic_violence_crime longitude=hndrdth_lon"
        ),
    ),
    "San Francisco": (
        (
            "Incident Datetime,Incident Date,Incident Time,Incident Year,Incident Day of Week,"
            "Report Datetime,Row ID,Incident ID,Incident Number,CAD Number,Report Type Code,"
            "Report Type Description,Filed Online,Incident Code,Incident Category,Incident "
            "Subcategory,"
            "Incident Description,Resolution,Intersection,CNN,Police District,Analysis "
            "Neighborhood,"
            "Supervisor District,Supervisor District 2012,Latitude,Longitude,Point"
        ),
        (
            "incident_id=Row ID committed_from=Incident Datetime offence=Incident Category "
            "longitude=Longitude latitude=Latitude"
        ),
    ),
    "San Francisco, until 2018": (
        (
            "IncidntNum,Category,Descript,DayOfWeek,Date,Time,PdDistrict,Resolution,Address,X,Y,"
            "Location,PdId"
        ),
        "incident_id=IncidntNum committed_from=Date time_from=Time offence=Category x=X y=Y",
    ),
    "Seattle": (
        (
            "Report Number,Offense ID,Offense Start DateTime,Offense End DateTime,Report DateTime,"
            "Group A B,Crime Against Category,Offense Parent Group,Offense,Offense Code,Precinct,"
            "Sector,Beat,MCPP,100 Block Address,Longitude,Latitude"
        ),
        (
            "incident_id=Offense ID committed_from=Offense Start DateTime offence=Offense "
            "committed_to=Offense End DateTime"
        ),
    ),
    "Seattle, since 2024": (
        (
            "Report Number,Report DateTime,Offense ID,Offense Date,NIBRS Group AB,"
            "NIBRS Crime Against Category,Offense Sub Category,Shooting Type Group,Block Address,"
            "Latitude,Longitude,Beat,Precinct,Sector,Neighborhood,Reporting Area,Offense Category,"
            "NIBRS Offense Code Description,NIBRS_offense_code"
        ),
        "incident_id=Offense ID committed_from=Offense Date offence=Offense Category",
    ),
    "Houston": (
        (
            "Incident,RMSOccurrenceDate,RMSOccurrenceHour,NIBRSClass,NIBRSDescription,OffenseCount,"
            "Beat,Premise,StreetNo,StreetName,StreetType,Suffix,City,ZIPCode,MapLongitude,"
            "MapLatitude"
        ),
        (
            "incident_id=Incident committed_from=RMSOccurrenceDate time_from=RMSOccurrenceHour "
            "offence=NIBRSDescription location_type=Premise longitude=MapLongitude"
        ),
    ),
    "Philadelphia": (
        (
            "the_geom,cartodb_id,the_geom_webmercator,objectid,dc_dist,psa,dispatch_date_time,"
            "dispatch_date,dispatch_time,hour,dc_key,location_block,ucr_general,text_general_code,"
            "point_x,point_y,lat,lng"
        ),
        (
            "incident_id=dc_key committed_from=dispatch_date_time offence=text_general_code "
            "longitude=lng latitude=lat"
        ),
    ),
    "Boston": (
        (
            "INCIDENT_NUMBER,OFFENSE_CODE,OFFENSE_CODE_GROUP,OFFENSE_DESCRIPTION,DISTRICT,"
            "REPORTING_AREA,SHOOTING,OCCURRED_ON_DATE,YEAR,MONTH,DAY_OF_WEEK,HOUR,UCR_PART,STREET,"
            "Lat,Long,Location"
        ),
        (
            "incident_id=INCIDENT_NUMBER committed_from=OCCURRED_ON_DATE "
            "offence=OFFENSE_DESCRIPTION longitude=Long latitude=Lat"
        ),
    ),
    "Boston, until 2015": (
        (
            "COMPNOS,NatureCode,INCIDENT_TYPE_DESCRIPTION,MAIN_CRIMECODE,REPTDISTRICT,"
            "REPORTINGAREA,"
            "FROMDATE,WEAPONTYPE,Shooting,DOMESTIC,SHIFT,Year,Month,DAY_WEEK,UCRPART,X,Y,"
            "STREETNAME,"
            "XSTREETNAME,Location"
        ),
        (
            "incident_id=COMPNOS committed_from=FROMDATE offence=INCIDENT_TYPE_DESCRIPTION "
            "domestic=DOMESTIC x=X y=Y"
        ),
    ),
    "Washington": (
        (
            "X,Y,CCN,REPORT_DAT,SHIFT,METHOD,OFFENSE,BLOCK,XBLOCK,YBLOCK,WARD,ANC,DISTRICT,PSA,"
            "NEIGHBORHOOD_CLUSTER,BLOCK_GROUP,CENSUS_TRACT,VOTING_PRECINCT,LATITUDE,LONGITUDE,BID,"
            "START_DATE,END_DATE,OBJECTID,OCTO_RECORD_ID"
        ),
        (
            "incident_id=CCN committed_from=START_DATE committed_to=END_DATE offence=OFFENSE "
            "longitude=LONGITUDE latitude=LATITUDE"
        ),
    ),
    "Detroit": (
        (
            "X,Y,incident_entry_id,nearest_intersection,offense_category,offense_description,"
            "state_offense_code,arrest_charge,charge_description,incident_occurred_at,"
            "incident_time,"
            "incident_day_of_week,incident_hour_of_day,incident_year,case_id,case_status,"
            "case_status_updated_at,updated_at,scout_car_area,police_precinct,block_id,"
            "neighborhood,"
            "council_district,zip_code,longitude,latitude"
        ),
        (
            "incident_id=incident_entry_id committed_from=incident_occurred_at "
            "offence=offense_category longitude=longitude"
        ),
    ),
    "Atlanta": (
        (
            "Report Number,Report Date,Occur Date,Occur Time,Possible Date,Possible Time,Beat,"
            "Apartment Office Prefix,Apartment Number,Location,Shift Occurrence,Location Type,"
            "UCR Literal,UCR #,IBR Code,Neighborhood,NPU,Latitude,Longitude"
        ),
        (
            "incident_id=Report Number committed_from=Occur Date time_from=Occur Time "
            "committed_to=Possible Date time_to=Possible Time offence=UCR Literal "
            "location_type=Location Type"
        ),
    ),
    "Atlanta, since 2021": (
        (
            "OBJECTID,IncidentNumber,FireArmInvolved,ReportDate,OccurredFromDate,OccurredToDate,"
            "Day_of_the_week,Part,Crime_Against,NibrsUcrCode,NIBRS_Offense,NIBRS_Bucket,Vic_Count,"
            "Zone,Beat,StreetAddress,NPU,NhoodName,LocationType,Longitude,Latitude"
        ),
        (
            "incident_id=IncidentNumber committed_from=OccurredFromDate "
            "committed_to=OccurredToDate "
            "offence=NIBRS_Offense location_type=LocationType"
        ),
    ),
    "Denver": (
        (
            "OBJECTID,INCIDENT_ID,OFFENSE_ID,OFFENSE_CODE,OFFENSE_CODE_EXTENSION,OFFENSE_TYPE_ID,"
            "OFFENSE_CATEGORY_ID,FIRST_OCCURRENCE_DATE,LAST_OCCURRENCE_DATE,REPORTED_DATE,"
            "INCIDENT_ADDRESS,GEO_X,GEO_Y,GEO_LON,GEO_LAT,DISTRICT_ID,PRECINCT_ID,NEIGHBORHOOD_ID,"
            "IS_CRIME,IS_TRAFFIC,VICTIM_COUNT"
        ),
        (
            "incident_id=OFFENSE_ID committed_from=FIRST_OCCURRENCE_DATE "
            "committed_to=LAST_OCCURRENCE_DATE offence=OFFENSE_CATEGORY_ID longitude=GEO_LON"
        ),
    ),
    "Austin": (
        (
            "Incident Number,Highest Offense Description,Highest Offense Code,Family Violence,"
            "Occurred Date Time,Occurred Date,Occurred Time,Report Date Time,Report Date,Report "
            "Time,"
            "Location Type,Address,Zip Code,Council District,APD Sector,APD District,PRA,Census "
            "Tract,"
            "Clearance Status,Clearance Date,UCR Category,Category Description,X-coordinate,"
            "Y-coordinate,Latitude,Longitude,Location"
        ),
        (
            "incident_id=Incident Number committed_from=Occurred Date Time "
            "offence=Highest Offense Description domestic=Family Violence longitude=Longitude"
        ),
    ),
    "Dallas": (
        (
            "Incident Number w/year,Year of Incident,Service Number ID,Watch,Call (911) Problem,"
            "Type of Incident,Type  Location,Type of Property,Incident Address,Apartment Number,"
            "Reporting Area,Beat,Division,Sector,Council District,Date1 of Occurrence,"
            "Year1 of Occurrence,Month1 of Occurence,Day1 of the Week,Time1 of Occurrence,"
            "Day1 of the Year,Date2 of Occurrence,Time2 of Occurrence,Date of Report,"
            "Complainant Name,Responding Officer #1  Badge No,Responding Officer #1  Name,"
            "Reviewing Officer Badge No,Victim Type,Victim Name,Victim Race,Modus Operandi (MO),"
            "NIBRS Crime,NIBRS Crime Category,NIBRS Code,Update Date,X Coordinate,Y Cordinate,"
            "Zip Code,"
            "City,State,Location1"
        ),
        (
            "incident_id=Service Number ID committed_from=Date1 of Occurrence "
            "time_from=Time1 of Occurrence committed_to=Date2 of Occurrence offence=NIBRS Crime "
            "x=X Coordinate y=Y Cordinate"
        ),
    ),
    "Baltimore": (
        (
            "RowID,CCNumber,CrimeDateTime,CrimeCode,Description,Inside_Outside,Weapon,Post,"
            "Gender,Age,"
            "Race,Ethnicity,Location,Old_District,New_District,Neighborhood,Latitude,Longitude,"
            "GeoLocation,PremiseType,Total_Incidents"
        ),
        (
            "incident_id=RowID committed_from=CrimeDateTime offence=Description "
            "location_type=PremiseType longitude=Longitude"
        ),
    ),
    "Minneapolis": (
        (
            "X,Y,Type,Case_Number,Case_NumberAlt,Reported_Date,Occurred_Date,NIBRS_Crime_Against,"
            "NIBRS_Group,NIBRS_Code,Offense_Category,Offense,Problem_Initial,Problem_Final,Address,"
            "Precinct,Neighborhood,Ward,Latitude,Longitude,wgsXAnon,wgsYAnon,Crime_Count,OBJECTID"
        ),
        "incident_id=Case_Number committed_from=Occurred_Date offence=Offense longitude=Longitude",
    ),
    "Memphis": (
        (
            "ObjectId,Crime_ID,Offense_Datetime,Reported_Datetime,UCR_Incident_Code,UCR_Category,"
            "UCR_Description,NIBRS_Offense_Group,Street_Address,City,State,ZIP_Code,Latitude,"
            "Longitude"
        ),
        "incident_id=Crime_ID committed_from=Offense_Datetime offence=UCR_Description",
    ),
    "Kansas City": (
        (
            "Report_No,Reported_Date,Reported_Time,From_Date,From_Time,To_Date,To_Time,Offense,"
            "IBRS,"
            "Description,Beat,Address,City,Zip Code,Rep_Dist,Area,DVFlag,Invl_No,Involvement,"
            "Race,Sex,"
            "Age,Fire Arm Used Flag,Location"
        ),
        (
            "incident_id=Report_No committed_from=From_Date time_from=From_Time "
            "committed_to=To_Date "
            "time_to=To_Time offence=Offense domestic=DVFlag latlon=Location"
        ),
    ),
    "Cincinnati": (
        (
            "INSTANCEID,INCIDENT_NO,DATE_REPORTED,DATE_FROM,DATE_TO,CLSD,UCR,DST,BEAT,OFFENSE,"
            "LOCATION,"
            "THEFT_CODE,FLOOR,SIDE,OPENING,HATE_BIAS,DAYOFWEEK,RPT_AREA,CPD_NEIGHBORHOOD,WEAPONS,"
            "DATE_OF_CLEARANCE,HOUR_FROM,HOUR_TO,ADDRESS_X,LONGITUDE_X,LATITUDE_X,VICTIM_AGE,"
            "VICTIM_RACE,VICTIM_ETHNICITY,VICTIM_GENDER,SUSPECT_AGE,SUSPECT_RACE,ZIP,UCR_GROUP"
        ),
        (
            "incident_id=INCIDENT_NO committed_from=DATE_FROM time_from=HOUR_FROM "
            "committed_to=DATE_TO offence=OFFENSE longitude=LONGITUDE_X latitude=LATITUDE_X"
        ),
    ),
    "Nashville": (
        (
            "Primary Key,Incident Number,Report Type,Report Type Description,Incident Status Code,"
            "Incident Status Description,Investigation Status,Incident Occurred,Incident Reported,"
            "Incident Location,Latitude,Longitude,RPA,Zone,Location Code,Location Description,"
            "Offense Number,Offense NIBRS,Offense Description,Weapon Primary,Weapon Description,"
            "Victim Number,Domestic Related,Victim Type,Victim Description,Victim Gender,Victim "
            "Race,"
            "Victim Ethnicity,Victim County Resident,Mapped Location"
        ),
        (
            "incident_id=Primary Key committed_from=Incident Occurred offence=Offense Description "
            "domestic=Domestic Related location_type=Location Description"
        ),
    ),
    "Portland": (
        (
            "Address,CaseNumber,CrimeAgainst,Neighborhood,OccurDate,OccurTime,OffenseCategory,"
            "OffenseType,OpenDataLat,OpenDataLon,OpenDataX,OpenDataY,ReportDate,OffenseCount"
        ),
        (
            "incident_id=CaseNumber committed_from=OccurDate time_from=OccurTime "
            "offence=OffenseCategory longitude=OpenDataLon latitude=OpenDataLat"
        ),
    ),
    "San Diego": (
        (
            "objectid,nibrs_uniq,case_number,occured_on,approved_on,day_of_week,month,year,"
            "code_section,group_type,ibr_category,crime_against,ibr_offense,"
            "ibr_offense_description,"
            "pd_offense_category,violent_crime,property_crime,beat,neighborhood,service_area,"
            "division_number,division,block_addr,city,state,zip,geocode_status,geocode_score,"
            "latitude,"
            "longitude"
        ),
        "incident_id=nibrs_uniq committed_from=occured_on offence=ibr_offense_description",
    ),
    "Charlotte": (
        (
            "X,Y,YEAR,INCIDENT_REPORT_ID,LOCATION,CITY,STATE,ZIP,X_COORD_PUBLIC,Y_COORD_PUBLIC,"
            "LATITUDE_PUBLIC,LONGITUDE_PUBLIC,DIVISION_ID,CMPD_PATROL_DIVISION,NPA,DATE_REPORTED,"
            "DATE_INCIDENT_BEGAN,DATE_INCIDENT_END,ADDRESS_DESCRIPTION,LOCATION_TYPE_DESCRIPTION,"
            "PLACE_TYPE_DESCRIPTION,PLACE_DETAIL_DESCRIPTION,CLEARANCE_STATUS,"
            "CLEARANCE_DETAIL_STATUS,"
            "CLEARANCE_DATE,HIGHEST_NIBRS_CODE,HIGHEST_NIBRS_DESCRIPTION,OBJECTID,GlobalID"
        ),
        (
            "incident_id=INCIDENT_REPORT_ID committed_from=DATE_INCIDENT_BEGAN "
            "committed_to=DATE_INCIDENT_END offence=HIGHEST_NIBRS_DESCRIPTION "
            "location_type=LOCATION_TYPE_DESCRIPTION longitude=LONGITUDE_PUBLIC"
        ),
    ),
    "Buffalo": (
        (
            "Case Number,Incident Datetime,Incident Type Primary,Incident Description,"
            "Parent Incident Type,Hour of Day,Day of Week,Address,City,State,Location,Latitude,"
            "Longitude,neighborhood,Police District,Council District"
        ),
        (
            "incident_id=Case Number committed_from=Incident Datetime "
            "offence=Incident Type Primary longitude=Longitude"
        ),
    ),
}
ELSEWHERE = {
    "Toronto": (
        (
            "X,Y,OBJECTID,EVENT_UNIQUE_ID,REPORT_DATE,OCC_DATE,REPORT_YEAR,REPORT_MONTH,REPORT_DAY,"
            "REPORT_DOY,REPORT_DOW,REPORT_HOUR,OCC_YEAR,OCC_MONTH,OCC_DAY,OCC_DOY,OCC_DOW,OCC_HOUR,"
            "DIVISION,LOCATION_TYPE,PREMISES_TYPE,UCR_CODE,UCR_EXT,OFFENCE,MCI_CATEGORY,HOOD_158,"
            "NEIGHBOURHOOD_158,HOOD_140,NEIGHBOURHOOD_140,LONG_WGS84,LAT_WGS84"
        ),
        (
            "incident_id=EVENT_UNIQUE_ID year=OCC_YEAR month_of_year=OCC_MONTH "
            "day_of_month=OCC_DAY "
            "hour=OCC_HOUR offence=OFFENCE location_type=LOCATION_TYPE longitude=LONG_WGS84 "
            "latitude=LAT_WGS84"
        ),
    ),
    "Vancouver": (
        "TYPE,YEAR,MONTH,DAY,HOUR,MINUTE,HUNDRED_BLOCK,NEIGHBOURHOOD,X,Y",
        (
            "offence=TYPE year=YEAR month_of_year=MONTH day_of_month=DAY hour=HOUR minute=MINUTE "
            "x=X y=Y"
        ),
    ),
    "Mexico City": (
        (
            "anio_inicio,mes_inicio,fecha_inicio,hora_inicio,anio_hecho,mes_hecho,fecha_hecho,"
            "hora_hecho,delito,categoria_delito,competencia,fiscalia,agencia,unidad_investigacion,"
            "colonia_hecho,colonia_catalogo,alcaldia_hecho,alcaldia_catalogo,municipio_hecho,"
            "latitud,"
            "longitud"
        ),
        (
            "committed_from=fecha_hecho time_from=hora_hecho offence=categoria_delito "
            "longitude=longitud latitude=latitud"
        ),
    ),
}


def named(text):
    """``a=B c=D E`` as a dict: a name is one word, what it stands for may be several."""
    found, last = {}, ""
    for word in text.split(" "):
        if "=" in word:
            last, _, found[last] = word.partition("=")
        else:
            found[last] += f" {word}"
    return found


@pytest.mark.parametrize("city", [*CITIES, *ELSEWHERE])
def test_the_export_of_a_city_is_known(city):
    header, wanted = (CITIES | ELSEWHERE)[city]
    mapping = recognise(tuple(header.split(",")), LayerName.INCIDENTS, "in.csv")
    wanted = {name: " ".join(raw.split()) for name, raw in named(wanted).items()}
    found = {name: " ".join(raw.split()) for name, raw in mapping.columns.items()}
    assert {name: found.get(name) for name in wanted} == wanted
    assert not set(mapping.columns.values()) & set(mapping.personal)


@pytest.mark.parametrize("city", CITIES)
def test_american_exports_write_the_month_first(city):
    header = tuple(CITIES[city][0].split(","))
    assert recognise(header, LayerName.INCIDENTS, "in.csv").month_first


@pytest.mark.parametrize("city", ELSEWHERE)
def test_exports_of_other_countries_say_nothing_of_the_date_order(city):
    header = tuple(ELSEWHERE[city][0].split(","))
    assert not recognise(header, LayerName.INCIDENTS, "in.csv").month_first


@pytest.mark.parametrize("city", [*CITIES, *ELSEWHERE])
def test_their_headers_speak_of_incidents(city):
    assert layer_of(tuple((CITIES | ELSEWHERE)[city][0].split(","))) is LayerName.INCIDENTS


def test_a_publisher_that_states_its_coordinates_elsewhere_is_known_by_its_columns():
    header = tuple(ELSEWHERE["Vancouver"][0].split(","))
    assert recognise(header, LayerName.INCIDENTS, "in.csv").crs == "EPSG:26910"
    assert recognise(("date", "x", "y"), LayerName.INCIDENTS, "in.csv").crs == ""


def test_when_incidents_were_reported_serves_where_nothing_better_came_and_is_said():
    header = "IncidentNum,ReportedDateTime,Location,WeaponUsed,RoughX,RoughY,Robbery,Theft"
    mapping = recognise(tuple(header.split(",")), LayerName.INCIDENTS, "wibr.csv")
    assert mapping.columns["committed_from"] == "ReportedDateTime"
    assert mapping.notices == (
        "wibr.csv says when incidents were reported (ReportedDateTime), not when they happened.",
    )


def test_a_city_that_gives_no_point_is_refused_for_that():
    header = "INC NUMBER,OCCURRED ON,OCCURRED TO,UCR CRIME CATEGORY,100 BLOCK ADDR,ZIP,PREMISE TYPE"
    with pytest.raises(FileRefusedError, match="without longitude and latitude"):
        recognise(tuple(header.split(",")), LayerName.INCIDENTS, "phoenix.csv")


@pytest.mark.parametrize(
    "name", ["Vict Age", "Vict Descent", "SUSP_RACE", "VIC_SEX", "Victim Name", "Complainant Name"]
)
def test_their_columns_about_persons_are_left_out(name):
    for header, _ in CITIES.values():
        columns = tuple(header.split(","))
        if name in columns:
            assert name in recognise(columns, LayerName.INCIDENTS, "in.csv").personal
