"""Where pupils walk when a school lets out: expected pupils by street and slice.

Layers, the bells of a day, streets and, where they are known, homes in; a flow on the streets out.
"""

from geo.pupils.estimate import estimate_pupil_flow
from geo.pupils.flow import ESTIMATE, Busy, PupilFlow

__all__ = [
    "ESTIMATE",
    "Busy",
    "PupilFlow",
    "estimate_pupil_flow",
]
