"""The independent checker: what stands between a plan and everybody who would see it.

It looks at the finished routes, the network and the layers, and shares no arithmetic with the
search or the timetable. Each fault is a sentence; no faults means that the plan can be walked.
"""

from geo.patrol.checker.faults import faults_of
from geo.patrol.checker.stops import worth_of

__all__ = [
    "faults_of",
    "worth_of",
]
