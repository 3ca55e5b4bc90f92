"""The date on the wall."""

import datetime as dt
import os

from geo.errors import SettingError


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
