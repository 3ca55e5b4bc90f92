"""What the environment says of this run: the date, and how long a search looks."""

import datetime as dt
import os

from geo.errors import SettingError
from geo.patrol.plan import ITERATIONS


def today() -> dt.date:
    """The machine's local date; ``AFTERBELL_TODAY`` stands in for it in rehearsals and tests.

    Raises
    ------
    SettingError
        When ``AFTERBELL_TODAY`` is no date.
    """
    given = os.environ.get("AFTERBELL_TODAY")
    if not given:
        return dt.datetime.now().astimezone().date()
    try:
        return dt.date.fromisoformat(given)
    except ValueError as error:
        raise SettingError(
            f"AFTERBELL_TODAY is {given!r}; expected a date such as 2026-11-24."
        ) from error


def search_steps() -> int:
    """Steps of the first search on the Plan page; ``AFTERBELL_SEARCH_STEPS`` on a slow machine.

    Raises
    ------
    SettingError
        When ``AFTERBELL_SEARCH_STEPS`` is no number of steps.
    """
    given = os.environ.get("AFTERBELL_SEARCH_STEPS")
    if not given:
        return ITERATIONS
    if given.isascii() and given.isdigit() and int(given) > 0:
        return int(given)
    raise SettingError(
        f"AFTERBELL_SEARCH_STEPS is {given!r}; expected a whole number such as {ITERATIONS}."
    )
