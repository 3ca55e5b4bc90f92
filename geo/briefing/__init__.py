"""What a patrol is briefed with, and its forms on paper and screen.

In go a checked plan and the hotspots behind it. `Briefing.of` puts them into words: a `HotspotLine`
for each hotspot, an `Assignment` with its `StopLine`s for each patrol, the standing guidance, and
what the data cover. Out come four files: PDF, HTML, GPX and iCalendar.
"""

from geo.briefing._lines import Assignment, HotspotLine, StopLine, assignments
from geo.briefing.briefing import Briefing
from geo.briefing.sheet import NOT_GROUNDS, PRINCIPLES, STANDING_GUIDANCE, Sheet

__all__ = [
    "NOT_GROUNDS",
    "PRINCIPLES",
    "STANDING_GUIDANCE",
    "Assignment",
    "Briefing",
    "HotspotLine",
    "Sheet",
    "StopLine",
    "assignments",
]
