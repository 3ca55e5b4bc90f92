"""What a backtest comes to, in sentences that claim no more than the weeks tested bear out."""

from collections.abc import Sequence
from typing import Final

from geo.evidence.backtest.results import Counted, Difference, MethodResult, Word
from geo.evidence.backtest.running import Run
from geo.evidence.backtest.test_weeks import Trial
from geo.model import Interval
from geo.text import count_shown, listed

#: Shares that people can picture.
_PICTURED = (
    (1, 20), (1, 15), (1, 10), (1, 8), (1, 6), (1, 5), (1, 4), (1, 3), (2, 5), (1, 2), (3, 5),
    (2, 3), (3, 4), (4, 5), (9, 10),
)  # fmt: skip


def percent(share: float) -> str:
    """``22%``; ``1.4%`` below ten; ``0.03%`` below one."""
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
    """``about 1 in 5 (22%, 90% interval 18% to 27%)``."""
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
    """``22% (18%–27%)``: for tables, where words would not fit."""
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


def enough(trial: Trial) -> bool:
    """Whether there are incidents and test blocks enough to claim anything."""
    return trial.tested.share.sum() >= FEWEST_TESTED and len(trial.origins) >= FEWEST_ORIGINS


def verdict(
    trial: Trial, methods: Sequence[MethodResult], differences: Sequence[Difference]
) -> str:
    """One sentence: what the default finds, and which methods it beats, or that none can tell."""
    if not enough(trial):
        return (
            f"The data cannot tell: {_few(trial)}; at least {FEWEST_TESTED} incidents in "
            f"{FEWEST_ORIGINS} blocks are needed. The figures below are no evidence for any method."
        )
    what = trial.counted[-1]
    found = methods[0].at(MAIN_REACH, what).hit_rate
    first = (
        f"The riskiest 2% of the area by the default ({methods[0].title}) held {rate(found)} of "
        f"the {_noun(what)} of the {trial.window.noun}s that followed"
    )
    return f"{first}{_against(methods, differences, what)}."


def sentences(
    trial: Trial, methods: Sequence[MethodResult], differences: Sequence[Difference]
) -> tuple[str, ...]:
    """The default against each method at 2%, and how such words are to be read."""
    what = trial.counted[-1]
    at_main = [d for d in differences if d.reach == MAIN_REACH and d.counted == what]
    titles = {method.key: method.title for method in methods}
    told = [f"Against {titles[d.method]}: {_compared(d)}." for d in at_main]
    if len(at_main) > 1 and enough(trial):
        told.append(
            f"{len(at_main)} methods are compared: about one interval in ten would leave out 0 by "
            "chance alone, so a single bare \u201cbetter\u201d is weak evidence."
        )
    return tuple(told)


def notices(trial: Trial, run: Run) -> tuple[str, ...]:
    """What a reader must know of the test itself."""
    tested = trial.tested
    outside = float(tested.share[tested.cell < 0].sum())
    told = []
    if outside > 0:
        told.append(
            f"Tested incidents outside the area known at the first origin: "
            f"{count_shown(max(round(outside), 1))}. No method could find them; they count as "
            "missed."
        )
    bare = sum(not visited.places for visited in run.visited)
    if bare:
        told.append(
            f"At {bare} of {len(trial.origins)} origins there were no hotspots to visit; they "
            "count as nothing found."
        )
    return tuple(told)


def _few(trial: Trial) -> str:
    count, blocks = round(trial.tested.share.sum()), len(trial.origins)
    shown = "fewer than 5" if count < 5 else f"only {count:,}"
    return (
        f"{shown} {'incident' if count == 1 else 'incidents'} could be tested in {blocks} "
        f"{'block' if blocks == 1 else 'blocks'}"
        if count < FEWEST_TESTED
        else f"only {blocks} test block fits after enough of a past"
    )


def _noun(what: Counted) -> str:
    return "harm" if what == "harm" else "incidents"


def _against(
    methods: Sequence[MethodResult], differences: Sequence[Difference], what: Counted
) -> str:
    """``: more than A and B; the data cannot tell it from C``."""
    by_word: dict[Word, list[str]] = {word: [] for word in Word}
    titles = {method.key: method.title for method in methods}
    for each in differences:
        if each.reach == MAIN_REACH and each.counted == what:
            by_word[each.word].append(titles[each.method])
    said = {
        Word.BETTER: "more than {}",
        Word.WORSE: "less than {}",
        Word.CANNOT_TELL: "the data cannot tell it from {}",
    }
    told = [said[word].format(_others(by_word[word])) for word in Word if by_word[word]]
    return f": {'; '.join(told)}" if told else ""


def _others(titles: Sequence[str]) -> str:
    """One or two by name, more by number."""
    return listed(titles) if len(titles) <= _NAMED else f"{len(titles)} other methods"


def _compared(difference: Difference) -> str:
    said = {
        Word.BETTER: "the default finds more",
        Word.WORSE: "the default finds less",
        Word.CANNOT_TELL: "the data cannot tell which finds more",
    }[difference.word]
    return f"{said} ({points(difference.hit_rate)})"
