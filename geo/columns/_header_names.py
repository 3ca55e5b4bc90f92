"""Names of columns that are known, and a second look by their words where one is not."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Final

from geo.model import LayerName
from geo.text import words_of, wordset

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


def first_match(known_names: str, came: dict[str, str]) -> str | None:
    """Find the raw column for one canonical column.

    Parameters
    ----------
    known_names : str
        Known names, separated by spaces, most telling first.
    came : dict
        Squeezed name to name as it came.
    """
    for known in known_names.split():
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


#: Different words for the same.
_SAME: Final = {
    "offense": "offence", "offences": "offence", "offenses": "offence", "crimes": "crime",
    "occ": "occurred", "occur": "occurred", "occured": "occurred", "occurrence": "occurred",
    "occurence": "occurred", "happened": "occurred", "dt": "date", "tm": "time",
    "datetime": "date", "dttm": "date", "timestamp": "date", "lat": "latitude", "lon": "longitude",
    "long": "longitude", "lng": "longitude", "coord": "coordinate", "coordinates": "coordinate",
    "coords": "coordinate", "num": "number", "no": "number", "nbr": "number", "nr": "number",
    "ref": "reference", "desc": "description", "cat": "category", "rptd": "reported",
    "rpt": "reported", "report": "reported", "recorded": "reported", "begin": "start",
    "began": "start", "begun": "start", "beginning": "start", "commenced": "start",
    "finish": "end", "ended": "end", "until": "to", "east": "easting", "north": "northing",
    "premises": "premise", "establishment": "school", "pupil": "pupils", "students": "pupils",
    "enrollment": "pupils", "enrolment": "pupils", "classification": "class", "fr": "from",
    "stn": "station", "uid": "id", "identifier": "id",
}  # fmt: skip
#: Of a time, these say that it is of something else than the incident.
_OTHER_TIMES: Final = (
    "reported updated update created modified entered closed cleared clearance approved received "
    "arrest birth dob week year month load edit edited changed change submitted assigned export "
    "arrived census open opened inspection review valid"
)
_REPORT_ONLY: Final = "updated update modified closed cleared clearance birth dob week year month"

#: For each canonical column, in order: words that must be there, and after ! words that must not.
_LIKELY: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "longitude": (("longitude", "min max"),),
    "latitude": (("latitude", "min max"),),
    "easting": (("grid easting", ""), ("easting", "middle range street road end")),
    "northing": (("grid northing", ""), ("northing", "middle range street road end")),
    "x": (("x coordinate", ""), ("x bng", ""), ("x utm", "")),
    "y": (("y coordinate", ""), ("y bng", ""), ("y utm", "")),
}
_LIKELY_INCIDENTS: Final[dict[str, tuple[tuple[str, str], ...]]] = {
    "incident_id": tuple(
        (f"{what} {word}", "type code category description date time")
        for word in ("id", "reference", "number")
        for what in ("incident", "crime", "offence", "case", "event", "record", "reported", "log")
    ),
    "offence": (
        *(
            (f"{what} {word}", "number id date time")
            for word in ("description", "category", "group", "type", "name", "class", "code")
            for what in ("offence", "crime", "nibrs", "ucr", "incident", "charge", "event", "call")
        ),
        ("statute", ""),
        ("offence", "number id date time reference start end"),
        ("delito", ""),
    ),
    "committed_from": (
        ("committed from", "time"), ("occurred from", "time"), ("date from", ""),
        ("date start", ""), ("date committed", "to end"), ("date occurred", "to end"),
        ("date offence", "to end"), ("date crime", "to end"), ("date incident", "to end"),
        ("date event", "to end"), ("date 1", ""), ("occurred", "time to end hour"),
        ("committed", "time to end hour"), ("fecha", "inicio"), ("date", "to end 2"),
    ),
    "time_from": (
        ("time committed", "to end date"), ("time occurred", "to end date"),
        ("time from", "date"), ("time start", "date"), ("time offence", "to end date"),
        ("time incident", "to end date"), ("time crime", "to end date"), ("hora", "inicio"),
        ("time", "to end date zone 2"),
    ),
    "committed_to": (
        ("committed to", "time"), ("occurred to", "time"), ("date to", ""), ("date end", ""),
        ("committed end", "time"), ("occurred end", "time"),
    ),
    "time_to": (("time to", "date"), ("time end", "date")),
    "location_type": (
        ("location type", ""), ("premise type", ""), ("place type", ""), ("premise", "code"),
        ("location description", ""), ("location category", ""), ("locus type", ""),
    ),
    "source": (("force name", ""), ("agency name", ""), ("source", "")),
    "knife": (("knife", ""), ("bladed", "")),
    "injury": (("injury flag", ""), ("injured", "")),
    "domestic": (("domestic", ""), ("dv flag", ""), ("family violence", "")),
}  # fmt: skip
_REPORTED: Final = (("date reported", ""), ("reported", "number id time type category by code"))
_LAYERS: Final[dict[LayerName, dict[str, tuple[tuple[str, str], ...]]]] = {
    LayerName.INCIDENTS: _LIKELY_INCIDENTS,
    LayerName.SCHOOLS: {
        "urn": (("urn", ""), ("school id", ""), ("school number", ""), ("school code", "")),
        "name": (("school name", ""), ("college name", ""), ("name school", ""), ("school", "")),
        "phase": (("phase", "code"), ("school level", ""), ("education level", "")),
        "type": (("school type", "code group"),),
        "pupils": (("number pupils", ""), ("pupils total", ""), ("pupils", "")),
        "low_age": (("low age", ""), ("age from", ""), ("lowest age", ""), ("minimum age", "")),
        "high_age": (("high age", ""), ("age to", ""), ("highest age", ""), ("maximum age", "")),
        "status": (("school status", "code"), ("open status", "")),
    },
    LayerName.GATES: {"urn": (("urn", ""), ("school id", "")), "gate": (("gate", ""),)},
    LayerName.INTERCHANGES: {
        "interchange_id": tuple(
            (f"{what} {word}", "type") for word in ("id", "code", "reference", "number")
            for what in ("stop", "station", "atco", "interchange", "naptan")
        ),
        "name": tuple(
            (f"{what} name", "") for what in ("interchange", "station", "stop", "common")
        ),
        "kind": (("stop type", ""), ("station type", ""), ("interchange type", "")),
        "modes": (("modes", ""), ("mode", "")),
    },
    LayerName.STREETS: {
        "street_id": (("street id", ""), ("road id", ""), ("osm id", ""), ("link id", "")),
        "name": (("street name", ""), ("road name", ""), ("full name", "")),
        "kind": tuple(
            (f"{what} {word}", "") for word in ("class", "type", "function", "category")
            for what in ("road", "street", "highway")
        ),
    },
    LayerName.AREAS: {
        "ward_code": tuple(
            (f"{what} {word}", "") for word in ("code", "id", "number")
            for what in ("ward", "area", "district", "neighborhood", "neighbourhood", "beat")
        ),
        "name": tuple(
            (f"{what} name", "") for what in ("ward", "area", "district", "neighborhood",
                                              "neighbourhood", "beat", "lsoa", "msoa")
        ),
    },
    LayerName.BASEMAP: {},
    LayerName.CONTEXT: {"month": (("month", "of"),), "offence": (("crime type", ""),)},
}  # fmt: skip
_TIMES: Final = frozenset(("committed_from", "committed_to", "time_from", "time_to"))


@dataclass(frozen=True)
class _Rule:
    """Words that a name must have, and words that it must not have."""

    required: frozenset[str]
    barred: frozenset[str]


def likely(
    free: tuple[str, ...], layer: LayerName, missing: frozenset[str], *, has_geometry: bool
) -> dict[str, str]:
    """Find canonical columns among raw ones by the words in their names.

    Parameters
    ----------
    free : tuple of str
        Raw columns that nothing uses and that are not about persons.
    missing : frozenset of str
        Canonical columns and helpers that were not found by a known name.
    has_geometry : bool
        Whether the format itself carries the geometry.

    Returns
    -------
    dict
        Canonical name to raw name; each raw column once.
    """
    words = {raw: frozenset(_SAME.get(word, word) for word in words_of(raw)) for raw in free}
    columns: dict[str, str] = {}
    for name, rules in _rules(layer).items():
        if name not in missing or (has_geometry and name in _LIKELY):
            continue
        raw = _best(
            rules,
            {raw: name_words for raw, name_words in words.items() if raw not in columns.values()},
        )
        if raw is not None:
            columns[name] = raw
    return columns


def reported(free: tuple[str, ...]) -> str | None:
    """Find the column that says when incidents were reported; for files that say nothing better."""
    words = {raw: frozenset(_SAME.get(word, word) for word in words_of(raw)) for raw in free}
    return _best(tuple(_rule(*rule, _REPORT_ONLY) for rule in _REPORTED), words)


@cache
def _rules(layer: LayerName) -> dict[str, tuple[_Rule, ...]]:
    return {
        name: tuple(_rule(*rule, _OTHER_TIMES if name in _TIMES else "") for rule in rules)
        for name, rules in (_LAYERS[layer] | _LIKELY).items()
    }


def _rule(required: str, barred: str, more: str) -> _Rule:
    return _Rule(frozenset(required.split()), frozenset(f"{barred} {more}".split()))


def _best(rules: tuple[_Rule, ...], words: dict[str, frozenset[str]]) -> str | None:
    """Raw name that fits the first rule that any fits, the one with the fewest other words."""
    for rule in rules:
        fitting = [
            (len(name_words), raw)
            for raw, name_words in words.items()
            if rule.required <= name_words and not rule.barred & name_words
        ]
        if fitting:
            fewest = min(fitting, key=lambda pair: pair[0])
            return fewest[1]
    return None
