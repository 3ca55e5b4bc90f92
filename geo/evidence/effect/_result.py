"""The effect of patrols as a value and in words.

Words come first and digits second; where the interval bears no verdict, "cannot tell" comes first.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from geo.evidence.effect._settings import EffectSettings, Patrolled, Periods
from geo.model import Estimate, Interval, Spot
from geo.text import count_shown


class Verdict(StrEnum):
    """What the data bear out of a change."""

    FEWER = "fewer"
    MORE = "more"
    CANNOT_TELL = "cannot tell"


@dataclass(frozen=True)
class Change:
    """Recorded against expected.

    Attributes
    ----------
    recorded, expected : float
        Incidents on patrolled dates; one that spans the edge of the window counts in part.
    ratio : Estimate or None
        Recorded to expected, with its 90% interval; None where too few incidents are known.
    """

    recorded: float
    expected: float
    ratio: Estimate | None

    @property
    def verdict(self) -> Verdict:
        """Fewer or more where the interval leaves no other answer, else cannot tell."""
        if self.ratio is None or self.ratio.low <= 1 <= self.ratio.high:
            return Verdict.CANNOT_TELL
        return Verdict.FEWER if self.ratio.high < 1 else Verdict.MORE


@dataclass(frozen=True)
class Ring:
    """A change in a ring around the patrolled places, ``inner_m`` to ``outer_m`` from them."""

    inner_m: float
    outer_m: float
    change: Change


@dataclass(frozen=True)
class Compare:
    """A place, and its incidents in each stretch (in the first pattern of dates).

    Attributes
    ----------
    spot : Spot
    before, chosen, after : float
        Incidents before, while places were picked, and on patrolled dates.
    """

    spot: Spot
    before: float
    chosen: float
    after: float


@dataclass(frozen=True)
class Effect:
    """Whether patrols changed what was recorded at some places.

    Attributes
    ----------
    change : Change or None
        None where nothing could be compared.
    why_not : str
        Why it cannot tell, where that lies in the data; empty otherwise.
    naive : float or None
        Ratio of a bare before and after, with the stretch in which places were picked as before:
        what not to believe.
    rings : tuple of Ring
    displacement : Interval or None
        Only where it is certain that the places themselves saw fewer.
    patrolled, comparison : tuple of Compare
        The patrolled places, and those that the rule compares them with.
    left_out : tuple of str
        Patrolled places without any comparison place.
    dispersion : float
        How many times as wide as Poisson chance the interval is.
    """

    treated: tuple[Patrolled, ...]
    change: Change | None
    why_not: str
    periods: Periods | None
    naive: float | None
    rings: tuple[Ring, ...]
    displacement: Interval | None
    patrolled: tuple[Compare, ...]
    comparison: tuple[Compare, ...]
    left_out: tuple[str, ...]
    dispersion: float
    settings: EffectSettings
    seed: int

    @property
    def verdict(self) -> Verdict:
        """What the data bear out."""
        return self.change.verdict if self.change else Verdict.CANNOT_TELL


#: Ratios that people can picture, smallest first; the nearest one, on a scale of ratios, is named.
_RATIOS: Final = (
    (0.05, "hardly any"), (0.1, "a tenth as many"), (0.2, "a fifth as many"),
    (0.25, "a quarter as many"), (1 / 3, "a third as many"), (0.4, "two fifths as many"),
    (0.5, "half as many"), (0.6, "two fifths fewer"), (2 / 3, "a third fewer"),
    (0.75, "a quarter fewer"), (0.8, "a fifth fewer"), (0.9, "a tenth fewer"),
    (1.0, "as many"), (1.1, "a tenth more"), (1.2, "a fifth more"), (1.25, "a quarter more"),
    (4 / 3, "a third more"), (1.5, "half as many again"), (1.75, "three quarters more"),
    (2.0, "twice as many"), (2.5, "two and a half times as many"), (3.0, "three times as many"),
    (4.0, "four times as many"), (5.0, "five times as many"), (10.0, "ten times as many"),
)  # fmt: skip
REGRESSION: Final = (
    "Hot places cool down by themselves, so the months in which these places were picked never "
    "count as before, and comparison places had to be about as busy in those same months."
)
NOT_BY_LOT: Final = (
    "The places were not drawn by lot, so something else that happened only there may be behind it."
)


def ratio_in_words(ratio: float) -> str:
    """Name the nearest ratio that people can picture.

    Parameters
    ----------
    ratio : float
        Recorded to expected; 0 or more.

    Examples
    --------
    >>> ratio_in_words(0.75)
    'a quarter fewer'
    """
    if ratio <= 0.03:
        return "hardly any"
    if ratio > 12:
        return "more than ten times as many"
    return min(_RATIOS, key=lambda known: max(ratio / known[0], known[0] / ratio))[1]


def interval_in_words(ratio: Estimate) -> str:
    """Put the interval of a ratio into words.

    Parameters
    ----------
    ratio : Estimate

    Examples
    --------
    >>> from geo.model import Estimate
    >>> interval_in_words(Estimate(0.75, 0.5, 1.1))
    'between half as many and a tenth more'
    """
    low, high = ratio_in_words(ratio.low), ratio_in_words(ratio.high)
    return f"between {low} and {high}" if low != high else f"{low} at either end"


def digits(ratio: Estimate | None) -> str:
    """Write a ratio in digits.

    Parameters
    ----------
    ratio : Estimate or None

    Examples
    --------
    >>> from geo.model import Estimate
    >>> digits(Estimate(0.75, 0.5, 1.1)), digits(None)
    ('0.75 (0.50 to 1.10)', '–')
    """
    return f"{ratio.mean:.2f} ({ratio.low:.2f} to {ratio.high:.2f})" if ratio else "–"


def change_in_words(change: Change) -> str:
    """Put a change into words, from most to least certain.

    Parameters
    ----------
    change : Change

    Returns
    -------
    str
        ``Cannot tell: about a quarter fewer (between half as many and a tenth more)``; without
        the first words where the interval leaves no other answer.
    """
    if change.ratio is None:
        return "Cannot tell: too few incidents"
    about = f"about {ratio_in_words(change.ratio.mean)} ({interval_in_words(change.ratio)})"
    return f"Cannot tell: {about}" if change.verdict is Verdict.CANNOT_TELL else _capital(about)


def headline(effect: Effect) -> str:
    """Give the one sentence about the patrolled places.

    Parameters
    ----------
    effect : Effect
    """
    if effect.change is None or effect.change.ratio is None:
        return f"Cannot tell. {effect.why_not}"
    return sentence_of(effect.change, "the comparison places lead to expect", NOT_BY_LOT)


def sentence_of(change: Change, expected: str, caution: str) -> str:
    """One sentence on a change that has a ratio: whether it can tell comes first.

    Parameters
    ----------
    change : Change
    expected : str
        What the change is set against, such as ``the control days lead to expect``.
    caution : str
        A sentence to follow where it can tell.
    """
    words = f"{change_in_words(change)}, set against what {expected}."
    if change.verdict is Verdict.CANNOT_TELL:
        whether = "Cannot tell whether the patrols changed anything:"
        return words.replace("Cannot tell:", whether, 1)
    return f"{words} {caution}"


def _capital(words: str) -> str:
    return words[0].upper() + words[1:]


def recorded_in_digits(change: Change) -> str:
    """Write recorded against expected in digits; counts of 1 to 4 stay hidden.

    Parameters
    ----------
    change : Change

    Examples
    --------
    >>> recorded_in_digits(Change(24, 32, None))
    '24 recorded, 32 expected'
    """
    recorded = count_shown(round(change.recorded))
    return f"{recorded} recorded, {count_shown(round(change.expected))} expected"


def ring_name(ring: Ring) -> str:
    """Name a ring, such as ``0–150 m around``.

    Parameters
    ----------
    ring : Ring
    """
    return f"{ring.inner_m:.0f}–{ring.outer_m:.0f} m around"


def displacement_in_words(moved: Interval | None) -> str:
    """Put the weighted displacement quotient into words.

    Parameters
    ----------
    moved : Interval or None
        None where it is not certain that the places themselves saw fewer.
    """
    if moved is None:
        return (
            "Whether anything moved to the streets around can be told only where it is certain "
            "that the places themselves saw fewer."
        )
    each = round(abs(moved.value) * 10)
    where = "more" if moved.value < 0 else "fewer"
    figure = f"for every 10 fewer at the places, about {each} {where} in the streets around"
    if moved.outside(0.0, 0.0):
        what = "moved away from" if moved.value < 0 else "was spared as well around"
        return f"{_capital(figure)}: some of it {what} the places."
    return f"Cannot tell: {figure}, but it may as well be none or the other way round."


def rule_in_words(effect: Effect) -> str:
    """Put the rule by which comparison places were chosen into words.

    Parameters
    ----------
    effect : Effect
    """
    settings, periods = effect.settings, effect.periods
    while_picked = ""
    if periods is not None:
        while_picked = f" ({periods.chosen_from:%-d %b %Y} until {periods.first:%-d %b %Y})"
    return (
        f"For each patrolled place, the {settings.nearest} most alike of the other hotspots and of "
        f"equal squares more than {settings.reach_m:.0f} m from any patrol: alike in the number of "
        f"incidents in both halves of the months in which the places were picked{while_picked}, "
        f"and within {settings.factor:g} times as many. The rule was fixed before the time of the "
        "patrols was looked at, and nobody chose a place by hand."
    )


def naive_in_words(effect: Effect) -> str:
    """Put a bare before and after into words, and why not to believe it.

    Parameters
    ----------
    effect : Effect
    """
    if effect.naive is None:
        return ""
    return (
        f"A bare before and after would say {ratio_in_words(effect.naive)}. It takes for an effect "
        "what the season does, and what hot places do by themselves."
    )
