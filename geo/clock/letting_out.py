"""When schools let out on a weekday: how many in each five minutes, and which."""

import datetime as dt
from typing import Final

import pandas as pd

from geo.model import clock

STEP_MIN: Final = 5


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
    start = rung["finish_min"].astype(int) // STEP_MIN * STEP_MIN
    table = pd.DataFrame({"start_min": start, "name": names}).sort_values(["start_min", "name"])
    counted = table.groupby("start_min")["name"].agg(["size", ", ".join]).reset_index()
    counted.columns = pd.Index(["start_min", "schools", "names"])
    times = counted["start_min"].map(lambda at: f"{clock(at)}–{clock(at + STEP_MIN)}")
    counted.insert(1, "time", times.astype(object))
    return counted
