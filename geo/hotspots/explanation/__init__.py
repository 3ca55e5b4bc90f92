"""Why a hotspot is one, on demand: what was recorded, what changed, what is missing, who passes."""

from geo.hotspots.explanation._changes import Change
from geo.hotspots.explanation._explain import Explanation, explain_hotspots
from geo.hotspots.explanation._tallies import Tally

__all__ = [
    "Change",
    "Explanation",
    "Tally",
    "explain_hotspots",
]
