"""Where pupils walk when a school lets out: expected pupils by street and slice.

Layers, the bells of a day, streets and, where they are known, homes in; a flow on the streets out.
"""

from geo.pupils.estimate import disperse
from geo.pupils.flow import ESTIMATE, Busy, Dispersal

__all__ = [
    "ESTIMATE",
    "Busy",
    "Dispersal",
    "disperse",
]
