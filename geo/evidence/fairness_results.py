"""What the comparison of minutes and harm gives."""

from dataclasses import dataclass
from typing import Any

from geo.evidence.fairness_verdict import Measured
from geo.evidence.interval import Interval
from geo.words import count_shown


@dataclass(frozen=True)
class Compared:
    """One area, or one group of areas: its harm, and the minutes that it gets.

    Attributes
    ----------
    attribute : str
        What the group is made by; empty for an area.
    code : str
        Of the area; empty for a group.
    label : str
        Name of the area, or such as ``lowest quarter (3.1 to 9.8)``.
    recorded : int
        Incidents behind the harm. Show "<5" for 1 to 4, as `to_dict` does.
    harm_per_window : float
    harm_share : Interval
        0 to 1; the interval is 90% for all areas, or all groups of the attribute, together.
    planned : Measured
    delivered : Measured or None
        None where nobody said what was walked.
    """

    attribute: str
    code: str
    label: str
    recorded: int
    harm_per_window: float
    harm_share: Interval
    planned: Measured
    delivered: Measured | None = None

    @property
    def breach(self) -> bool:
        """Whether the minutes, planned or delivered, ask for a review."""
        return self.planned.breach or bool(self.delivered and self.delivered.breach)

    def to_dict(self) -> dict[str, Any]:
        """As JSON takes it."""
        return {
            "attribute": self.attribute,
            "code": self.code,
            "label": self.label,
            "recorded": count_shown(self.recorded),
            "harm_per_window": self.harm_per_window,
            "harm_share": self.harm_share.to_dict(),
            "planned": self.planned.to_dict(),
            "delivered": self.delivered.to_dict() if self.delivered else None,
        }


@dataclass(frozen=True)
class Fairness:
    """Minutes against harm, by area and by what else is known of the areas.

    Attributes
    ----------
    areas : tuple of Compared
        By name of the area; empty where nothing could be compared.
    groups : tuple of Compared
        By quarter of each attribute that the deployer supplied.
    ratio_limit : float
        As configured: how much more or less than its share of harm an area may get.
    said : str
        The whole in a sentence or two.
    review : str
        What asks for a recorded review; empty where nothing does.
    notices : tuple of str
        What a reader must know.
    """

    areas: tuple[Compared, ...]
    groups: tuple[Compared, ...]
    ratio_limit: float
    said: str
    review: str = ""
    notices: tuple[str, ...] = ()

    @property
    def breaches(self) -> tuple[Compared, ...]:
        """Areas and groups whose minutes, planned or delivered, are out of proportion."""
        return tuple(row for row in (*self.areas, *self.groups) if row.breach)

    def to_dict(self) -> dict[str, Any]:
        """As JSON takes it."""
        return {
            "areas": [area.to_dict() for area in self.areas],
            "groups": [group.to_dict() for group in self.groups],
            "ratio_limit": self.ratio_limit,
            "said": self.said,
            "review": self.review,
            "notices": list(self.notices),
        }
