"""The search for routes: a task in, the best tours found out. It knows arrays, no maps."""

from geo.patrol.search.optimiser import Watch, best_tours

__all__ = [
    "Watch",
    "best_tours",
]
