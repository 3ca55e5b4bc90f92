"""What a backtest comes to, in sentences that claim no more than the weeks tested bear out."""

from collections.abc import Sequence
from typing import Final

from geo.evidence.backtest._results import Conclusion, Difference, Measure, MethodResult
from geo.evidence.backtest._running import Run
from geo.evidence.backtest._setup import Setup
from geo.model import Interval
from geo.text import count_shown, listed

#: Shares that people can picture.
_PICTURED = (
    (1, 20), (1, 15), (1, 10), (1, 8), (1, 6), (1, 5), (1, 4), (1, 3), (2, 5), (1, 2), (3, 5),
    (2, 3), (3, 4), (4, 5), (9, 10),
)  # fmt: skip


def percent(share: float) -> str:
    """Write a share with as many digits as it bears.

    Parameters
    ----------
    share : float
        0 to 1.

    Examples
    --------
    >>> percent(0.22), percent(0.014), percent(0.0003)
    ('22%', '1.4%', '0.03%')
    """
    if 0 < share < 0.001:
        return f"{share * 100:.1g}%" if share >= 0.00005 else "under 0.01%"
    return f"{share:.0%}" if share >= 0.0995 or share == 0 else f"{share:.1%}"


def share_in_words(share: float) -> str:
    """``about 1 in 5``, ``hardly any``, ``nearly all``."""
    if share < 0.04:
        return "hardly any"
    if share > 0.95:
        return "nearly all"
    of, among = min(_PICTURED, key=lambda pair: abs(share - pair[0] / pair[1]))
    return "about half" if (of, among) == (1, 2) else f"about {of} in {among}"


def rate(interval: Interval) -> str:
    """Write a share in words, with its digits behind.

    Parameters
    ----------
    interval : Interval
        0 to 1.

    Examples
    --------
    >>> from geo.model import Interval
    >>> rate(Interval(0.22, 0.18, 0.27))
    'about 1 in 5 (22%, 90% interval 18% to 27%)'
    """
    return (
        f"{share_in_words(interval.value)} ({percent(interval.value)}, 90% interval "
        f"{percent(interval.low)} to {percent(interval.high)})"
    )


def past_in_words(history: float) -> str:
    """``the last quarter``; ``all``."""
    return {0.125: "the last eighth", 0.25: "the last quarter", 0.5: "the last half"}.get(
        history, "all"
    )


def digits(interval: Interval) -> str:
    """Write a share for a table, where words would not fit.

    Parameters
    ----------
    interval : Interval
        0 to 1.

    Examples
    --------
    >>> from geo.model import Interval
    >>> digits(Interval(0.22, 0.18, 0.27))
    '22% (18%–27%)'
    """
    return f"{percent(interval.value)} ({percent(interval.low)}–{percent(interval.high)})"


def points(interval: Interval) -> str:
    """A difference of shares: ``+3.1 points, 90% interval −0.4 to +6.5``."""
    return (
        f"{_signed(interval.value)} points, 90% interval {_signed(interval.low)} to "
        f"{_signed(interval.high)}"
    )


def _signed(share: float) -> str:
    value = round(share * 100, 1)
    return f"{'−' if value < 0 else '+' if value > 0 else ''}{abs(value):.1f}"


FEWEST_TESTED: Final = 30
FEWEST_ORIGINS: Final = 2
#: The reach that the verdict is about: 2% of the area.
MAIN_REACH: Final = "2"
_NAMED: Final = 2


def enough(setup: Setup) -> bool:
    """Whether there are incidents and test blocks enough to claim anything."""
    return setup.tested.share.sum() >= FEWEST_TESTED and len(setup.origins) >= FEWEST_ORIGINS


def verdict(
    setup: Setup, methods: Sequence[MethodResult], differences: Sequence[Difference]
) -> str:
    """One sentence: what the default finds, and which methods it beats, or that none can tell."""
    if not enough(setup):
        return (
            f"The data cannot tell: {_few(setup)}; at least {FEWEST_TESTED} incidents in "
            f"{FEWEST_ORIGINS} blocks are needed. The figures below are no evidence for any method."
        )
    what = setup.measures[-1]
    hit_rate = methods[0].at(MAIN_REACH, what).hit_rate
    first = (
        f"The riskiest 2% of the area by the default ({methods[0].title}) held {rate(hit_rate)} of "
        f"the {_noun(what)} of the {setup.window.noun}s that followed"
    )
    return f"{first}{_against(methods, differences, what)}."


def sentences(
    setup: Setup, methods: Sequence[MethodResult], differences: Sequence[Difference]
) -> tuple[str, ...]:
    """The default against each method at 2%, and how such words are to be read."""
    what = setup.measures[-1]
    at_main = [d for d in differences if d.reach == MAIN_REACH and d.measure == what]
    titles = {method.key: method.title for method in methods}
    lines = [f"Against {titles[d.method]}: {_compared(d)}." for d in at_main]
    if len(at_main) > 1 and enough(setup):
        lines.append(
            f"{len(at_main)} methods are compared: about one interval in ten would leave out 0 by "
            "chance alone, so a single bare \u201cbetter\u201d is weak evidence."
        )
    return tuple(lines)


def notices(setup: Setup, run: Run) -> tuple[str, ...]:
    """What a reader must know of the test itself."""
    tested = setup.tested
    outside = float(tested.share[tested.cell < 0].sum())
    lines = []
    if outside > 0:
        lines.append(
            "Tested incidents outside the area known at the first origin: "
            f"{count_shown(max(round(outside), 1))}. No method could find them; they count as "
            "missed."
        )
    bare = sum(not visited.places for visited in run.visited)
    if bare:
        lines.append(
            f"At {bare} of {len(setup.origins)} origins there were no hotspots to visit; they "
            "count as nothing found."
        )
    return tuple(lines)


def _few(setup: Setup) -> str:
    count, blocks = round(setup.tested.share.sum()), len(setup.origins)
    shown = "fewer than 5" if count < 5 else f"only {count:,}"
    return (
        f"{shown} {'incident' if count == 1 else 'incidents'} could be tested in {blocks} "
        f"{'block' if blocks == 1 else 'blocks'}"
        if count < FEWEST_TESTED
        else f"only {blocks} test block fits after enough of a past"
    )


def _noun(what: Measure) -> str:
    return "harm" if what == "harm" else "incidents"


def _against(
    methods: Sequence[MethodResult], differences: Sequence[Difference], what: Measure
) -> str:
    """``: more than A and B; the data cannot tell it from C``."""
    titles: dict[Conclusion, list[str]] = {conclusion: [] for conclusion in Conclusion}
    names = {method.key: method.title for method in methods}
    for each in differences:
        if each.reach == MAIN_REACH and each.measure == what:
            titles[each.conclusion].append(names[each.method])
    patterns = {
        Conclusion.BETTER: "more than {}",
        Conclusion.WORSE: "less than {}",
        Conclusion.CANNOT_TELL: "the data cannot tell it from {}",
    }
    parts = [
        pattern.format(_others(titles[each])) for each, pattern in patterns.items() if titles[each]
    ]
    return f": {'; '.join(parts)}" if parts else ""


def _others(titles: Sequence[str]) -> str:
    """One or two by name, more by number."""
    return listed(titles) if len(titles) <= _NAMED else f"{len(titles)} other methods"


def _compared(difference: Difference) -> str:
    finds = {
        Conclusion.BETTER: "the default finds more",
        Conclusion.WORSE: "the default finds less",
        Conclusion.CANNOT_TELL: "the data cannot tell which finds more",
    }[difference.conclusion]
    return f"{finds} ({points(difference.hit_rate)})"
