"""Where a patrol could be sent on a school day: hotspots, gates, interchanges, chosen points."""

from geo.patrol.places.candidates import Places, candidate_places, with_chosen

__all__ = [
    "Places",
    "candidate_places",
    "with_chosen",
]
