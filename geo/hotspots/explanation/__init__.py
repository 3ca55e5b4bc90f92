"""Why a hotspot is one, on demand: what was recorded, what changed, what is missing, who passes.

`explain_hotspots` takes what `detect_hotspots` took. `tallies` counts, `shown` says which counts
may be shown, `rates` tests two counts and `changes` applies it, `sources` says what the picture
covers, `dispersal` whose pupils come past.
"""

from geo.hotspots.explanation.changes import Change, Comparison
from geo.hotspots.explanation.dispersal import Passing, pupils_passing
from geo.hotspots.explanation.explained import Explanation, explain_hotspot, explain_hotspots
from geo.hotspots.explanation.rates import Ratio, Verdict
from geo.hotspots.explanation.sources import Source
from geo.hotspots.explanation.tallies import Tally

__all__ = [
    "Change",
    "Comparison",
    "Explanation",
    "Passing",
    "Ratio",
    "Source",
    "Tally",
    "Verdict",
    "explain_hotspot",
    "explain_hotspots",
    "pupils_passing",
]
