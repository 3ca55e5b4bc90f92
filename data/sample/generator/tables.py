"""Term dates, INSET days, bank holidays and bell times."""

import datetime as dt
from typing import Final

from numpy.random import Generator

from generator.places import School

LA: Final = "S99"
_NOTE: Final = "SIMULATED"
#: Academic year, terms and half terms, as a council in England might set them.
_YEARS: Final = {
    "2023/24": (
        (("2023-09-04", "2023-12-20"), ("2024-01-03", "2024-03-22"), ("2024-04-08", "2024-07-23")),
        (("2023-10-23", "2023-10-27"), ("2024-02-12", "2024-02-16"), ("2024-05-27", "2024-05-31")),
    ),
    "2024/25": (
        (("2024-09-02", "2024-12-20"), ("2025-01-06", "2025-04-04"), ("2025-04-22", "2025-07-22")),
        (("2024-10-28", "2024-11-01"), ("2025-02-17", "2025-02-21"), ("2025-05-26", "2025-05-30")),
    ),
    "2025/26": (
        (("2025-09-01", "2025-12-19"), ("2026-01-05", "2026-03-27"), ("2026-04-13", "2026-07-21")),
        (("2025-10-27", "2025-10-31"), ("2026-02-16", "2026-02-20"), ("2026-05-25", "2026-05-29")),
    ),
    "2026/27": (
        (("2026-09-01", "2026-12-18"), ("2027-01-04", "2027-03-25"), ("2027-04-12", "2027-07-22")),
        (("2026-10-26", "2026-10-30"), ("2027-02-15", "2027-02-19"), ("2027-05-31", "2027-06-04")),
    ),
}
#: Bank holidays in England from the first term to the last.
_BANK_HOLIDAYS: Final = {
    "2023/24": "2023-12-25 2023-12-26 2024-01-01 2024-03-29 2024-04-01 2024-05-06 2024-05-27",
    "2024/25": "2024-08-26 2024-12-25 2024-12-26 2025-01-01 2025-04-18 2025-04-21 2025-05-05 "
    "2025-05-26",
    "2025/26": "2025-08-25 2025-12-25 2025-12-26 2026-01-01 2026-04-03 2026-04-06 2026-05-04 "
    "2026-05-25",
    "2026/27": "2026-08-31 2026-12-25 2026-12-28 2027-01-01 2027-03-26 2027-03-29 2027-05-03 "
    "2027-05-31",
}
#: Days on which groups of schools choose their INSET days, besides the first day of the year.
_INSET_CHOICE: Final = {
    "2023/24": ("2023-11-24", "2024-01-03", "2024-02-19", "2024-04-08", "2024-06-28", "2024-07-22"),
    "2024/25": ("2024-11-29", "2025-01-06", "2025-02-24", "2025-04-22", "2025-06-27", "2025-07-21"),
    "2025/26": ("2025-11-28", "2026-01-05", "2026-02-23", "2026-04-13", "2026-06-26", "2026-07-20"),
    "2026/27": ("2026-11-27", "2027-01-04", "2027-02-22", "2027-04-12", "2027-06-25", "2027-07-21"),
}
Row = tuple[str, ...]
TERM_COLUMNS: Final = ("scope", "scope_id", "academic_year", "kind", "start", "end", "source")
BELL_COLUMNS: Final = (
    "urn",
    "valid_from",
    "valid_to",
    "weekday",
    "finish_time",
    "stagger_min",
    "source",
)


def term_rows(schools: list[School], rng: Generator) -> list[Row]:
    """Rows of terms.csv: the council's dates first, then each school's own closures."""
    rows: list[Row] = []
    for year, (terms, halves) in _YEARS.items():
        rows += [("la", LA, year, "term", *span, _NOTE) for span in terms]
        rows += [("la", LA, year, "half_term", *span, _NOTE) for span in halves]
        for day in _BANK_HOLIDAYS[year].split():
            rows.append(("la", LA, year, "bank_holiday", day, day, "gov.uk bank holidays"))
    rows.append(("la", LA, "2024/25", "closure", "2025-01-09", "2025-01-09", "SIMULATED snow day"))
    for year, choice in _INSET_CHOICE.items():
        first = _YEARS[year][0][0][0]
        for school in schools:
            picked = sorted(rng.choice(len(choice), 3, replace=False).tolist())
            days = [first, *(choice[k] for k in picked)]
            rows += [("urn", school.urn, year, "inset", day, day, _NOTE) for day in days]
    own = [s for s in schools if s.phase == "primary"]
    for school, day, kind in ((own[4], "2026-11-24", "inset"), (own[9], "2026-03-11", "closure")):
        rows.append(("urn", school.urn, _year_of(day), kind, day, day, _NOTE))
    return rows


def _year_of(day: str) -> str:
    year = int(day[:4]) - (day[5:7] < "09")
    return f"{year}/{(year + 1) % 100:02d}"


def bell_rows(schools: list[School], rng: Generator) -> list[Row]:
    """Rows of bells.csv: five weekdays a school; one school moves its bell in September 2025."""
    rows: list[Row] = []
    for k, school in enumerate(schools):
        finish, stagger, friday = _bell(k, school.phase, rng)
        until = "2025-08-31" if school.name == "Westfield Academy" else ""
        rows += _week(school.urn, ("2023-09-01", until), finish, stagger, friday)
        if until:
            rows += _week(school.urn, ("2025-09-01", ""), finish - 25, stagger, friday)
    return rows


def _bell(k: int, phase: str, rng: Generator) -> tuple[int, int, int]:
    """Finish on most days (minutes after midnight), stagger, and how much earlier on Fridays."""
    early = int(rng.choice([0, 0, 0, 0, 20, 35]))
    if phase == "primary":
        return (
            15 * 60 + int(rng.choice([10, 15, 15, 15, 20, 20, 25])),
            int(rng.choice([0, 5, 5, 10])),
            0,
        )
    if phase in ("secondary", "all-through"):
        finish = (890, 900, 910, 915, 920, 925, 930, 935, 940, 920)[k % 10]
        return finish, int(rng.choice([5, 10, 15])), early
    return (970, 20, 60) if phase == "16-plus" else (870, 0, 60)


def _week(
    urn: str, valid: tuple[str, str], finish: int, stagger: int, friday_earlier: int
) -> list[Row]:
    rows = []
    for weekday in ("Mon", "Tue", "Wed", "Thu", "Fri"):
        minute = finish - (friday_earlier if weekday == "Fri" else 0)
        time = f"{minute // 60:02d}:{minute % 60:02d}"
        rows.append((urn, *valid, weekday, time, str(stagger), _NOTE))
    return rows


def school_days(first: dt.date, last: dt.date) -> list[dt.date]:
    """Dates from first to last on which the council's schools are open."""
    spans = [(span, True) for terms, _ in _YEARS.values() for span in terms]
    shut = {dt.date.fromisoformat(d) for days in _BANK_HOLIDAYS.values() for d in days.split()}
    shut |= {dt.date(2025, 1, 9), *(dt.date.fromisoformat(t[0][0]) for t, _ in _YEARS.values())}
    for _, halves in _YEARS.values():
        spans += [(span, False) for span in halves]
    opened: set[dt.date] = set()
    for (start, end), is_open in spans:
        begin, stop = dt.date.fromisoformat(start), dt.date.fromisoformat(end)
        days = {begin + dt.timedelta(n) for n in range((stop - begin).days + 1)}
        opened = opened | days if is_open else opened - days
    return sorted(d for d in opened - shut if d.weekday() < 5 and first <= d <= last)
