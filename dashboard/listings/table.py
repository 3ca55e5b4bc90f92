"""What a table on a page is: columns, rows, and what can be done with them."""

from dataclasses import dataclass, field

#: Text, or shares from 0 to 1 that are drawn as bars.
Cell = str | tuple[float, ...]


@dataclass(frozen=True)
class Column:
    """A column of a table.

    Attributes
    ----------
    kind : str
        "badge", "name", "text", "number" or "bars".
    """

    key: str
    label: str
    kind: str = "text"


@dataclass(frozen=True)
class Row:
    """A row that can be chosen by its id.

    Attributes
    ----------
    cells : dict
        Text by column; a tuple of shares from 0 to 1 for bars.
    small : dict
        A second, quieter line by column.
    colours : tuple of str
        Fill and text of the badge.
    actions : tuple of (str, str)
        Buttons: what they report, and what they say.
    """

    ident: str
    cells: dict[str, Cell]
    small: dict[str, str] = field(default_factory=dict)
    colours: tuple[str, str] = ("", "")
    actions: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Listing:
    """A table: what it is about, its columns and rows."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[Row, ...]
    mark: int | None = None
