"""The raw column names that are known, most telling first, for each canonical column.

Names are compared without case, spaces and punctuation. An asterisk stands for two digits: ONS
boundary files carry the year in their names. What else may stand beside the canonical columns are
the helpers: a position, a time of its own, a date in parts.
"""

import re
from typing import Final

from geo.header_words import wordset
from geo.sources.fields import LayerName

#: A pair of coordinates, a pair in one text, or a geometry as text. In every layer.
POSITIONS: Final = {
    "longitude": "longitude lon long lng longitud maplongitude geolon geolong lonwgs84 longwgs84 "
    "longitudewgs84 longitudepublic hndrdthlon opendatalon incidentlongitude longitudex pointx "
    "xcoordlon longitudedecimal stoplon stoplongitude",
    "latitude": "latitude lat latitud maplatitude geolat latwgs84 latitudewgs84 latitudepublic "
    "hndrdthlat opendatalat incidentlatitude latitudex pointy ycoordlat latitudedecimal stoplat "
    "stoplatitude",
    "easting": "easting eastings gridreferenceeasting gridrefeasting gridrefeast xeasting "
    "eastingbng osgbeasting osgreast bngeasting",
    "northing": "northing northings gridreferencenorthing gridrefnorthing gridrefnorth ynorthing "
    "northingbng osgbnorthing osgrnorth bngnorthing",
    "x": "x xcoordinate xcoord xcoordcd geox roughx opendatax xcoordpublic xblock coordx",
    "y": "y ycoordinate ycoord ycoordcd geoy roughy opendatay ycoordpublic yblock coordy "
    "ycordinate",
    "wkt": "wkt geom geometry thegeom wktgeometry wktgeom shapewkt",
    "latlon": "latlon latlong latlng latitudelongitude geolocation geopoint geopoint2d "
    "newgeoreferencedcolumn mappedlocation geocodedcolumn geocodedlocation georeference "
    "coordinates coordinate gpscoordinates location1 locationpoint point location",
}

_INCIDENTS: Final = {
    "incident_id": "incidentid incidentref incidentreference crimereference crimeref crimeid id "
    "drno cmplntnum servicenumberid offenseid rowid incidententryid uniquenibrno nibrsuniq "
    "eventuniqueid incidentreportid primarykey incidentnumberwyear incidentnumber incidentnum "
    "incidntnum incidentno casenumber caseno reportnumber reportno ccn ccnumber compnos dckey "
    "inciid incnumber incident crimereferencenumber crimenumber offenceid eventid objectid",
    "source": "source recordsource system",
    "offence": "offence offencegroup offencecode offencetype offense primarytype ofnsdesc "
    "crmcddesc incidentcategory offensecategory offensecategoryid nibrsdescription "
    "nibrdescription nibrsoffensecodedescription nibrsoffense nibrscrime highestnibrsdescription "
    "highestoffensedescription textgeneralcode incidenttypeprimary ibroffensedescription "
    "offensedescription offensetype ucrcrimecategory uc2literal ucrliteral ucrdescription ibrs "
    "mcicategory uordesc incidenttypedescription typeofincident crimetype crimecategory "
    "categoriadelito delito category categoria type description",
    "committed_from": "committedfrom occurred occurredat occurredon occurreddatetime occurreddate "
    "occurredondate datetime incidentdatetime offensestartdatetime firstoccurrencedate "
    "crimedatetime dispatchdatetime incidentoccurredat incidenttimestamp startdate startdatetime "
    "datefrom fromdate dateocc cmplntfrdt rmsoccurrencedate occurrencedate occdate offensedate "
    "offensedatetime occuredon dateoccured dateoccurred occurreddateordaterangestart "
    "occurredfromdate occurdate occurdatetime dateincidentbegan incidentoccurred "
    "date1ofoccurrence begindate crimedate fechahecho fechahechos incidentdate date dates "
    "timestamp",
    "time_from": "timefrom timeocc cmplntfrtm rmsoccurrencehour occurrencehour occurredtime "
    "occurtime fromtime time1ofoccurrence crimetime begintime starttime occurrencetime horahecho "
    "horahechos incidenttime hourfrom time hour",
    "committed_to": "committedto occurredto occurredtodate offenseenddatetime "
    "lastoccurrencedate occurreddaterangeend enddate enddatetime dateto todate possibledate "
    "possdate date2ofoccurrence dateincidentend cmplnttodt",
    "time_to": "timeto cmplnttotm totime possibletime posstime time2ofoccurrence endtime hourto",
    "location_type": "locationtype locationdescription locationtypedescription premise premises "
    "premisetype premisestype premtypdesc premisdesc placetype typelocation insideoutside loctype",
    "weapon": "weapon weaponflag weaponused",
    "knife": "knife knifeflag knifeenabled knifecrime",
    "injury": "injury injuryflag",
    "victim_under_18": "victimunder18 victimu18 under18victim",
    "police_generated": "policegenerated",
    "domestic": "domestic domesticflag domesticabuse domesticrelated domesticviolencecrime dvflag "
    "familyviolence familyoffense",
    "year": "year occyear occurrenceyear year1ofoccurrence",
    "month_of_year": "month occmonth occurrencemonth",
    "day_of_month": "day occday occurrenceday",
    "hour": "hour occhour occurrencehour",
    "minute": "minute occminute",
}
_SCHOOLS: Final = {
    "urn": "urn schoolurn schoolid ncessch id code",
    "name": "name establishmentname schoolname schname schnam school",
    "phase": "phase phaseofeducationname phaseofeducation phasename",
    "phase_code": "phaseofeducationcode",
    "type": "typeofestablishmentname typeofestablishment establishmenttype",
    "type_code": "typeofestablishmentcode",
    "low_age": "statutorylowage lowage",
    "high_age": "statutoryhighage highage",
    "status": "establishmentstatusname establishmentstatus",
    "status_code": "establishmentstatuscode",
    "pupils": "pupils numberofpupils roll schoolcapacity",
    "has_named_contact": "hasnamedcontact namedcontact",
}
_GATES: Final = {"urn": "urn schoolurn schoolid", "gate": "gate gatename name label"}
_INTERCHANGES: Final = {
    "interchange_id": "interchangeid atcocode stopid stationid naptanid id osmid fullid",
    "name": "name commonname stationname stopname",
    "kind": "kind stoptype type fclass railway publictransport amenity highway",
    "modes": "modes mode",
    "status": "status",
    "change": "modification",
    "hub": "hubnaptancode hub topmostparentid",
}
_STREETS: Final = {
    "street_id": "streetid osmid fullid roadlinkid identifier toid id fid",
    "name": "name streetname roadname name1 roadname1",
    "kind": "kind highway roadfunction roadclassification function class fclass",
    "foot": "foot",
    "cycle": "cycle bicycle",
    "car": "car motorcar motorvehicle",
    "access": "access",
    "vehicle": "vehicle",
    "oneway": "oneway",
    "oneway_cycle": "onewaybicycle",
    "junction": "junction",
    "cycleway": "cycleway",
    "indoor": "indoor",
    "layer": "layer",
    "level": "level",
    "other_tags": "othertags",
}
_AREAS: Final = {
    "ward_code": "wardcode wd*cd gsscode lad*cd lsoa*cd msoa*cd wardid code id",
    "name": "name wardname wd*nm lad*nm lsoa*nm msoa*nm wdname",
}
_BASEMAP: Final = {"kind": "kind", "name": "name"}
_CONTEXT: Final = {
    "incident_id": "crimeid incidentid id persistentid",
    "source": "fallswithin reportedby source",
    "offence": "crimetype offence category",
    "month": "month",
    "place": "location street place locationstreetname",
}

COLUMN_NAMES: Final[dict[LayerName, dict[str, str]]] = {
    LayerName.INCIDENTS: _INCIDENTS,
    LayerName.SCHOOLS: _SCHOOLS,
    LayerName.GATES: _GATES,
    LayerName.INTERCHANGES: _INTERCHANGES,
    LayerName.STREETS: _STREETS,
    LayerName.AREAS: _AREAS,
    LayerName.BASEMAP: _BASEMAP,
    LayerName.CONTEXT: _CONTEXT,
}

#: A date in parts: where all three are there, they do as well as committed_from.
DATE_PARTS: Final = ("year", "month_of_year", "day_of_month")

REQUIRED: Final[dict[LayerName, tuple[str, ...]]] = {
    LayerName.INCIDENTS: ("committed_from",),
    LayerName.SCHOOLS: ("name",),
    LayerName.GATES: ("urn",),
    LayerName.INTERCHANGES: ("name",),
    LayerName.STREETS: (),
    LayerName.AREAS: (),
    LayerName.BASEMAP: (),
    LayerName.CONTEXT: ("month",),
}


def first_match(wanted: str, came: dict[str, str]) -> str | None:
    """Find the raw column for one canonical column.

    Parameters
    ----------
    wanted : str
        Known names, separated by spaces, most telling first.
    came : dict
        Squeezed name to name as it came.
    """
    for known in wanted.split():
        if "*" not in known:
            if known in came:
                return came[known]
            continue
        pattern = re.compile(known.replace("*", r"\d\d"))
        for name, raw in came.items():
            if pattern.fullmatch(name):
                return raw
    return None


#: What may stand beside the canonical columns, and is not kept as such.
HELPERS: Final = wordset(
    "longitude latitude easting northing x y wkt latlon time_from time_to year month_of_year "
    "day_of_month hour minute type type_code phase_code status status_code low_age high_age "
    "change hub access vehicle oneway oneway_cycle junction cycleway indoor layer level other_tags"
)
