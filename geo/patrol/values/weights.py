"""The balance of the two reasons for a visit."""

import math
from dataclasses import dataclass
from typing import Final, Self

from geo.errors import SettingError

#: The two weights add up to this, wherever the one control stands.
_BOTH: Final = 1.5
_DECIMALS: Final = 6


@dataclass(frozen=True)
class VisitValue:
    """How much harm and how much reassurance count.

    Attributes
    ----------
    harm : float
        Weight of the harm expected at a place; 1 makes the worst slice worth 100 points.
    reassurance : float
        Weight of being seen by pupils; 1 makes a slice in which 1,000 pass worth 100 points.
    """

    harm: float = 1.0
    reassurance: float = 0.5

    def __post_init__(self) -> None:
        weights = (self.harm, self.reassurance)
        if not all(math.isfinite(w) and w >= 0 for w in weights) or not sum(weights):
            raise SettingError(
                f"Harm counts {self.harm} and reassurance {self.reassurance}; expected numbers "
                "of 0 or more, not both 0."
            )

    @classmethod
    def of_share(cls, reassurance_share: float) -> Self:
        """Balance both with one number, from 0 (harm alone) to 1 (reassurance alone).

        A third is the default balance.

        Raises
        ------
        SettingError
            When it is not between 0 and 1.
        """
        if not 0 <= reassurance_share <= 1:
            raise SettingError(
                f"Reassurance is to count for {reassurance_share} of a visit's value; expected a "
                "share from 0 to 1."
            )
        reassurance = round(_BOTH * reassurance_share, _DECIMALS)
        return cls(round(_BOTH - reassurance, _DECIMALS), reassurance)

    @property
    def reassurance_share(self) -> float:
        """Reassurance as a share of both, from 0 to 1."""
        return self.reassurance / (self.harm + self.reassurance)
