"""The rows of police.uk's API as the columns of its archive, and parts joined without doubles."""

import math
from typing import Any, Final

import pandas as pd

from geo.sources.fetch.spreadsheet import harmless_texts

Rows = list[dict[str, Any]]

#: Never kept, not even in the cache.
_OF_PERSONS: Final = (
    "gender",
    "age_range",
    "self_defined_ethnicity",
    "officer_defined_ethnicity",
    "involved_person",
)
#: Names of the API and of the archive; all others get a capital and spaces.
_CRIME_TYPES: Final = {
    "criminal-damage-arson": "Criminal damage and arson",
    "violent-crime": "Violence and sexual offences",
    "public-disorder-weapons": "Public disorder and weapons",
    "anti-social-behaviour": "Anti-social behaviour",
}
_FORCES: Final = {"BTP": "British Transport Police", "Force": "Territorial police force"}
_STREET: Final = {
    "Crime ID": "persistent_id",
    "Month": "month",
    "Reported by": "location_type",
    "Falls within": "location_type",
    "Longitude": "location.longitude",
    "Latitude": "location.latitude",
    "Location": "location.street.name",
    "LSOA code": "",
    "LSOA name": "",
    "Crime type": "category",
    "Last outcome category": "outcome_status.category",
    "Context": "context",
}
_STOPS: Final = {
    "Type": "type",
    "Date": "datetime",
    "Part of a policing operation": "operation",
    "Policing operation": "operation_name",
    "Latitude": "location.latitude",
    "Longitude": "location.longitude",
    "Legislation": "legislation",
    "Object of search": "object_of_search",
    "Outcome": "outcome",
    "Outcome linked to object of search": "outcome_linked_to_object_of_search",
    "Removal of more than just outer clothing": "removal_of_more_than_outer_clothing",
}


#: Columns of words, in which a formula could hide.
_TEXTS: Final = (
    "Location",
    "Crime type",
    "Last outcome category",
    "Context",
    "Type",
    "Policing operation",
    "Legislation",
    "Object of search",
    "Outcome",
)


def without_persons(rows: Rows) -> Rows:
    """Leave out what is about a person."""
    return [{k: v for k, v in row.items() if k not in _OF_PERSONS} for row in rows]


def joined(answers: list[Rows]) -> pd.DataFrame:
    """Join the parts of one month; what lies on a shared edge comes in two parts and counts once.

    A crime is told by its id. Stops have none: where the same row comes from several parts, it
    counts as often as in the part that has it most often, so that two persons searched at the same
    minute stay two.

    Returns
    -------
    DataFrame of str
        One column for each value, nested ones with dots.
    """
    frames = [
        pd.json_normalize(rows).map(_as_text).assign(part=n) for n, rows in enumerate(answers)
    ]
    rows = pd.concat([f for f in frames if len(f)] or [pd.DataFrame({"part": []})]).fillna("")
    rows = rows.reset_index(drop=True)
    values = [name for name in rows.columns if name != "part"]
    if not len(rows):
        return rows.astype("str")
    if "id" in values and bool((rows["id"] != "").all()):
        return rows.drop_duplicates("id", ignore_index=True)
    turn = rows.groupby(["part", *values], sort=False).cumcount()
    again = rows[values].assign(turn=turn).duplicated()
    return rows[~again].reset_index(drop=True)


def street_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Street crimes in the columns of the archive, by month and place.

    The API names no force and no LSOA: a territorial force is told from the British Transport
    Police, and the LSOA stays empty.
    """
    table = _table(rows, _STREET)
    kinds = {k: _CRIME_TYPES.get(k, _spoken(k)) for k in table["Crime type"].unique()}
    table["Crime type"] = table["Crime type"].map(kinds)
    for column in ("Reported by", "Falls within"):
        table[column] = table[column].map(_FORCES).fillna("")
    return harmless_texts(table, _TEXTS)


def stops_table(rows: pd.DataFrame) -> pd.DataFrame:
    """Stops in the columns of the archive, without those about persons."""
    return harmless_texts(_table(rows, _STOPS), _TEXTS)


def _table(rows: pd.DataFrame, columns: dict[str, str]) -> pd.DataFrame:
    blank = pd.Series("", index=rows.index, dtype="str")
    return pd.DataFrame({name: rows.get(raw, blank) for name, raw in columns.items()}, dtype="str")


def _as_text(value: object) -> str:
    """Text of a JSON value; nothing where there is none, whole numbers without a fraction."""
    if value is None or (isinstance(value, float) and math.isnan(value)):
        return ""
    return f"{value:.0f}" if isinstance(value, float) and value.is_integer() else str(value)


def _spoken(slug: str) -> str:
    return slug.replace("-", " ").capitalize()
