"""Where pupils walk when a school lets out: expected pupils by street and slice.

Layers, the bells of a day, streets and, where they are known, homes in; a flow on the streets out.
"""

from geo.pupils._travel_figures import PupilFlowSettings
from geo.pupils.estimate import estimate_pupil_flow
from geo.pupils.flow import ESTIMATE, Busy, Past, PupilFlow

__all__ = [
    "ESTIMATE",
    "Busy",
    "Past",
    "PupilFlow",
    "PupilFlowSettings",
    "estimate_pupil_flow",
]
