"""What is particular to the exports of some publishers, told by their headers."""

from typing import Final

from geo.header_words import squeezed, words_of, wordset
from geo.sources.fields import LayerName

#: Where all of these columns are there, this one is the id: the file has a row an offence.
_ROW_IDS: Final = (
    (("incidentcode", "rowid"), "rowid"),  # San Francisco
    (("offensecode", "offenseid"), "offenseid"),  # Seattle, Denver
    (("nibrsoffensecode", "offenseid"), "offenseid"),
    (("offensetypeid", "offenseid"), "offenseid"),
)
#: Date and hour stand apart, and the date is at midnight somewhere else (Toronto).
_DATE_AND_HOUR: Final = (("occdate", "occhour"), ("occurrencedate", "occurrencehour"))
#: Coordinate systems of x and y that publishers state beside their files.
_CRS: Final = (
    (("hundredblock", "neighbourhood", "minute"), "EPSG:26910"),  # Vancouver: UTM 10N
    (("roughx", "roughy"), "EPSG:32054"),  # Milwaukee: Wisconsin South, 1927, feet
)
#: Columns of cities that write 04/27/2016.
_MONTH_FIRST: Final = wordset(
    "primarytype casenumber drno dateocc crmcddesc cmplntnum cmplntfrdt ofnsdesc nibrsdescription "
    "nibrdescription rmsoccurrencedate rmsoccurrencehour offensestartdatetime incidentdatetime "
    "textgeneralcode dckey crimedatetime date1ofoccurrence uordesc incidntnum pddistrict compnos "
    "geolon opendatalat longitudepublic incidententryid scoutcararea npu dvflag ibrs roughx "
    "hundredblocklocation boronm"
)
_AMERICAN: Final = wordset(
    "offense offenses neighborhood neighborhoods zip zipcode precinct nibrs iucr"
)
_NOT_AMERICAN: Final = wordset("offence offences neighbourhood neighbourhoods delito")


def adapted(found: dict[str, str], came: dict[str, str], layer: LayerName) -> dict[str, str]:
    """Put right what the names alone would get wrong in the exports of some publishers."""
    if layer is not LayerName.INCIDENTS:
        return found
    for there, row_id in _ROW_IDS:
        if set(there) <= set(came):
            found = found | {"incident_id": came[row_id]}
            break
    parts = {"year", "month_of_year", "day_of_month", "hour"}
    if parts <= set(found) and any(set(pair) <= set(came) for pair in _DATE_AND_HOUR):
        apart = ("committed_from", "time_from")
        found = {name: raw for name, raw in found.items() if name not in apart}
    return found


def crs_of(came: frozenset[str]) -> str:
    """Coordinate system of x and y in the export of a publisher; empty where nobody says it."""
    return next((crs for there, crs in _CRS if set(there) <= came), "")


def writes_month_first(columns: tuple[str, ...]) -> bool:
    """Say whether the header is that of a publisher in the United States."""
    words = frozenset(word for name in columns for word in words_of(name))
    if words & _NOT_AMERICAN:
        return False
    return bool(words & _AMERICAN or frozenset(map(squeezed, columns)) & _MONTH_FIRST)
