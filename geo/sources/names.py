"""The raw column names that are known, most telling first, for each canonical column.

Names are compared without case, spaces and punctuation. An asterisk stands for two digits: ONS
boundary files carry the year in their names.
"""

import re
from typing import Final

from geo.sources.fields import LayerName

#: A pair of coordinates, or a geometry as text. In every layer.
POSITIONS: Final = {
    "longitude": "longitude lon long lng maplongitude geolon geolong pointx xcoordlon",
    "latitude": "latitude lat maplatitude geolat pointy ycoordlat",
    "easting": "easting eastings gridreferenceeasting",
    "northing": "northing northings gridreferencenorthing",
    "x": "x xcoordinate xcoord",
    "y": "y ycoordinate ycoord",
    "wkt": "wkt geom geometry thegeom wktgeometry",
}

_INCIDENTS: Final = {
    "incident_id": "incidentid incidentref incidentreference crimereference crimeref crimeid id "
    "drno cmplntnum offenseid rowid incidententryid incidentnumber incidentnum casenumber "
    "reportnumber ccn dckey inciid incident objectid",
    "source": "source recordsource system",
    "offence": "offence offencegroup offencecode offencetype offense primarytype ofnsdesc "
    "crmcddesc incidentcategory offensecategory offensecategoryid nibrsdescription textgeneralcode "
    "offensedescription offensetype crimetype crimecategory category description",
    "committed_from": "committedfrom occurred occurredat occurredon occurreddate occurreddatetime "
    "occurredondate datetime incidentdatetime offensestartdatetime firstoccurrencedate "
    "crimedatetime dispatchdatetime incidentoccurredat incidenttimestamp startdate startdatetime "
    "datefrom fromdate dateocc cmplntfrdt rmsoccurrencedate occurrencedate incidentdate date "
    "timestamp",
    "time_from": "timefrom timeocc cmplntfrtm rmsoccurrencehour occurrencehour occurredtime "
    "incidenttime time",
    "committed_to": "committedto occurredto offenseenddatetime lastoccurrencedate enddate "
    "enddatetime dateto todate cmplnttodt",
    "time_to": "timeto cmplnttotm",
    "location_type": "locationtype locationdescription premise premistype premtypdesc premisdesc "
    "placetype",
    "weapon": "weapon weaponused",
    "knife": "knife knifeflag knifeenabled",
    "injury": "injury injuryflag",
    "victim_under_18": "victimunder18 victimu18 under18victim",
    "police_generated": "policegenerated",
    "domestic": "domestic domesticflag domesticabuse",
}
_SCHOOLS: Final = {
    "urn": "urn schoolurn schoolid ncessch id code",
    "name": "name establishmentname schoolname school",
    "phase": "phase phaseofeducationname phaseofeducation phasename",
    "type": "typeofestablishmentname typeofestablishment establishmenttype",
    "low_age": "statutorylowage lowage",
    "high_age": "statutoryhighage highage",
    "status": "establishmentstatusname establishmentstatus",
    "pupils": "pupils numberofpupils roll schoolcapacity",
    "has_named_contact": "hasnamedcontact namedcontact",
}
_GATES: Final = {"urn": "urn schoolurn schoolid", "gate": "gate gatename name label"}
_INTERCHANGES: Final = {
    "interchange_id": "interchangeid atcocode stopid stationid naptanid id osmid",
    "name": "name commonname stationname stopname",
    "kind": "kind stoptype type",
    "modes": "modes mode",
    "status": "status",
}
_STREETS: Final = {
    "street_id": "streetid osmid fullid roadlinkid identifier toid id fid",
    "name": "name streetname roadname name1 roadname1",
    "kind": "kind highway roadfunction roadclassification function class fclass",
}
_AREAS: Final = {
    "ward_code": "wardcode wd*cd gsscode wardid code id",
    "name": "name wardname wd*nm wdname",
}
_BASEMAP: Final = {"kind": "kind", "name": "name"}
_CONTEXT: Final = {
    "incident_id": "crimeid incidentid id",
    "source": "fallswithin reportedby source",
    "offence": "crimetype offence category",
    "month": "month",
    "place": "location street place",
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


def squeezed(name: str) -> str:
    """Give a column name without case, spaces and punctuation."""
    return re.sub(r"[\W_]+", "", name).lower()


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
        pattern = re.compile(known.replace("*", r"\d\d"))
        for name, raw in came.items():
            if pattern.fullmatch(name):
                return raw
    return None
