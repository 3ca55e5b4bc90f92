"""Why a hotspot is one, on demand: what was recorded, what changed, what is missing, who passes."""

from geo.hotspots.explanation._changes import Change
from geo.hotspots.explanation._tallies import Tally
from geo.hotspots.explanation.explain import Explanation, explain_hotspots

__all__ = [
    "Change",
    "Explanation",
    "Tally",
    "explain_hotspots",
]
