"""What officers are told before they go out: the sheet, and its forms on paper and screen.

`Briefing.of` puts a plan and its hotspots into words; ``to_pdf``, ``to_html``, ``to_gpx`` and
``to_ics`` write them.
"""

from geo.briefing.briefing import Briefing
from geo.briefing.lines import Assignment, HotspotLine, StopLine

__all__ = [
    "Assignment",
    "Briefing",
    "HotspotLine",
    "StopLine",
]
