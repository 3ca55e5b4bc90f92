"""The school year, day by day: what each date is, and how many school days a term has.

It agrees with `Calendar`: a date is a school day here exactly when bells ring there.
"""

import datetime as dt
import re
from collections.abc import Collection
from enum import StrEnum
from typing import Final

import holidays as public_holidays
import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.errors import SettingError
from geo.model import clock
from geo.text import counted
from geo.timetables.table_reading import academic_year

_STEP_MIN: Final = 5


class DayState(StrEnum):
    """What a date of a school year is, in the order in which a legend names them."""

    SCHOOL = "school day"
    SOME_CLOSED = "some schools closed"
    INSET = "INSET day"
    CLOSED = "closed"
    HALF_TERM = "half term"
    BANK_HOLIDAY = "bank holiday"
    HOLIDAY = "holiday"
    WEEKEND = "weekend"


#: Kinds that close a whole authority; where a day has several, the last one counts.
_KINDS: Final = {
    "closure": DayState.CLOSED,
    "inset": DayState.INSET,
    "bank_holiday": DayState.BANK_HOLIDAY,
    "half_term": DayState.HALF_TERM,
}
_OPEN: Final = (DayState.SCHOOL, DayState.SOME_CLOSED)
_Bools = NDArray[np.bool_]
_Ints = NDArray[np.int64]
_Texts = NDArray[np.object_]


def school_year(
    terms: pd.DataFrame,
    year: str,
    *,
    schools: Collection[str] = (),
    country: str = "GB",
    subdivision: str | None = "ENG",
) -> pd.DataFrame:
    """Say what each date of an academic year is.

    Parameters
    ----------
    terms : DataFrame
        As `read_terms` returns it.
    year : str
        Such as 2026/27.
    schools : collection of str
        URNs of the schools that matter; one alone gives the year of that school.
    country, subdivision : str
        Whose bank holidays (the `holidays` package).

    Returns
    -------
    DataFrame
        One row a date, from September (or August where a term begins in it) to July: date, state
        (a `DayState`), label, term (empty outside), schools_closed (how many).

    Raises
    ------
    SettingError
        When ``year`` is no academic year.
    """
    days = _dates(terms, year)
    each = _each_day(terms, days)
    in_term = _marked(each[each["kind"] == "term"], days)
    closed, insets = _closures(each, days, schools)
    public = _public_holidays(days, country, subdivision)
    state = np.where(in_term, DayState.SCHOOL, DayState.HOLIDAY).astype(object)
    state[in_term & (closed > 0)] = DayState.SOME_CLOSED
    every = in_term & (closed == max(len(set(schools)), 1))
    state[every] = np.where(insets == closed, DayState.INSET, DayState.CLOSED)[every]
    area = each[each["scope"] == "la"]
    for kind, name in _KINDS.items():
        marked = _marked(area[area["kind"] == kind], days)
        marked |= (public != "") & (kind == "bank_holiday")
        state[marked & (in_term | (kind == "half_term"))] = name
    state[days.day_of_week >= 5] = DayState.WEEKEND
    frame = pd.DataFrame(
        {"date": days.date, "state": [str(each) for each in state], "schools_closed": closed}
    )
    frame["term"] = _term_names(days, in_term)
    frame["label"] = _labels(frame, public)
    return frame[["date", "state", "label", "term", "schools_closed"]]


def year_runs(frame: pd.DataFrame) -> pd.DataFrame:
    """Put a school year into runs of days that are the same, as a table says it.

    A weekend belongs to what lies on both sides of it, and to nothing between two different things.

    Parameters
    ----------
    frame : DataFrame
        As `school_year` returns it.

    Returns
    -------
    DataFrame
        Columns from, to (dates), what, school_days and some_closed (school days on which some
        schools are closed).
    """
    is_open = frame["state"].isin(_OPEN)
    what = frame["state"].where(~is_open, frame["term"])
    named = frame["state"].isin([DayState.BANK_HOLIDAY])
    what = what.where(~named, frame["label"])
    bare = what.where(frame["state"] != DayState.WEEKEND)
    bare = bare.where(bare.notna(), bare.ffill().where(bare.ffill() == bare.bfill()))
    run = (bare != bare.shift()).cumsum()[bare.notna()]
    table = frame.assign(
        what=bare, school_days=is_open, some_closed=frame["state"] == DayState.SOME_CLOSED
    ).loc[run.index]
    table = table.groupby(run, sort=True).agg(
        **{"from": ("date", "first"), "to": ("date", "last")},
        what=("what", "first"),
        school_days=("school_days", "sum"),
        some_closed=("some_closed", "sum"),
    )
    return table.reset_index(drop=True)


def term_counts(frame: pd.DataFrame) -> pd.DataFrame:
    """Count the school days of each term.

    Parameters
    ----------
    frame : DataFrame
        As `school_year` returns it.

    Returns
    -------
    DataFrame
        Columns term, from, to (dates), school_days; in order of the year.
    """
    inside = frame[frame["term"] != ""].assign(open=lambda f: f["state"].isin(_OPEN))
    table = inside.groupby("term", sort=False).agg(
        **{"from": ("date", "first"), "to": ("date", "last")}, school_days=("open", "sum")
    )
    return table.reset_index()


def academic_years(terms: pd.DataFrame) -> tuple[str, ...]:
    """Academic years in which a term begins, such as 2026/27, in order.

    Parameters
    ----------
    terms : DataFrame
        As `read_terms` returns it.
    """
    begin = terms.loc[terms["kind"] == "term", "start"]
    return tuple(sorted(set(begin.map(academic_year))))


def letting_out(
    bells: pd.DataFrame, schools: pd.DataFrame, weekday: int, on: dt.date
) -> pd.DataFrame:
    """Count the schools that let out by five minutes.

    Parameters
    ----------
    bells : DataFrame
        As `read_bells` returns it; the later of two rows that hold wins, as in `Calendar`.
    schools : DataFrame
        Columns urn and name; bells of others are left out.
    weekday : int
        0 is Monday.
    on : date
        The day on which the bells must hold.

    Returns
    -------
    DataFrame
        One row for each five minutes in which a bell rings: start_min (minutes after midnight),
        time (``15:10–15:15``), schools (how many) and names.
    """
    rung = bells[
        (bells["weekday"] == weekday)
        & (bells["valid_from"] <= on)
        & (on <= bells["valid_to"])
        & bells["urn"].isin(schools["urn"])
    ]
    rung = rung.sort_values("valid_from").drop_duplicates("urn", keep="last")
    names = rung["urn"].map(dict(zip(schools["urn"], schools["name"], strict=True)))
    start = rung["finish_min"].astype(int) // _STEP_MIN * _STEP_MIN
    table = pd.DataFrame({"start_min": start, "name": names}).sort_values(["start_min", "name"])
    counted = table.groupby("start_min")["name"].agg(["size", ", ".join]).reset_index()
    counted.columns = pd.Index(["start_min", "schools", "names"])
    times = counted["start_min"].map(lambda at: f"{clock(at)}–{clock(at + _STEP_MIN)}")
    counted.insert(1, "time", times.astype(object))
    return counted


def _dates(terms: pd.DataFrame, year: str) -> pd.DatetimeIndex:
    """The dates to show: whole months, September to July, and August where a term begins in it."""
    match = re.fullmatch(r"(\d{4})/(\d{2})", year)
    if not match or (int(match[1]) + 1) % 100 != int(match[2]) or not 1950 <= int(match[1]) < 2200:
        raise SettingError(f"{year!r} is no academic year; expected one such as 2026/27.")
    august = dt.date(int(match[1]), 8, 1)
    begin = terms.loc[terms["kind"] == "term", "start"]
    early = begin.map(lambda day: (day.year, day.month) == (august.year, 8)).any()
    first = august if early else august.replace(month=9)
    return pd.date_range(first, dt.date(august.year + 1, 7, 31))


def _each_day(terms: pd.DataFrame, days: pd.DatetimeIndex) -> pd.DataFrame:
    """One row for each date of each row: scope, scope_id, kind and the place of the date."""
    start, end = (days[0].toordinal(), days[-1].toordinal())
    columns = terms[["scope", "scope_id", "kind"]].reset_index(drop=True)
    first = terms["start"].map(dt.date.toordinal).astype("int64").clip(lower=start).to_numpy()
    last = terms["end"].map(dt.date.toordinal).astype("int64").clip(upper=end).to_numpy()
    length = np.maximum(last - first + 1, 0)
    rows = columns.iloc[np.repeat(np.arange(len(columns)), length)]
    before = np.repeat(np.cumsum(length) - length, length)
    place = np.repeat(first - start, length) + np.arange(len(rows)) - before
    return rows.assign(place=place)


def _marked(each: pd.DataFrame, days: pd.DatetimeIndex) -> _Bools:
    marked = np.zeros(len(days), dtype=np.bool_)
    marked[each["place"].to_numpy(dtype=np.int64)] = True
    return marked


def _closures(
    each: pd.DataFrame, days: pd.DatetimeIndex, schools: Collection[str]
) -> tuple[_Ints, _Ints]:
    """How many of the schools are closed on each date, and how many of them for an INSET day."""
    mine = each["scope_id"].isin([*schools]) & (each["scope"] == "urn") & (each["kind"] != "term")
    alone = each[mine].drop_duplicates(["place", "scope_id"])
    inset = alone[alone["kind"] == "inset"]
    closed, insets = (
        np.bincount(rows["place"].to_numpy(dtype=np.int64), minlength=len(days))
        for rows in (alone, inset)
    )
    return closed, insets


def _public_holidays(days: pd.DatetimeIndex, country: str, subdivision: str | None) -> _Texts:
    """The name of the bank holiday of each date; empty where there is none."""
    try:
        known = public_holidays.country_holidays(
            country, subdiv=subdivision or None, years=sorted(set(days.year))
        )
    except NotImplementedError as error:
        raise SettingError(
            f"No bank holidays are known for country {country!r}, subdivision {subdivision!r}; "
            "expected ISO codes such as GB and ENG. Mend afterbell.toml."
        ) from error
    return np.array([known.get(day, "") for day in days.date], dtype=object)


def _term_names(days: pd.DatetimeIndex, in_term: _Bools) -> _Texts:
    """Autumn, spring and summer where there are three; else terms by their number."""
    begins = in_term & ~np.r_[False, in_term[:-1]]
    months = days.month[begins]
    names = np.where(months >= 8, "Autumn term", np.where(months < 4, "Spring term", "Summer term"))
    if len(set(names)) < len(names):
        names = np.array([f"Term {n}" for n in range(1, len(names) + 1)])
    names = np.r_[[""], names].astype(object)
    return np.where(in_term, names[np.cumsum(begins)], "").astype(object)


def _labels(frame: pd.DataFrame, public: _Texts) -> pd.Series:
    """What to say of each date."""
    label = frame["state"].where(frame["state"] != DayState.SCHOOL, frame["term"])
    some = frame["schools_closed"].map(lambda n: f"{counted(n, 'school')} closed")
    label = label.where(frame["state"] != DayState.SOME_CLOSED, frame["term"] + ", " + some)
    bank = frame["state"] == DayState.BANK_HOLIDAY
    label = label.where(~(bank & (public != "")), pd.Series(public) + ", bank holiday")
    other = frame["state"].isin([DayState.HOLIDAY, DayState.HALF_TERM]) & (public != "")
    return label.where(~other, label + ", " + pd.Series(public))
