"""The search for routes: a task in, the best tours out. It knows arrays, no maps.

Ruin and recreate (Schrimpf et al. 2000) under simulated annealing (Kirkpatrick et al. 1983), in
several searches side by side, with the best of all their routes put together at the end.
"""

from geo.patrol.search.optimiser import Watch, best_tours
from geo.patrol.search.search_params import SearchParams

__all__ = [
    "SearchParams",
    "Watch",
    "best_tours",
]
