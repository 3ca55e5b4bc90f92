"""What stretch of time the incidents cover, by source: first, last, gaps, drops, dates astray."""

from collections.abc import Iterator

import numpy as np
import pandas as pd

from geo.quality.cells import counted, date_of, day, percent, rows, share
from geo.quality.facts import Bools, Incidents
from geo.quality.findings import Finding, Kind, Part, Picture, Severity
from geo.quality.months import Months, months_of
from geo.quality.rules import QualityRules
from geo.quality.timing import dates_in_disguise, no_time_of_day
from geo.words import listed

_INC = Part.INCIDENTS
#: Fewer months are shown by day, more by year.
_FEW_MONTHS, _MOST_MONTHS = 3, 60


def check_coverage(facts: Incidents, rules: QualityRules) -> Iterator[Finding]:
    """Coverage by source and month, missing months, gaps, sources that ended, dates astray."""
    months = months_of(facts, rules)
    yield _covered(facts, months, rules)
    yield _months(facts, months, rules)
    yield _gaps(facts, rules)
    yield _ended(facts, rules)
    yield _astray(facts, rules)


def _covered(facts: Incidents, months: Months, rules: QualityRules) -> Finding:
    first, last = int(facts.day.min()), int(facts.day.max())
    timed = facts.by_source(~no_time_of_day(facts)) - dates_in_disguise(facts, rules)
    ends = _ends(facts)
    table = pd.DataFrame(
        {
            "Source": facts.sources,
            "First": [date_of(n).isoformat() for n in ends[0]],
            "Last": [date_of(n).isoformat() for n in ends[1]],
            "Rows": facts.rows_by_source,
            "Share of rows, %": percent(facts.rows_by_source / len(facts)),
            "With a usable time, %": percent(timed / np.maximum(facts.rows_by_source, 1)),
        }
    )
    length = last - first + 1
    short = length < rules.year_days
    several = f" from {len(facts.sources)} sources" if len(facts.sources) > 1 else ""
    covered = share(int(timed.sum()), len(facts))
    return Finding(
        "coverage",
        _INC,
        Severity.LOOK if short else Severity.OK,
        f"{len(facts):,} incidents{several}, {day(date_of(first))} to {day(date_of(last))}; "
        f"{covered} have a usable time of day.",
        f"Only {length} days: what is a season cannot be told from what is a place's own level."
        if short
        else "A year or more: every season has its say in the ranking.",
        "Bring in at least a year, better three." if short else "Nothing.",
        table,
        picture=_by_month(facts, months),
    )


def _by_month(facts: Incidents, months: Months) -> Picture:
    """Rows by month, a line for one source or shades for several; years where there are many."""
    table = months.table(facts.sources)[["Source", "Month", "Rows"]]
    when = "Month"
    if len(months.label) < _FEW_MONTHS:
        return _by_day(facts)
    if len(months.label) > _MOST_MONTHS:
        table = table.assign(Year=table["Month"].str[:4])
        table = table.groupby(["Source", "Year"], sort=False)[["Rows"]].sum().reset_index()
        when = "Year"
    said = f"Rows by {when.lower()} and source, {months.label[0]} to {months.label[-1]}."
    if len(facts.sources) == 1:
        return Picture(Kind.BARS, table, when, "Rows", said)
    return Picture(Kind.HEAT, table, when, "Source", said, value="Rows")


def _by_day(facts: Incidents) -> Picture:
    first = int(facts.day.min())
    counts = np.bincount(facts.day - first)
    days = [day(date_of(first + n))[:-5] for n in range(len(counts))]
    table = pd.DataFrame({"Day": days, "Rows": counts})
    return Picture(Kind.BARS, table, "Day", "Rows", f"Rows by day from {days[0]} to {days[-1]}.")


def _ends(facts: Incidents) -> tuple[np.ndarray, np.ndarray]:
    days = pd.Series(facts.day).groupby(facts.source)
    return days.min().to_numpy(), days.max().to_numpy()


def _months(facts: Incidents, months: Months, rules: QualityRules) -> Finding:
    table = months.table(facts.sources)
    low = table[table["Low"]]
    empty = int((low["Rows"] == 0).sum())
    effect = "Places look calmer in those months than they were, and trends bend."
    rule = (
        f"A month counts as low at under {rules.drop_share:.0%} of the median of the months "
        f"around it and {rules.drop_score} robust standard deviations below."
    )
    if low.empty:
        return Finding.fine(
            "months",
            _INC,
            "No month between the first and the last of a source is missing or drops suddenly.",
        )
    named = listed([f"{r} ({s})" for r, s in low[["Month", "Source"]].head(4).to_numpy()])
    more = f" and {len(low) - 4} more" if len(low) > 4 else ""
    shown = low.assign(**{"Of usual, %": percent(low["Rows"] / low["Usual"])}).drop(columns="Low")
    only = table[table["Source"].isin(low["Source"])]
    return Finding(
        "months",
        _INC,
        Severity.MEND if empty else Severity.LOOK,
        f"{counted(len(low), 'month')} of a source with too few rows, {empty} of them with none: "
        f"{named}{more}.",
        effect,
        f"Ask the source whether the extract was whole, and bring those months in. {rule}",
        shown,
        picture=Picture(
            Kind.LINES, only, "Month", "Rows",
            f"Rows by month of each source with low months; low are {named}{more}.",
            series="Source", marked="Low",
        ),
    )  # fmt: skip


def _gaps(facts: Incidents, rules: QualityRules) -> Finding:
    """Stretches of days without a row that a steady rate hardly ever leaves."""
    found = pd.concat(
        [_gaps_of(facts, n, rules) for n in range(len(facts.sources))], ignore_index=True
    )
    if found.empty:
        return Finding.fine(
            "gaps",
            _INC,
            "No source is silent for longer than its usual rate explains.",
        )
    found = found.sort_values("Days", ascending=False, kind="stable", ignore_index=True)
    worst = found.iloc[0]
    return Finding(
        "gaps",
        _INC,
        Severity.LOOK,
        f"{counted(len(found), 'stretch', 'stretches')} of days without a row of a source, the "
        f"longest {worst['Days']} days ({worst['Source']}, {worst['From']} to {worst['To']}).",
        "Days without rows count as calm; a place that was busy then is ranked too low.",
        "Unless it rests in the holidays, ask the source whether records are missing.",
        found,
    )


def _gaps_of(facts: Incidents, source: int, rules: QualityRules) -> pd.DataFrame:
    """Gaps of one source; expected is n λ-exponential gaps longer than this one."""
    days, counts = np.unique(facts.day[facts.source == source], return_counts=True)
    silent = np.diff(days) - 1
    rate = counts.sum() / max(int(days[-1] - days[0]) + 1, 1)
    by_chance = np.exp(-rate * silent) * counts.sum()
    odd = (silent >= 2) & (by_chance < rules.chance)
    return pd.DataFrame(
        {
            "Source": facts.sources[source],
            "From": [date_of(n + 1).isoformat() for n in days[:-1][odd]],
            "To": [date_of(n - 1).isoformat() for n in days[1:][odd]],
            "Days": silent[odd],
            "Rows a day, else": round(float(rate), 2),
        }
    )


def _ended(facts: Incidents, rules: QualityRules) -> Finding:
    """Sources that say nothing for so long before the end that they must have ended."""
    first, last = _ends(facts)
    as_at = (np.datetime64(facts.as_at) - np.datetime64(0, "D")).astype(int)
    rate = facts.rows_by_source / np.maximum(last - first + 1, 1)
    missed = rate * (as_at - last)
    over = np.exp(-missed) < rules.chance
    if not over.any():
        return Finding.fine(
            "sources-ended",
            _INC,
            f"Every source reaches to {day(facts.as_at)}, when the data is said to end.",
        )
    table = pd.DataFrame(
        {
            "Source": np.array(facts.sources, dtype=object)[over],
            "Last": [date_of(n).isoformat() for n in last[over]],
            "Days silent": (as_at - last)[over],
            "Rows missed at its usual rate": np.round(missed[over]).astype(int),
        }
    )
    named = listed([f"{s} ({d})" for s, d in table[["Source", "Last"]].to_numpy()])
    return Finding(
        "sources-ended",
        _INC,
        Severity.MEND if missed[over].sum() > rules.look_share * len(facts) else Severity.LOOK,
        f"Ends before {day(facts.as_at)}, when the data is said to end: {named}.",
        "Recent incidents count most; what this source would have added is missing from them.",
        "Bring in its newest extract, or set data_as_at in afterbell.toml to where it ends.",
        table,
    )


def _cut_off(facts: Incidents, rules: QualityRules) -> tuple[Bools, Bools]:
    """The few rows that so many empty days part from all others, before and after them."""
    days = np.sort(facts.day)
    k = min(rules.stray_rows, len(days) - 1)
    head = np.flatnonzero(np.diff(days[: k + 1]) > rules.stray_days)
    tail = np.flatnonzero(np.diff(days[len(days) - 1 - k :]) > rules.stray_days)
    none = np.zeros(len(facts), dtype=bool)
    early = facts.day <= days[head[-1]] if len(head) else none
    far = facts.day >= days[len(days) - k + tail[0]] if len(tail) else none
    return np.asarray(early), np.asarray(far)


def _astray(facts: Incidents, rules: QualityRules) -> Finding:
    """Rows after the data is said to end, and a few rows far from all others."""
    as_at = (np.datetime64(facts.as_at) - np.datetime64(0, "D")).astype(int)
    late = facts.day > as_at
    early, far = _cut_off(facts, rules)
    count = int((late | early | far).sum())
    if not count:
        return Finding.fine(
            "dates-astray",
            _INC,
            "No date lies after the data ends or far from all others.",
        )
    table = pd.DataFrame(
        {
            "What": ["after the data ends", "far before all others", "far after all others"],
            "Rows": [int(late.sum()), int(early.sum()), int(far.sum())],
        }
    )
    return Finding(
        "dates-astray",
        _INC,
        Severity.MEND,
        f"{rows(count)} with a date that can hardly be right, from "
        f"{day(date_of(facts.day.min()))} to {day(date_of(facts.day.max()))}.",
        "One wrong year stretches the time that counts are shared over, and may set the date of "
        "the data.",
        "Mend those dates at the source, or set data_as_at in afterbell.toml.",
        table,
    )
