"""What is said of minutes and harm: for a sergeant first, with figures for a statistician."""

from collections.abc import Sequence
from typing import Final

from geo.evidence.fairness_results import Compared
from geo.evidence.fairness_verdict import Measured, Verdict
from geo.words import count_shown, listed

NO_AREAS: Final = (
    "Minutes and harm cannot be compared by area, as there is no areas layer. Bring one in: "
    "afterbell ingest FILE --layer areas."
)
CAVEATS: Final = (
    "Harm is what victims and witnesses reported; where fewer report, it is too low.",
    "Police-generated rows play no part in it.",
    "Minutes are those at stops; walks between them do not count.",
    "Each interval is 90% for all areas, or all groups of one attribute, taken together.",
)
_MOST_NAMED: Final = 5


def summary(areas: Sequence[Compared], nothing: str, limit: float) -> str:
    """Whether minutes follow harm, area by area."""
    if nothing:
        return f"Cannot tell: there are no {nothing} inside the areas to compare."
    verdicts = [area.planned.verdict for area in areas]
    out = [area for area in areas if area.planned.breach]
    within = verdicts.count(Verdict.WITHIN)
    unclear = verdicts.count(Verdict.CANNOT_TELL)
    said = [
        f"Planned minutes are within {limit:g} times the harm in {within} of {len(areas)} areas"
        if within
        else f"In none of {len(areas)} areas is it clear that planned minutes are within {limit:g} "
        "times the harm"
    ]
    if out:
        said.append(f"out of proportion in {len(out)}: {_named(out)}")
    if unclear:
        said.append(f"too few incidents to tell in {unclear}")
    return "; ".join(said) + "."


def review(areas: Sequence[Compared], groups: Sequence[Compared], limit: float) -> str:
    """What asks for a review, the areas first; empty where nothing does."""
    told = [*_breaches(areas, limit), *_breaches(groups, limit)]
    return " ".join([*told, "Review this, and record who decided what, and why."]) if told else ""


def outside(minutes: float, incidents: int) -> tuple[str, ...]:
    """What lies in no area and is compared with nothing."""
    parts = [
        *([f"{minutes:,.0f} planned minutes"] if minutes else []),
        *([f"{count_shown(incidents)} incidents"] if incidents else []),
    ]
    return (f"Outside every area, and not compared: {listed(parts)}.",) if parts else ()


def _breaches(rows: Sequence[Compared], limit: float) -> list[str]:
    told = [
        _breach(row, kind, minutes, limit)
        for row in rows
        for kind, minutes in (("planned", row.planned), ("delivered", row.delivered))
        if minutes is not None and minutes.breach
    ]
    left = len(told) - _MOST_NAMED
    return [*told[:_MOST_NAMED], f"And {left} more."] if left > 0 else told


def _breach(row: Compared, kind: str, minutes: Measured, limit: float) -> str:
    more = minutes.verdict is Verdict.MORE
    far = f"more than {limit:g} times" if more else f"less than {_percent(1 / limit)} of"
    share = row.harm_share
    return (
        f"{_label(row)}: {_percent(minutes.share)} of the {kind} minutes, {far} its share of the "
        f"harm ({_percent(share.value)}, 90% interval {_percent(share.low)} to "
        f"{_percent(share.high)})."
    )


def _label(row: Compared) -> str:
    return f"{row.attribute}, {row.label}" if row.attribute else row.label


def _named(rows: Sequence[Compared]) -> str:
    names = [_label(row) for row in rows[:_MOST_NAMED]]
    left = len(rows) - len(names)
    return listed([*names, f"{left} more"] if left else names)


def _percent(share: float) -> str:
    return f"{share:.0%}" if share >= 0.1 or share == 0 else f"{share:.1%}"
