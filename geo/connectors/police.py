"""police.uk: street crime by month, and stop and search, within an area.

Street crime has no time of day and lies on map points near the place: it is context, by month.
See the documentation of the API: methods crimes-street, stops-street, stops-force, and
crimes-street-dates for the months that there are.
"""

import difflib
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final

import pandas as pd
from shapely.geometry import Polygon
from shapely.geometry.base import BaseGeometry

from geo.connectors._bodies import json_list, packed
from geo.connectors._http_request import TOO_MANY, Request
from geo.connectors._query_areas import quarters, rings
from geo.connectors.session import Session
from geo.errors import FetchError
from geo.formats import harmless_texts

_Rows = list[dict[str, Any]]

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
_NOT_FOUND: Final = 404
#: A GET of more than 4,094 characters is answered with 400; this leaves room for the address.
_LONGEST_GET: Final = 3_800
_DEEPEST: Final = 7
_MONTH: Final = re.compile(r"(\d{4})-(0[1-9]|1[0-2])")
_MOST_MONTHS: Final = 120


class PoliceKind(StrEnum):
    """What police.uk is asked for."""

    STREET = "street"
    STOPS = "stops"


@dataclass(frozen=True)
class PoliceQuery:
    """What to fetch from police.uk.

    Attributes
    ----------
    first, last : str
        Months such as 2024-01, both included.
    area : geometry or None
        Polygon in WGS84.
    force : str
        Id of a force, for stop and search in place of an area.
    """

    kind: PoliceKind
    first: str
    last: str
    area: BaseGeometry | None = None
    force: str = ""

    def __post_init__(self) -> None:
        if self.force and self.kind is PoliceKind.STREET:
            raise FetchError(
                "police.uk gives street crime by area and not by force; expected --area, or "
                "--workspace whose bounds are taken. Leave --force out."
            )
        if (self.area is None) == (not self.force):
            raise FetchError(
                "police.uk needs to know where; expected an area (--area FILE or "
                "west,south,east,north, or --workspace) or, for stops, one --force."
            )

    def __str__(self) -> str:
        where = self.force or (self.area.wkt if self.area is not None else "")
        return f"{self.kind} {self.first} to {self.last} {where}"


def fetch_police_uk(session: Session, query: PoliceQuery) -> None:
    """Fetch month by month; each month is delivered as soon as it is whole.

    Files are called ``police-uk-street-2024-01.csv`` and have the columns of police.uk's own
    archive, those about persons left out.

    Parameters
    ----------
    session : Session
        Open with the service ``police-uk``.
    query : PoliceQuery
        Which months, and where.

    Raises
    ------
    FetchError
        When a month is not published, the force is not known, or the service does not answer.
    """
    months = _months_between(query.first, query.last)
    published = _published(session)
    _check_months(months, tuple(published))
    _check_force(query, published)
    parts = rings(query.area) if query.area is not None else ()
    for number, month in enumerate(months):
        session.say(month, number, len(months))
        if query.force and query.force not in published[month]:
            session.notices.append(f"{query.force} published no stop and search for {month}.")
            continue
        bodies, parts = _month(session, query, month, parts)
        rows = _joined(bodies)
        table = _street_table(rows) if query.kind is PoliceKind.STREET else _stops_table(rows)
        _deliver(session, query, month, table)
    session.say(months[-1], len(months), len(months))
    session.notices.append(_notice(query))


def _month(
    session: Session, query: PoliceQuery, month: str, parts: tuple[Polygon, ...]
) -> tuple[list[list[dict[str, Any]]], tuple[Polygon, ...]]:
    """Give the answers of one month, and the parts that were small enough to be answered."""
    if query.force:
        params = (("force", query.force), ("date", month))
        rows = _ask(session, Request(session.service, "/stops-force", params), query, month)
        return [rows or []], ()
    bodies, small = [], []
    waiting = [(part, 0) for part in reversed(parts)]
    while waiting:
        part, depth = waiting.pop()
        rows = _ask(session, _within(session, query, month, part), query, month)
        if rows is not None:
            bodies.append(rows)
            small.append(part)
            continue
        if depth >= _DEEPEST:
            raise FetchError(
                f"police.uk does not answer for {month} even in small parts of the area; expected "
                "fewer than 10,000 rows in each. Try again later, or ask for a smaller area."
            )
        waiting.extend((quarter, depth + 1) for quarter in reversed(quarters(part)))
        session.say(f"{month}, in {len(small) + len(waiting)} parts")
    return bodies, tuple(small)


def _within(session: Session, query: PoliceQuery, month: str, part: Polygon) -> Request:
    """Ask for a polygon: by GET, or by POST where the address would be too long."""
    corners = part.exterior.coords[:-1]
    poly = ":".join(f"{lat:.6f},{lon:.6f}" for lon, lat in corners)
    path = "/crimes-street/all-crime" if query.kind is PoliceKind.STREET else "/stops-street"
    params = (("date", month), ("poly", poly))
    if len(session.service.base_url) + len(path) + len(poly) > _LONGEST_GET - 200:
        return Request(session.service, path, form=params)
    return Request(session.service, path, params)


def _ask(
    session: Session, request: Request, query: PoliceQuery, month: str
) -> list[dict[str, Any]] | None:
    """Give the rows, or None where there are more than the service gives at once."""
    what = f"{query.kind} of {month}"
    got = session.get(
        request,
        lambda body: packed(_without_persons(json_list(body, what))),
        # One 503 may be a hiccup; the second one means that there are more than 10,000 rows.
        give_back={_NOT_FOUND: 1, TOO_MANY: 2},
    )
    if got.status == _NOT_FOUND:
        _check_months((month,), tuple(m for m in _published(session) if m != month))
    return json_list(got.content, what) if got.path is not None else None


def _published(session: Session) -> dict[str, list[str]]:
    """Months that there are, and the forces that published stop and search in each."""
    what = "the months that police.uk has"
    got = session.get(
        Request(session.service, "/crimes-street-dates"),
        lambda body: packed(json_list(body, what)),
        anew=True,
    )
    rows = json_list(got.content, what)
    forces_by_month = {str(row.get("date")): row.get("stop-and-search") for row in rows}
    return {
        m: [str(f) for f in forces] if isinstance(forces, list) else []
        for m, forces in forces_by_month.items()
    }


def _check_months(months: tuple[str, ...], published: tuple[str, ...]) -> None:
    missing = [month for month in months if month not in published]
    if missing:
        raise FetchError(
            f"police.uk has not published {_in_words(missing)}; there is {_in_words(published)}. "
            "Choose among these with --from and --to."
        )


def _check_force(query: PoliceQuery, published: dict[str, list[str]]) -> None:
    """Say which force was perhaps meant."""
    forces = sorted({force for month in published.values() for force in month})
    if query.force and query.force not in forces:
        near = difflib.get_close_matches(query.force, forces, n=3) or forces[:60]
        raise FetchError(
            f"police.uk knows no force {query.force[:40]!r} with stop and search; expected such as "
            f"{', '.join(near)}. Mend --force."
        )


def _deliver(session: Session, query: PoliceQuery, month: str, table: pd.DataFrame) -> None:
    bounds = query.area.bounds if query.area is not None else ()
    where = query.force or "within " + ",".join(f"{edge:.5f}" for edge in bounds)
    session.deliver(
        f"police-uk-{query.kind}-{month}.csv",
        lambda path: table.to_csv(path, index=False, lineterminator="\n"),
        f"{query.kind} of {month} {where}",
    )


def _notice(query: PoliceQuery) -> str:
    if query.kind is PoliceKind.STREET:
        return (
            "Street crime by month has no time of day, and its points are map points near the "
            "place: it becomes the layer context and can never say when to patrol."
        )
    return (
        "Stop and search is context with weight 0: it never moves a hotspot. Gender, age range "
        "and ethnicity were left out before anything was written."
    )


def _without_persons(rows: _Rows) -> _Rows:
    """Leave out what is about a person."""
    return [{k: v for k, v in row.items() if k not in _OF_PERSONS} for row in rows]


def _joined(answers: list[_Rows]) -> pd.DataFrame:
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


def _street_table(rows: pd.DataFrame) -> pd.DataFrame:
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


def _stops_table(rows: pd.DataFrame) -> pd.DataFrame:
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


def _months_between(first: str, last: str) -> tuple[str, ...]:
    """All months from the first to the last, both included.

    Raises
    ------
    FetchError
        When one is no month, they are in the wrong order, or there are more than ten years.
    """
    start, end = _month_number(first, "--from"), _month_number(last, "--to")
    if end < start:
        raise FetchError(f"--to {last} lies before --from {first}; expected it later. Swap them.")
    if end - start >= _MOST_MONTHS:
        raise FetchError(
            f"{first} to {last} is {end - start + 1} months; expected at most {_MOST_MONTHS}. "
            "Ask in parts."
        )
    return tuple(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in range(start, end + 1))


def _in_words(months: Sequence[str]) -> str:
    """``2021-01 to 2024-06`` where there are no gaps; each run of months otherwise."""
    numbers = sorted({_month_number(month, "month") for month in months if _MONTH.fullmatch(month)})
    if not numbers:
        return "no month"
    breaks = [i for i, n in enumerate(numbers) if i == 0 or n != numbers[i - 1] + 1]
    runs = [numbers[a:b] for a, b in zip(breaks, [*breaks[1:], None], strict=True)]
    texts = [(f"{n // 12:04d}-{n % 12 + 1:02d}" for n in (run[0], run[-1])) for run in runs]
    return ", ".join(" to ".join(dict.fromkeys(ends)) for ends in texts)


def _month_number(text: str, option: str) -> int:
    match = _MONTH.fullmatch(text.strip())
    if match is None:
        raise FetchError(f"{option} is {text[:20]!r}; expected a month such as 2024-01. Mend it.")
    return int(match[1]) * 12 + int(match[2]) - 1
