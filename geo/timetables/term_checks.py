"""Term dates that can be used, but look wrong: gaps, overlaps, unlikely lengths, no school."""

import datetime as dt
from typing import Final

import holidays as public_holidays
import pandas as pd

from geo.text import counted, short_date, some_of
from geo.timetables._kept_tables import TableWarning, rows_of, unknown_schools
from geo.timetables.table_reading import academic_year
from geo.timetables.year_calendar import academic_years, school_year, term_counts

_FEWEST_DAYS: Final = 150
_MOST_DAYS: Final = 200
#: Usual in England; most years have 190 for pupils.
_USUAL: Final = "190 are usual in England"
#: So many days before the terms end the next year's are wanted: from about the end of spring.
_AHEAD_DAYS: Final = 90
_LONG_GAP_DAYS: Final = 8 * 7
#: Two weeks and the weekends around them.
_LONG_HALF_TERM_DAYS: Final = 16
_ONE_DAY: Final = dt.timedelta(days=1)


def term_warnings(
    terms: pd.DataFrame,
    schools: pd.DataFrame | None = None,
    *,
    as_of: dt.date | None = None,
    country: str = "GB",
    subdivision: str | None = "ENG",
) -> tuple[TableWarning, ...]:
    """Look for what is missing, contradicts itself or is unlikely in a table of term dates.

    Parameters
    ----------
    terms : DataFrame
        As `read_terms` returns it.
    schools : DataFrame, optional
        Columns urn and name; without them no school is looked for.
    as_of : date, optional
        The day on which the next year's dates should be known; without one, nobody asks.
    country, subdivision : str
        Whose bank holidays (the `holidays` package).

    Returns
    -------
    tuple of TableWarning
        Their rows are index labels of ``terms``.
    """
    if terms.empty:
        sentence = "There are no term dates, so nobody knows which days are school days."
        return (TableWarning("no_terms", sentence, "Type them in, or bring in a CSV."),)
    public = _public(terms, country, subdivision)
    weighed = _named(terms, schools)
    urns = () if schools is None else tuple(schools["urn"])
    warnings = [
        unknown_schools(weighed[weighed["scope"] == "urn"], "scope_id", urns, "dates"),
        _many_authorities(weighed),
        _overlaps(weighed),
        _gaps(weighed),
        _half_terms_outside(weighed),
        _long_half_terms(weighed),
        _idle_insets(weighed, public),
        _no_bank_holidays(weighed, public),
        _unlisted(weighed, public),
        _labels_that_do_not_fit(weighed),
        _unusual_years(weighed, country, subdivision),
        _next_year(weighed, as_of),
    ]
    return tuple(warning for warning in warnings if warning)


def _named(terms: pd.DataFrame, schools: pd.DataFrame | None) -> pd.DataFrame:
    """Term dates with a name of whom they are for."""
    names = {} if schools is None else dict(zip(schools["urn"], schools["name"], strict=True))
    urn = terms["scope_id"].map(names).fillna(terms["scope_id"])
    return terms.assign(name=urn.where(terms["scope"] == "urn", "authority " + terms["scope_id"]))


def _many_authorities(terms: pd.DataFrame) -> TableWarning | None:
    area = terms[terms["scope"] == "la"]
    codes = sorted(set(area["scope_id"]))
    if len(codes) < 2:
        return None
    sentence = f"The dates are those of {len(codes)} authorities: {some_of(codes)}."
    mend = (
        "A holiday of any of them counts for every school; keep the one that most schools follow."
    )
    return TableWarning("many_authorities", sentence, mend, rows_of(area), soft=True)


def _overlaps(terms: pd.DataFrame) -> TableWarning | None:
    table = _in_order(terms[terms["kind"] == "term"])
    clash = table["before"].notna() & (_days(table["start"]) <= table["before"])
    if not clash.any():
        return None
    sentence = f"Two terms overlap at {some_of(_at(table[clash]))}."
    return TableWarning(
        "overlap", sentence, "Let one end before the next begins.", rows_of(table[clash])
    )


def _gaps(terms: pd.DataFrame) -> TableWarning | None:
    """More than eight weeks between two terms that is no summer: it does not hold 1 August."""
    table = _in_order(terms[terms["kind"] == "term"])
    table = table[table["before"].notna()]
    before = table["before"].astype("int64").map(dt.date.fromordinal)
    summer = before.map(academic_year) != table["start"].map(academic_year)
    long = (_days(table["start"]) - table["before"] > _LONG_GAP_DAYS) & ~summer
    if not long.any():
        return None
    sentence = f"More than eight weeks lie between two terms before {some_of(_at(table[long]))}."
    return TableWarning("gap", sentence, "Add the term that is missing.", rows_of(table[long]))


def _half_terms_outside(terms: pd.DataFrame) -> TableWarning | None:
    """Half terms that do not lie within a term of the same authority, or of any for a school."""
    half = terms[terms["kind"] == "half_term"].rename_axis(index="row").reset_index()
    whole = terms.loc[terms["kind"] == "term", ["scope", "scope_id", "start", "end"]]
    pairs = half.merge(whole, how="cross", suffixes=("", "_term"))
    own = (pairs["scope_id"] == pairs["scope_id_term"]) | (pairs["scope"] == "urn")
    inside = own & (pairs["start_term"] <= pairs["start"]) & (pairs["end"] <= pairs["end_term"])
    outside = half[~half["row"].isin(pairs.loc[inside, "row"])]
    if outside.empty or whole.empty:
        return None
    sentence = f"A half term lies outside the terms at {some_of(_at(outside))}."
    mend = "Mend its dates or those of the term; outside a term it closes nothing."
    return TableWarning("half_term_outside", sentence, mend, rows_of(outside.set_index("row")))


def _long_half_terms(terms: pd.DataFrame) -> TableWarning | None:
    half = terms[terms["kind"] == "half_term"]
    long = half[_days(half["end"]) - _days(half["start"]) + 1 > _LONG_HALF_TERM_DAYS]
    if long.empty:
        return None
    sentence = f"A half term is longer than two weeks at {some_of(_at(long))}."
    return TableWarning("long_half_term", sentence, "Check where it ends.", rows_of(long))


def _idle_insets(terms: pd.DataFrame, public: dict[dt.date, str]) -> TableWarning | None:
    """INSET days on a weekend or a bank holiday, when nobody would come anyway."""
    inset = terms[(terms["kind"] == "inset") & (terms["start"] == terms["end"])]
    weekend = inset["start"].map(dt.date.weekday).astype(int) >= 5
    idle = inset[weekend | inset["start"].isin([*public])]
    if idle.empty:
        return None
    sentence = f"An INSET day falls on a weekend or a bank holiday: {some_of(_at(idle))}."
    return TableWarning("idle_inset", sentence, "Check the date.", rows_of(idle))


def _no_bank_holidays(terms: pd.DataFrame, public: dict[dt.date, str]) -> TableWarning | None:
    named = terms[(terms["kind"] == "bank_holiday") & (terms["start"] == terms["end"])]
    wrong = named[~named["start"].isin([*public])]
    if wrong.empty:
        return None
    sentence = f"No bank holiday is known on {some_of(_at(wrong))}."
    mend = "Check the date; a day on which schools are shut for another reason is a closure."
    return TableWarning("no_bank_holiday", sentence, mend, rows_of(wrong))


def _unlisted(terms: pd.DataFrame, public: dict[dt.date, str]) -> TableWarning | None:
    """Bank holidays inside a term that no row tells of; the calendar closes them all the same."""
    area = terms[terms["scope"] == "la"]
    spans = area.loc[area["kind"] != "term", ["start", "end"]]
    inside = terms.loc[terms["kind"] == "term", ["start", "end"]]
    days = pd.Series([day for day in sorted(public) if day.weekday() < 5], dtype=object)
    bare = days[_within(days, inside) & ~_within(days, spans)]
    if bare.empty:
        return None
    holidays = some_of([f"{short_date(day)} ({public[day]})" for day in bare])
    sentence = f"{counted(len(bare), 'bank holiday')} inside the terms, without a row: {holidays}."
    mend = "Nothing to do: they are never school days."
    return TableWarning("unlisted_bank_holiday", sentence, mend, soft=True)


def _labels_that_do_not_fit(terms: pd.DataFrame) -> TableWarning | None:
    """Rows whose academic year is not that of their dates.

    Parameters
    ----------
    terms : DataFrame
        As `read_terms` returns it.
    """
    due = terms["start"].map(academic_year)
    calendar_year = terms["start"].map(lambda day: str(day.year))
    fits = terms["academic_year"].isin(["", None])
    fits |= (terms["academic_year"] == due) | (terms["academic_year"] == calendar_year)
    wrong = terms[~fits]
    if wrong.empty:
        return None
    labels = [
        f"{label} for {short_date(day)}"
        for label, day in zip(wrong["academic_year"], wrong["start"], strict=True)
    ]
    sentence = f"{counted(len(wrong), 'academic year')} not fitting the dates: {some_of(labels)}."
    mend = "Mend the year or the dates; a year runs from August to July."
    return TableWarning("academic_year", sentence, mend, rows_of(wrong))


def _unusual_years(
    terms: pd.DataFrame, country: str, subdivision: str | None
) -> TableWarning | None:
    """Academic years of an authority with fewer than 150 or more than 200 school days."""
    area = terms[terms["scope"] == "la"]
    years: list[str] = []
    concerned: list[int] = []
    for code, rows in area.groupby("scope_id"):
        for year in academic_years(rows):
            frame = school_year(rows, year, country=country, subdivision=subdivision)
            count = int(term_counts(frame)["school_days"].sum())
            if not _FEWEST_DAYS <= count <= _MOST_DAYS:
                years.append(f"{year} has {count} (authority {code})")
                mine = rows[(rows["kind"] == "term") & (rows["start"].map(academic_year) == year)]
                concerned += rows_of(mine)
    if not years:
        return None
    sentence = f"An unlikely number of school days in a year: {some_of(years)}; {_USUAL}."
    mend = "Look for a term that is missing or twice."
    return TableWarning("school_days", sentence, mend, tuple(concerned))


def _next_year(terms: pd.DataFrame, as_of: dt.date | None) -> TableWarning | None:
    """Whether the terms end soon, or ended, with nothing after them."""
    whole = terms[terms["kind"] == "term"]
    if as_of is None or whole.empty:
        return None
    last = whole["end"].max()
    if (last - as_of).days > _AHEAD_DAYS:
        return None
    ended = "ended" if last < as_of else "end"
    sentence = f"The term dates {ended} on {short_date(last)}, with nothing after it."
    rows = rows_of(whole[whole["end"] == last])
    return TableWarning("next_year", sentence, "Add the next academic year.", rows)


def _within(days: pd.Series, spans: pd.DataFrame) -> pd.Series:
    """Which days lie in one of some spans."""
    pairs = days.rename("day").rename_axis(index="place").reset_index().merge(spans, how="cross")
    held = pairs[(pairs["start"] <= pairs["day"]) & (pairs["day"] <= pairs["end"])]
    return days.index.to_series().isin(held["place"])


def _public(terms: pd.DataFrame, country: str, subdivision: str | None) -> dict[dt.date, str]:
    """Bank holidays from the first term to the end of the last."""
    first, last = terms["start"].min(), terms["end"].max()
    years = range(first.year, min(last.year, first.year + 50) + 1)
    try:
        known = public_holidays.country_holidays(country, subdiv=subdivision or None, years=years)
    except NotImplementedError:
        return {}
    return {day: str(name) for day, name in known.items() if first <= day <= last}


def _in_order(table: pd.DataFrame) -> pd.DataFrame:
    """Terms of each scope in order, with the day number at which all before have ended."""
    ordered = table.sort_values(["scope", "scope_id", "start", "end"])
    key = [ordered["scope"], ordered["scope_id"]]
    before = _days(ordered["end"]).groupby(key).cummax().groupby(key).shift()
    return ordered.assign(before=before)


def _days(dates: pd.Series) -> pd.Series:
    """Dates as numbers of days."""
    return dates.map(dt.date.toordinal).astype("int64")


def _at(rows: pd.DataFrame) -> list[str]:
    """``Mon 4 Jan 2027 (authority S99)``."""
    pairs = zip(rows["start"], rows["name"], strict=True)
    return [f"{short_date(day)} ({name})" for day, name in pairs]
