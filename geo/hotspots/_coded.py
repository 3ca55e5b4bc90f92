"""A column of words as numbers, so that each distinct word is looked at once."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, Self, TypeVar

import numpy as np
import pandas as pd
import pyarrow as pa
from numpy.typing import NDArray

from geo.arrays import Bools, blocks

#: Rows that are encoded at once; each distinct text is looked at once in every block.
_BLOCK: Final = 1 << 20
_Scalar = TypeVar("_Scalar", bound=np.generic)


@dataclass(frozen=True, eq=False)
class Coded:
    """A column of words.

    Attributes
    ----------
    codes : ndarray of int, shape (rows,)
        Position in ``names``, in the smallest type that holds it.
    names : tuple of str
        The distinct texts in alphabetical order; a missing text is "".
    """

    codes: NDArray[np.integer]
    names: tuple[str, ...]

    @classmethod
    def of(cls, column: pd.Series) -> Self:
        """Take a column apart: text, objects or categories."""
        number: dict[str, int] = {}
        codes = [np.empty(0, dtype=np.int8)]
        for chunk in pa.chunked_array(pa.array(column, from_pandas=True)).chunks:
            for rows in blocks(len(chunk), _BLOCK):
                part = chunk[rows].dictionary_encode()
                texts = ["" if text is None else str(text) for text in part.dictionary.to_pylist()]
                known = [number.setdefault(text, len(number)) for text in (*texts, "")]
                table = np.array(known, dtype=_smallest(len(number)))
                codes.append(table[part.indices.fill_null(len(texts)).to_numpy()])
        return cls(np.concatenate(codes), tuple(number)).used()

    def used(self, rows: NDArray[np.integer] | None = None) -> Self:
        """All or some of the rows, with the names that occur among them."""
        codes = self.codes if rows is None else looked_up(self.codes, rows)
        here = np.bincount(codes, minlength=len(self.names)) > 0
        names = sorted(name for name, occurs in zip(self.names, here, strict=True) if occurs)
        number = {name: n for n, name in enumerate(names)}
        table = np.array([number.get(name, 0) for name in self.names], _smallest(len(names)))
        return type(self)(looked_up(table, codes), tuple(names))

    def where(self, condition: Callable[[str], bool]) -> Bools:
        """Rows whose text fulfils a condition."""
        table = np.array([condition(name) for name in self.names], dtype=bool)
        return looked_up(table, self.codes)

    def counts(self) -> NDArray[np.int64]:
        """How often each name occurs."""
        return np.bincount(self.codes, minlength=len(self.names)).astype(np.int64)


def looked_up(table: NDArray[_Scalar], codes: NDArray[np.integer]) -> NDArray[_Scalar]:
    """Entry of a table for each code: ``table[codes]``, without the codes in their widest type."""
    entries = np.empty(len(codes), dtype=table.dtype)
    for rows in blocks(len(codes)):
        entries[rows] = table[codes[rows]]
    return entries


def _smallest(count: int) -> np.dtype[np.integer]:
    """The smallest signed type that numbers so many names."""
    return np.min_scalar_type(-max(count, 1))
