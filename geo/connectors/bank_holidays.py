"""Bank holidays of the United Kingdom, as gov.uk publishes them.

The calendar takes bank holidays from the package ``holidays`` by itself, which knows them for
years to come. This file is the official word to check it against.
"""

import datetime as dt
from typing import Any, Final

import holidays
import pandas as pd

from geo.connectors._bodies import json_of, packed
from geo.connectors._http_request import Request
from geo.connectors.session import Session
from geo.errors import NotAsExpectedError
from geo.formats import harmless_texts

_WHAT: Final = "the bank holidays"
#: Divisions of gov.uk, and the subdivisions that the calendar takes for them.
_DIVISIONS: Final = {"england-and-wales": "ENG", "scotland": "SCT", "northern-ireland": "NIR"}


def fetch_bank_holidays(session: Session) -> None:
    """Fetch the dates as ``bank-holidays.csv`` with columns date, title, division and notes.

    Parameters
    ----------
    session : Session
        Open with the service ``bank-holidays``.

    Raises
    ------
    FetchError
        When the service does not answer.
    """
    session.say("bank holidays", 0, 1)
    request = Request(session.service, "/bank-holidays.json")
    got = session.get(request, lambda body: packed(_divisions(body)))
    table = _holidays_of(_divisions(got.content))
    session.deliver(
        "bank-holidays.csv",
        lambda path: table.to_csv(path, index=False, lineterminator="\n"),
        "all divisions",
    )
    session.say("bank holidays", 1, 1)
    session.notices.append(_compared(table))


def _holidays_of(divisions: dict[str, Any]) -> pd.DataFrame:
    """Make the table: one row for each date and division, in order.

    Raises
    ------
    NotAsExpectedError
        When an event has no date or no title.
    """
    events = [
        {"division": name, **event}
        for name, published in divisions.items()
        for event in published["events"]
    ]
    table = pd.DataFrame(events, columns=["date", "title", "division", "notes"]).fillna("")
    table = table.astype("str")
    good = table["date"].str.fullmatch(r"\d{4}-\d{2}-\d{2}") & (table["title"] != "")
    if not len(table) or not good.all():
        raise NotAsExpectedError(
            f"The answer with {_WHAT} has an event without a date or a title; expected both. Run "
            "it again; if it stays so, the service has changed."
        )
    table = table.sort_values(["date", "division"], kind="stable", ignore_index=True)
    return harmless_texts(table, ("title", "notes"))


def _compared(table: pd.DataFrame) -> str:
    """Say whether the calendar, which uses the package ``holidays``, knows the same dates."""
    differing = [
        f"{date} ({division})"
        for division, subdivision in _DIVISIONS.items()
        for date in _differing(table[table["division"] == division]["date"], subdivision)
    ]
    begins = "The calendar takes bank holidays from the package holidays, not from this file"
    if not differing:
        return f"{begins}; the two agree on all {len(table):,} dates."
    more = f" and {len(differing) - 6} more" if len(differing) > 6 else ""
    return (
        f"{begins}. They differ on {', '.join(differing[:6])}{more}: write such a day into the "
        "term dates as a closure."
    )


def _differing(dates: pd.Series, subdivision: str) -> list[str]:
    """Weekdays that only one of the two knows, within the time of gov.uk.

    A holiday on a weekend plays no part: gov.uk names only the day in its place.
    """
    official = {dt.date.fromisoformat(date) for date in dates}
    years = sorted({day.year for day in official})
    known = holidays.country_holidays("GB", subdiv=subdivision, years=years)
    apart = official ^ {day for day in known if min(official) <= day <= max(official)}
    return sorted(day.isoformat() for day in apart if day.weekday() < 5)


def _divisions(body: bytes) -> dict[str, Any]:
    divisions = json_of(body, _WHAT)
    good = isinstance(divisions, dict) and set(_DIVISIONS) <= set(divisions)
    if not good or not all(_is_division(divisions[name]) for name in _DIVISIONS):
        raise NotAsExpectedError(
            f"The answer with {_WHAT} is not as published; expected the divisions "
            f"{', '.join(_DIVISIONS)} with their events. Run it again."
        )
    return {name: divisions[name] for name in _DIVISIONS}


def _is_division(value: object) -> bool:
    events = value.get("events") if isinstance(value, dict) else None
    return isinstance(events, list) and all(isinstance(event, dict) for event in events)
