"""The independent checker: finished routes in, everything that is wrong with them out.

It looks at the finished routes, the network and the layers, and shares no arithmetic with the
search or the timetable. Each fault is a sentence; no faults means that the plan can be walked.
"""

from geo.patrol.checker._stops import worth_of
from geo.patrol.checker.faults import faults_of

__all__ = [
    "faults_of",
    "worth_of",
]
