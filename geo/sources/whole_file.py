"""Files that are refused by their header, whatever else is in them."""

import re
from typing import Final

from geo.errors import FileRefusedError, MonthOnlyError
from geo.header_words import squeezed
from geo.sources.names import COLUMN_NAMES
from geo.sources.personal import looks_like_data

_EMAIL: Final = re.compile(r"[^@\s]+@[^@\s]+\.\w+")


def headless(columns: tuple[str, ...]) -> bool:
    """Say whether what came as the header looks like a row of data.

    Told by dates, decimals, long numbers, postcodes and e-mail addresses: two of them, or one among
    fewer than five, and more than there are names that some layer knows. An e-mail address alone is
    enough.
    """
    given = [name.strip() for name in columns if name.strip()]
    if any(_EMAIL.fullmatch(name) for name in given):
        return True
    looks = sum(looks_like_data(name) for name in given)
    names = {known for layer in COLUMN_NAMES.values() for text in layer.values()
             for known in text.split()}  # fmt: skip
    known = sum(squeezed(name) in names for name in given)
    return looks > known and (looks > 1 or len(given) < 5)


def refuse_headless(columns: tuple[str, ...], file: str) -> None:
    """Refuse a file whose first row is data, and quote nothing of it.

    Raises
    ------
    FileRefusedError
    """
    if headless(columns):
        raise FileRefusedError(
            file,
            "its first row looks like data and not like the names of columns",
            "a header row",
            "Add a first row that names the columns.",
        )


def refuse_month_only(came: dict[str, str], file: str) -> None:
    """Refuse crime by month as incidents: it has no time of day (rule 3 of the domain).

    Parameters
    ----------
    came : dict
        Squeezed name to name as it came.

    Raises
    ------
    MonthOnlyError
    """
    if "month" in came and "date" not in came and {"fallswithin", "lsoacode"} & set(came):
        raise MonthOnlyError(
            file,
            "this is street crime by month (police.uk), with no time of day and with points moved "
            "to the nearest map point",
            "incidents with a date and time",
            "Use an incident extract of the force; month-only data cannot say when to patrol.",
        )
