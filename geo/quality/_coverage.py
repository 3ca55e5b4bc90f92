"""Whether the last weeks are thin because their records are still to come."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from geo.arrays import Bools, Floats, Ints
from geo.quality._facts import Incidents, counted, date_of, day, percent, rows, share
from geo.quality._timing import dates_in_disguise, no_time_of_day
from geo.quality.findings import Chart, ChartKind, Finding, Part, QualityRules, Severity
from geo.text import listed

#: A year has so many days on average; counts of months are compared per day.
_MONTH_DAYS: Final = 365.25 / 12
_FEWEST_MONTHS: Final = 5
#: A Poisson month with a mean of 7 is empty less than once in a thousand.
_EXPECTED: Final = 7


@dataclass(frozen=True, eq=False)
class Months:
    """Counts by source (rows) and month (columns), from the first month to the last.

    Attributes
    ----------
    label : tuple of str
        Such as ``2026-11``.
    usual : ndarray of float
        Median of the months around, for a month of this length; NaN where too few are known.
    low : ndarray of bool
        Months far below that, or empty, between the first and the last of their source.
    """

    label: tuple[str, ...]
    rows: Ints
    usual: Floats
    low: Bools

    def table(self, sources: tuple[str, ...]) -> pd.DataFrame:
        """One row a source and month: Source, Month, Rows, Usual, Low."""
        n_sources, n_months = self.rows.shape
        return pd.DataFrame(
            {
                "Source": np.repeat(np.array(sources, dtype=object), n_months),
                "Month": np.tile(np.array(self.label, dtype=object), n_sources),
                "Rows": self.rows.ravel(),
                "Usual": np.round(self.usual.ravel()),
                "Low": self.low.ravel(),
            }
        )


def months_of(facts: Incidents, rules: QualityRules) -> Months:
    """Count months and compare each with those around it.

    A month has dropped when it lies ``drop_score`` robust standard deviations below the median of
    the months around it, on the scale 2 √(n + 3/8), on which a Poisson count has a standard
    deviation of 1 whatever its mean (Anscombe 1948); that of a source is 1.4826 times its median
    absolute deviation, 1 at least (Iglewicz and Hoaglin 1993). The first and the last month count
    only when they are whole.
    """
    month = facts.day.astype("datetime64[D]").astype("datetime64[M]")
    first, last = month.min(), np.datetime64(facts.as_at, "M")
    last = max(last, month.max())
    months = np.arange(first, last + 1)
    index = (month - first).astype(np.int64)
    flat = np.bincount(
        facts.source * len(months) + index, minlength=len(facts.sources) * len(months)
    )
    rows = flat.reshape(len(facts.sources), len(months)).astype(np.int64)
    days = _days(months)
    whole = _whole(facts, months, rows)
    usual = _usual(rows / days * _MONTH_DAYS, whole, rules)
    score = _score(rows / days * _MONTH_DAYS, usual, whole)
    expected = usual / _MONTH_DAYS * days
    dropped = (score < -rules.drop_score) & (rows < rules.drop_share * expected)
    with np.errstate(invalid="ignore"):
        low = whole & (expected >= _EXPECTED) & (dropped | (rows == 0))
    return Months(tuple(str(m) for m in months), rows, expected, low)


def _days(months: NDArray[np.datetime64]) -> Ints:
    starts = np.append(months, months[-1] + 1).astype("datetime64[D]")
    return np.asarray(np.diff(starts).astype(np.int64))


def _whole(facts: Incidents, months: NDArray[np.datetime64], rows: Ints) -> Bools:
    """Months that a source covers from the first day to the last, as far as one can tell."""
    n = np.arange(len(months))
    seen = rows > 0
    first = np.argmax(seen, axis=1)[:, None]
    last = (len(months) - 1 - np.argmax(seen[:, ::-1], axis=1))[:, None]
    ends_whole = np.datetime64(facts.as_at) + 1 == (months[-1] + 1).astype("datetime64[D]")
    last_counts = (last == len(months) - 1) & bool(ends_whole)
    begins = facts.day.min() - months[0].astype("datetime64[D]").astype(np.int64) < 3
    first_counts = (first == 0) & bool(begins)
    inside = (n > first) & (n < last)
    return np.asarray(inside | ((n == first) & first_counts) | ((n == last) & last_counts))


def _usual(level: Floats, whole: Bools, rules: QualityRules) -> Floats:
    """Median of the whole months around each, itself included."""
    known = pd.DataFrame(np.where(whole, level, np.nan).T)
    around = 2 * rules.months_around + 1
    rolled = known.rolling(around, center=True, min_periods=_FEWEST_MONTHS).median()
    return np.asarray(rolled.to_numpy().T, dtype=float)


def _score(level: Floats, usual: Floats, whole: Bools) -> Floats:
    """Robust standard deviations from the usual level."""
    gap = 2 * (np.sqrt(level + 0.375) - np.sqrt(np.nan_to_num(usual) + 0.375))
    gap = np.where(whole & ~np.isnan(usual), gap, np.nan)
    spread = pd.DataFrame(np.abs(gap).T).median().fillna(0).to_numpy() * 1.4826
    return np.asarray(np.nan_to_num(gap / np.maximum(spread, 1)[:, None]), dtype=float)


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
        Severity.WARNING if short else Severity.OK,
        f"{len(facts):,} incidents{several}, {day(date_of(first))} to {day(date_of(last))}; "
        f"{covered} have a usable time of day.",
        f"Only {length} days: a season cannot be told apart from a place's own level."
        if short
        else "A year or more: every season has its say in the ranking.",
        "Bring in at least a year, better three." if short else "Nothing.",
        table,
        chart=_by_month(facts, months),
    )


def _by_month(facts: Incidents, months: Months) -> Chart:
    """Rows by month, a line for one source or shades for several; years where there are many."""
    table = months.table(facts.sources)[["Source", "Month", "Rows"]]
    when = "Month"
    if len(months.label) < _FEW_MONTHS:
        return _by_day(facts)
    if len(months.label) > _MOST_MONTHS:
        table = table.assign(Year=table["Month"].str[:4])
        table = table.groupby(["Source", "Year"], sort=False)[["Rows"]].sum().reset_index()
        when = "Year"
    description = f"Rows by {when.lower()} and source, {months.label[0]} to {months.label[-1]}."
    if len(facts.sources) == 1:
        return Chart(ChartKind.BARS, table, when, "Rows", description)
    return Chart(ChartKind.HEAT, table, when, "Source", description, value="Rows")


def _by_day(facts: Incidents) -> Chart:
    first = int(facts.day.min())
    counts = np.bincount(facts.day - first)
    days = [day(date_of(first + n))[:-5] for n in range(len(counts))]
    table = pd.DataFrame({"Day": days, "Rows": counts})
    return Chart(ChartKind.BARS, table, "Day", "Rows", f"Rows by day from {days[0]} to {days[-1]}.")


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
        Severity.ERROR if empty else Severity.WARNING,
        f"{counted(len(low), 'month')} of a source with too few rows, {empty} of them with none: "
        f"{named}{more}.",
        effect,
        f"Ask the source whether the extract was whole, and bring those months in. {rule}",
        shown,
        chart=Chart(
            ChartKind.LINES, only, "Month", "Rows",
            f"Rows by month of each source with low months; low are {named}{more}.",
            series="Source", marked="Low",
        ),
    )  # fmt: skip


def _gaps(facts: Incidents, rules: QualityRules) -> Finding:
    """Stretches of days without a row that a steady rate hardly ever leaves."""
    gaps = pd.concat(
        [_gaps_of(facts, n, rules) for n in range(len(facts.sources))], ignore_index=True
    )
    if gaps.empty:
        return Finding.fine(
            "gaps",
            _INC,
            "No source is silent for longer than its usual rate explains.",
        )
    gaps = gaps.sort_values("Days", ascending=False, kind="stable", ignore_index=True)
    worst = gaps.iloc[0]
    return Finding(
        "gaps",
        _INC,
        Severity.WARNING,
        f"{counted(len(gaps), 'stretch', 'stretches')} of days without a row of a source, the "
        f"longest {worst['Days']} days ({worst['Source']}, {worst['From']} to {worst['To']}).",
        "Days without rows count as calm; a place that was busy then is ranked too low.",
        "Unless it rests in the holidays, ask the source whether records are missing.",
        gaps,
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
            f"Every source reaches to {day(facts.as_at)}, when the data should end.",
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
        Severity.ERROR
        if missed[over].sum() > rules.warning_share * len(facts)
        else Severity.WARNING,
        f"Ends before {day(facts.as_at)}, when the data should end: {named}.",
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
    """Rows after the end of the data, and a few rows far from all others."""
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
        Severity.ERROR,
        f"{rows(count)} with a date that can hardly be right, from "
        f"{day(date_of(facts.day.min()))} to {day(date_of(facts.day.max()))}.",
        "One wrong year stretches the time that counts are shared over, and may set the date of "
        "the data.",
        "Correct those dates at the source, or set data_as_at in afterbell.toml.",
        table,
    )


_YEAR_WEEKS: Final = 52
#: One-sided level of 0.001 on a normal score.
_SCORE: Final = -3.09


def check_lag(facts: Incidents, rules: QualityRules) -> Finding:
    """Compare the last weeks with those before, and with the same weeks a year earlier.

    The logarithm of the ratio of the two counts is tested, with the year before taken off where
    there is one, so that a holiday is no lag. Its variance is the sum of the reciprocal counts
    times the dispersion of the weekly counts, 1 at least, which their successive differences give.
    """
    weekly = _weeks(facts, rules.lag_weeks + rules.before_weeks + _YEAR_WEEKS)
    needed = rules.lag_weeks + rules.before_weeks
    if len(weekly) < needed or weekly[rules.lag_weeks : needed].sum() < 1:
        title = f"Too few weeks ({len(weekly)}) to tell whether the last ones are thin."
        return Finding.fine(
            "lag",
            Part.INCIDENTS,
            title,
        )
    now, before = _pair(weekly, 0, rules)
    ratio, variance = _ratio(now, before, rules)
    if len(weekly) >= needed + _YEAR_WEEKS:
        then, then_before = _pair(weekly, _YEAR_WEEKS, rules)
        usual, more = _ratio(then, then_before, rules)
        ratio, variance = ratio - usual, variance + more
    score = ratio / np.sqrt(variance * _dispersion(weekly[: needed + _YEAR_WEEKS]))
    thin = bool(score < _SCORE and np.exp(ratio) < rules.lag_share)
    return _lag(facts, rules, weekly[:needed], float(np.exp(ratio)), thin=thin)


def _weeks(facts: Incidents, most: int) -> Floats:
    """Rows in each whole week back from the end of the data, the last one first."""
    as_at = (np.datetime64(facts.as_at) - np.datetime64(0, "D")).astype(int)
    week = (as_at - facts.day) // 7
    there = (week >= 0) & (week < most)
    whole = int((as_at - facts.day.min() + 1) // 7)
    return np.bincount(week[there], minlength=most)[: min(most, whole)].astype(float)


def _pair(weekly: Floats, start: int, rules: QualityRules) -> tuple[float, float]:
    last = start + rules.lag_weeks
    before = weekly[last : last + rules.before_weeks]
    return float(weekly[start:last].sum()), float(before.sum())


def _ratio(now: float, before: float, rules: QualityRules) -> tuple[float, float]:
    """Logarithm of the ratio of two rates, and its variance for Poisson counts."""
    a, b = now + 0.5, before + 0.5
    return float(np.log(a / rules.lag_weeks * rules.before_weeks / b)), 1 / a + 1 / b


def _dispersion(weekly: Floats) -> float:
    """Variance of weekly counts over their mean, from successive differences; 1 at least."""
    mean = weekly[1:].mean()
    return max(float(np.mean(np.diff(weekly[1:]) ** 2) / 2 / mean), 1.0) if mean > 0 else 1.0


def _lag(
    facts: Incidents, rules: QualityRules, weekly: Floats, level: float, *, thin: bool
) -> Finding:
    as_at = (np.datetime64(facts.as_at) - np.datetime64(0, "D")).astype(int)
    starts = [day(date_of(as_at - 7 * n - 6))[:-5] for n in range(len(weekly))]
    table = pd.DataFrame(
        {
            "Week from": starts[::-1],
            "Rows": weekly[::-1].astype(int),
            "Last weeks": (np.arange(len(weekly)) < rules.lag_weeks)[::-1],
        }
    )
    weeks = f"the last {rules.lag_weeks} weeks"
    title = f"{weeks.capitalize()} hold {level:.0%} of what the {rules.before_weeks} before let "
    title += "expect: their records are likely still to come." if thin else "expect."
    description = f"Rows by week; {weeks} stand out."
    chart = Chart(ChartKind.BARS, table, "Week from", "Rows", description, marked="Last weeks")
    return Finding(
        "lag",
        Part.INCIDENTS,
        Severity.WARNING if thin else Severity.OK,
        title,
        "The newest weeks count most, so what is rising now looks calm." if thin else "None.",
        f"Set data_as_at in afterbell.toml {rules.lag_weeks} weeks earlier, or bring the extract "
        "in again later."
        if thin
        else "Nothing.",
        table,
        chart=chart,
    )
