"""What a trial with control days says, in words."""

from typing import Final

from geo.evidence.effect.power import Power
from geo.evidence.effect.result import Verdict
from geo.evidence.effect.said import change_in_words
from geo.evidence.effect.trial import TrialResult
from geo.words import listed

_FALLS: Final = {
    0.1: "a fall by a tenth", 0.2: "a fall by a fifth", 0.3: "a fall by three tenths",
    0.4: "a fall by two fifths", 0.5: "a halving", 0.6: "a fall by three fifths",
    0.7: "a fall by seven tenths", 0.8: "a fall by four fifths", 0.9: "a fall by nine tenths",
}  # fmt: skip


def power_in_words(power: Power, weeks: int) -> str:
    """``With 6 places and 8 weeks this design would notice a halving in 8 of 10 cases, ...``."""
    places = f"{power.places} place{'s' if power.places != 1 else ''}"
    start = f"With {places} and {weeks} weeks this design would notice"
    cases = [f"{_FALLS[fall]} {_of_ten(power.chance(fall))}" for fall in (0.5, 0.2)]
    smallest = power.smallest
    if smallest is None:
        tail = " No fall is noticed in 8 of 10 cases: take more places, or more weeks."
    elif smallest == 0.5:
        tail = ""
    else:
        tail = f" The smallest that it notices in 8 of 10 cases is {_FALLS[smallest]}."
    return f"{start} {listed(cases)}.{tail}"


def _of_ten(chance: float) -> str:
    tenths = round(chance * 10)
    return "hardly ever" if tenths == 0 else f"in {tenths} of 10 cases"


def trial_in_words(result: TrialResult) -> str:
    """The one sentence about a trial."""
    if result.change.ratio is None:
        return f"Cannot tell yet. {result.why_not}"
    said = change_in_words(result.change).removesuffix(": cannot tell")
    start = f"{said[0].upper()}{said[1:]}, set against what the control days lead to expect"
    if result.change.verdict is Verdict.CANNOT_TELL:
        return f"{start}: cannot tell whether the patrols changed anything."
    return f"{start}. The days were drawn by lot, so it is the patrols, within the interval."
