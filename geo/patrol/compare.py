"""Two plans of one day side by side: what is only in one, what is at other times, what it adds to."""

from dataclasses import dataclass

from geo.patrol.plan import Plan


@dataclass(frozen=True)
class Row:
    """One line of the table.

    Attributes
    ----------
    what : str
        Such as "Minutes walked" or the name of a place.
    first, second : str
        What it is in each plan, in words; such as "Alpha 15:40" or "not visited".
    differs : bool
    """

    what: str
    first: str
    second: str
    differs: bool


@dataclass(frozen=True)
class Comparison:
    """Two plans side by side.

    Attributes
    ----------
    figures : tuple of Row
        Value, walking, minutes by kind of place, schools covered.
    stops : tuple of Row
        A line for each place that is in either plan.
    sentences : tuple of str
    """

    figures: tuple[Row, ...]
    stops: tuple[Row, ...]
    sentences: tuple[str, ...]


def compared(first: Plan, second: Plan, names: tuple[str, str] = ("first", "second")) -> Comparison:
    """Lay two plans side by side.

    Parameters
    ----------
    names : tuple of str
        What the plans are called in the sentences, without an article.

    Raises
    ------
    SettingError
        When they are of different days.
    """
    raise NotImplementedError
