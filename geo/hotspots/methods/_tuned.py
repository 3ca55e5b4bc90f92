"""Methods whose parameters are chosen on held-out time, and the choice as a person may see it."""

import re
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import fsum
from typing import Final, Literal, TypeAlias

import numpy as np
from numpy.typing import NDArray

from geo.arrays import Floats
from geo.errors import SettingError
from geo.hotspots.methods._base import Method, Past, block_days, last_blocks, sums

_FEWEST_BLOCKS: Final = 8
_BLOCKS: Final = 3


@dataclass(frozen=True, eq=False)
class HoldOut:
    """One block of days, and everything before it as it was known when the block began.

    Attributes
    ----------
    earlier : Past
        Incidents before the block; their ages count from its first day, so 1 is the day before.
    later : Past
        Incidents of the block; their ages are as they were in the whole past.
    """

    earlier: Past
    later: Past


def hold_outs(past: Past) -> tuple[HoldOut, ...]:
    """Split off the last three blocks of time, the latest first.

    Each block is predicted from what was known before it, and never from itself or from anything
    later. A block has 28 days, or an eighth of the time where the past is shorter than 224. Blocks
    without an incident, or with none before them, are left out; a past of fewer than eight days
    has no blocks.
    """
    days = _block_days(past)
    if days == 0:
        return ()
    made = (
        HoldOut(
            _part(past, block.earlier(past.age_days), block.oldest),
            _part(past, block.held_out(past.age_days), 0),
        )
        for block in last_blocks(days, _BLOCKS)
    )
    return tuple(one for one in made if len(one.earlier) and len(one.later))


def _block_days(past: Past) -> int:
    return block_days(int(past.age_days.max(initial=0.0)), _FEWEST_BLOCKS)


def _part(past: Past, rows: NDArray[np.bool_], since: int) -> Past:
    return replace(past.some(rows), age_days=past.age_days[rows] - since)


Setting: TypeAlias = tuple[float, ...]
Judge: TypeAlias = Literal["likelihood", "hit rate"]
_FEWEST_HELD_OUT: Final = 20.0
_LEAST_SHARE: Final = 1e-12
_AREAS: Final = (0.01, 0.02, 0.05, 0.1)


@dataclass(frozen=True)
class Choice:
    """Parameters of a method, and the evidence that chose them.

    Attributes
    ----------
    names : tuple of (str, str)
        Name and unit of each parameter, such as ("bandwidth", "m").
    setting : tuple of float
        Their values.
    hold_outs : int
        Blocks of time that were held out; 0 where there was too little to choose by, and the
        middle of each range is taken.
    block_days : int
        Length of a block.
    held_out : float
        Incidents in the blocks; aoristic, so it need not be whole.
    all_hours : bool
        Whether too few of them fell into the window, so that those of all hours decided.
    judged_by : "likelihood" or "hit rate"
    trials : tuple of (setting, float)
        Every setting tried with its score; higher is better. A likelihood is the mean, over
        held-out value, of the log of the share of the cell in which it happened. A hit rate is the
        part of held-out value in 1, 2, 5 and 10% of the area, on average.
    """

    names: tuple[tuple[str, str], ...]
    setting: Setting
    hold_outs: int = 0
    block_days: int = 0
    held_out: float = 0.0
    all_hours: bool = False
    judged_by: Judge = "likelihood"
    trials: tuple[tuple[Setting, float], ...] = ()

    @property
    def parameters(self) -> dict[str, float]:
        """Values by name and unit, such as ``{"bandwidth_m": 200.0}``."""
        keys = (re.sub("[ -]", "_", f"{name}_{unit}") for name, unit in self.names)
        return dict(zip(keys, self.setting, strict=True))

    def __str__(self) -> str:
        values = ", ".join(
            f"{name} {value:,.0f} {unit}"
            for (name, unit), value in zip(self.names, self.setting, strict=True)
        )
        if not self.names:
            return "nothing to choose"
        if not self.hold_outs:
            return f"{values}; too few held-out incidents to choose by"
        blocks = "1 hold-out" if self.hold_outs == 1 else f"{self.hold_outs} hold-outs"
        days = "1 day" if self.block_days == 1 else f"{self.block_days} days"
        counted = f"{self.held_out:,.0f} incidents{' at all hours' if self.all_hours else ''}"
        return f"{values}, chosen by {self.judged_by} on {blocks} of {days} ({counted})"


class Tuned(Method, ABC):
    """A method that tries every combination of its ranges on held-out time and keeps the best.

    Attributes
    ----------
    names : tuple of (str, str)
        Name and unit of each parameter.
    judged_by : "likelihood" or "hit rate"
        What the best setting is best at. Densities are judged by likelihood; methods that order
        cells without saying how much more likely one is than another, by hit rate.
    """

    names: tuple[tuple[str, str], ...]
    judged_by: Judge = "likelihood"

    @property
    @abstractmethod
    def ranges(self) -> tuple[Setting, ...]:
        """Values to try for each parameter in the order of ``names``; none if nothing is open."""

    @abstractmethod
    def spread(self, past: Past, setting: Setting) -> Floats:
        """Give the surface with one setting: shares as `Method.shares` gives them."""

    def shares(self, past: Past) -> Floats:
        """Spread the next window's value over the cells with the parameters that `chosen` gives."""
        if not (past.value > 0).any():
            return past.grid.uniform
        return self.spread(past, self.chosen(past).setting)

    def chosen(self, past: Past) -> Choice:
        """Choose the parameters that predict held-out incidents best.

        Each block of time is predicted from what was before it (`hold_outs`), and scored by its
        incidents' value in the window. Where fewer than 20 of them fall into the window, those of
        all hours decide; where there are fewer than 20 of these, nothing does.
        """
        if not self.ranges:
            return Choice((), ())
        blocks = hold_outs(past)
        in_window, everyone = _held_out(blocks)
        middle = tuple(values[len(values) // 2] for values in self.ranges)
        if everyone < _FEWEST_HELD_OUT:
            return Choice(self.names, middle)
        all_hours = in_window < _FEWEST_HELD_OUT
        tried = tuple(product(*self.ranges))
        scores = [_score(self, setting, blocks, all_hours=all_hours) for setting in tried]
        return Choice(
            names=self.names,
            setting=tried[int(np.argmax(scores))],
            hold_outs=len(blocks),
            block_days=_block_days(past),
            held_out=everyone if all_hours else in_window,
            all_hours=all_hours,
            judged_by=self.judged_by,
            trials=tuple(zip(tried, scores, strict=True)),
        )


def refuse_ranges(method: str, **ranges: Sequence[float]) -> None:
    """Refuse ranges that are empty, out of order, or hold anything but positive numbers.

    Raises
    ------
    SettingError
        With every fault in one sentence.
    """
    faults = [
        f"{name} is {tuple(values)}; expected positive numbers, smallest first"
        for name, values in ranges.items()
        if not len(values)
        or not all(0 < value < np.inf for value in values)
        or list(values) != sorted(set(values))
    ]
    if faults:
        raise SettingError(f"{method}: " + "; ".join(faults) + ".")


def _held_out(blocks: Sequence[HoldOut]) -> tuple[float, float]:
    """Incidents with a value in the blocks: those that fall into the window, and all."""
    later = [block.later for block in blocks]
    in_window = fsum(fsum(one.share[one.value > 0]) for one in later)
    return in_window, float(sum((one.value > 0).sum() for one in later))


def _score(method: Tuned, setting: Setting, blocks: Sequence[HoldOut], *, all_hours: bool) -> float:
    """Mean score over the held-out value of all blocks."""
    score = value = 0.0
    judge = _log_shares if method.judged_by == "likelihood" else _hits
    for block in blocks:
        later, inside = block.later, block.later.grid.inside
        happened = sums(later, later.value if all_hours else later.value * later.share)[inside]
        score += judge(method.spread(block.earlier, setting)[inside], happened)
        value += float(happened.sum())
    return score / value if value > 0 else 0.0


def _log_shares(given: Floats, happened: Floats) -> float:
    """Sum over what happened of the log of the share of its cell."""
    where = happened > 0
    return float((happened[where] * np.log(np.maximum(given[where], _LEAST_SHARE))).sum())


def _hits(given: Floats, happened: Floats) -> float:
    """Sum what happened in the riskiest 1, 2, 5 and 10% of the cells, on average.

    Cells alike are taken in part, so that their order plays no part.
    """
    most = int(np.ceil(max(_AREAS) * len(given)))
    top = given >= np.partition(given, -most)[-most]
    _, level = np.unique(-given[top], return_inverse=True)
    cells = np.append(0.0, np.cumsum(np.bincount(level)))
    caught = np.append(0.0, np.cumsum(np.bincount(level, happened[top])))
    return float(np.interp(np.array(_AREAS) * len(given), cells, caught).mean())
