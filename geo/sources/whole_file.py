"""Files that are refused by their header, whatever else is in them."""

from geo.errors import FileRefusedError, MonthOnlyError
from geo.sources.personal import headless


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
