"""What officers are told before they go out: the sheet, and its forms on paper and screen.

`Briefing.of` puts a plan and its hotspots into words; ``to_pdf`` and ``to_html`` write them.
`geo.briefing.palette` and `geo.briefing.wording` are shared with the dashboard.
"""

from geo.briefing.briefing import Briefing

__all__ = ["Briefing"]
