"""The school year as a calendar of weeks, and when schools let out.

What a day is shows in its fill and in a letter, so that it also reads in grey.
"""

import datetime as dt
from dataclasses import dataclass
from typing import Final

import altair as alt
import pandas as pd

from dashboard.charts.look import quiet
from geo.rendering import palette
from geo.timetables import DayState, term_counts

_CELL_PX: Final = 26
_BARS_PX: Final = 110
_WEEKDAYS: Final = ("Mon", "Tue", "Wed", "Thu", "Fri")
_OPENS_MIN: Final = 14 * 60
_CLOSES_MIN: Final = 18 * 60
_HALF_HOUR_MIN: Final = 30


@dataclass(frozen=True)
class Mark:
    """How one kind of day is shown: its letter, fill and the colour of the letter."""

    letter: str
    fill: str
    ink: str = palette.INK


MARKS: Final[dict[str, Mark]] = {
    DayState.SCHOOL: Mark("", "#8FB0C6"),
    DayState.SOME_CLOSED: Mark("s", "#8FB0C6"),
    DayState.INSET: Mark("I", palette.BANNER),
    DayState.CLOSED: Mark("C", palette.HOTSPOT_RAMP[0]),
    DayState.HALF_TERM: Mark("H", palette.PARK),
    DayState.BANK_HOLIDAY: Mark("B", palette.SCHOOL, "#FFFFFF"),
    DayState.HOLIDAY: Mark("", "#ECE8DE"),
}


def legend(frame: pd.DataFrame) -> list[tuple[Mark, str]]:
    """The marks of the days that a school year has, with what each means."""
    there = set(frame["state"])
    return [(MARKS[state], state) for state in DayState if state in there and state in MARKS]


def thirds(frame: pd.DataFrame) -> list[tuple[str, alt.Chart]]:
    """A school year in three calendars of weeks, each with its title.

    Each holds one term where there are three; else they end with December, April and July.

    Parameters
    ----------
    frame : DataFrame
        As `school_year` returns it.
    """
    counts = term_counts(frame)
    dates = pd.to_datetime(frame["date"])
    if len(counts) == 3:
        part = sum((frame["date"] >= day).astype(int) for day in counts["from"].iloc[1:])
    else:
        part = (dates.dt.month < 8).astype(int) + dates.dt.month.between(5, 7).astype(int)
    return [
        (_title(rows, counts), _weeks(rows.reset_index(drop=True)))
        for _, rows in frame.groupby(part)
    ]


def bells(table: pd.DataFrame, weekday: str) -> alt.Chart:
    """How many schools let out in each five minutes, from 14:00 to 18:00.

    Parameters
    ----------
    table : DataFrame
        As `letting_out` returns it.
    weekday : str
        Its name, for those who do not see the picture.
    """
    shown = table.assign(end_min=table["start_min"] + 4.4)
    minutes = [*range(_OPENS_MIN, _CLOSES_MIN + 1, _HALF_HOUR_MIN)]
    axis = alt.Axis(
        values=minutes,
        labelExpr="datum.value % 60 ? '' : floor(datum.value / 60) + ':00'",
        tickColor=palette.QUIET,
        domainColor=palette.QUIET,
        title=None,
    )
    span = alt.Scale(domain=[_OPENS_MIN, _CLOSES_MIN], clamp=True, nice=False)
    bars = (
        alt.Chart(shown)
        .mark_rect(color=palette.SCHOOL)
        .encode(
            x=alt.X("start_min:Q", scale=span, axis=axis),
            x2="end_min:Q",
            y=alt.Y("schools:Q", axis=alt.Axis(title="Schools", tickMinStep=1, tickCount=4)),
            y2=alt.datum(0),
            tooltip=[
                alt.Tooltip("time:N", title="Lets out"),
                alt.Tooltip("schools:Q", title="Schools"),
                alt.Tooltip("names:N", title="Which"),
            ],
        )
    )
    return quiet(bars, _BARS_PX, f"Schools that let out on a {weekday}, by five minutes")


def _title(rows: pd.DataFrame, counts: pd.DataFrame) -> str:
    """``Autumn term, 74 school days``; months where no term begins in them."""
    begun = counts[counts["from"].isin(rows["date"])]
    notes = [
        f"{term}, {days} school day{'' if days == 1 else 's'}"
        for term, days in zip(begun["term"], begun["school_days"], strict=True)
    ]
    return "; ".join(notes) or f"{rows['date'].iloc[0]:%B} to {rows['date'].iloc[-1]:%B}"


def _weeks(rows: pd.DataFrame) -> alt.Chart:
    """Weeks across, weekdays down; a cell a day."""
    table = _cells(rows)
    firsts = table.drop_duplicates("month")
    names = ", ".join(
        f"'{week}': '{m}'" for week, m in zip(firsts["week"], firsts["month"], strict=True)
    )
    weeks = alt.Axis(
        values=firsts["week"].tolist(),
        labelExpr=f"({{{names}}})[datum.value]",
        orient="top",
        labelAngle=0,
        labelAlign="left",
        labelOverlap=False,
        bandPosition=0,
        ticks=False,
        domain=False,
        title=None,
    )
    days = alt.Axis(
        title=None, ticks=False, domain=False, labelPadding=6, labelOverlap=False, labelFlush=False
    )
    base = alt.Chart(table).encode(
        x=alt.X("week:N", sort=None, axis=weeks, scale=alt.Scale(paddingInner=0.08)),
        y=alt.Y("day:N", sort=[*_WEEKDAYS], axis=days, scale=alt.Scale(paddingInner=0.08)),
        tooltip=[alt.Tooltip("when:N", title="Day"), alt.Tooltip("label:N", title="What it is")],
    )
    fills = base.mark_rect().encode(color=alt.Color("fill:N", scale=None))
    letters = base.mark_text(fontSize=12, font="Source Sans", fontWeight=600).encode(
        text="letter:N", color=alt.Color("ink:N", scale=None)
    )
    description = f"Calendar of weeks from {table['when'].iloc[0]} to {table['when'].iloc[-1]}"
    cells: alt.LayerChart = fills + letters
    return quiet(cells, _CELL_PX * len(_WEEKDAYS) + 24, description)


def _cells(rows: pd.DataFrame) -> pd.DataFrame:
    """Monday to Friday, with the week and how each day is shown."""
    rows = rows[rows["state"].isin([*MARKS])]
    marks = rows["state"].map(MARKS)
    weekday = rows["date"].map(dt.date.weekday)
    monday = pd.to_datetime(rows["date"]) - pd.to_timedelta(weekday, unit="D")
    return pd.DataFrame(
        {
            "week": monday.dt.strftime("%Y-%m-%d"),
            "day": weekday.map(_WEEKDAYS.__getitem__),
            "month": rows["date"].map(lambda day: f"{day:%b}"),
            "when": rows["date"].map(lambda day: f"{day:%a} {day.day} {day:%b %Y}"),
            "label": rows["label"],
            "letter": marks.map(lambda mark: mark.letter),
            "fill": marks.map(lambda mark: mark.fill),
            "ink": marks.map(lambda mark: mark.ink),
        }
    ).reset_index(drop=True)
