"""The plan for a calendar: an entry a stop (RFC 5545), in the local time of wherever it is read."""

import datetime as dt
from itertools import chain

from icalendar import Calendar, Event, vText

from geo.briefing._lines import Assignment, StopLine
from geo.briefing.sheet import Sheet
from geo.model import Stop


def render(briefing: Sheet) -> str:
    """Write a briefing as iCalendar; every entry carries the marking and the age of the data."""
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//Afterbell//Afterbell//EN")
    calendar.add("method", "PUBLISH")
    title = f"{briefing.title}, {briefing.area}, {briefing.short_date}"
    calendar.add("x-wr-calname", vText(title))
    calendar.add("x-wr-caldesc", vText(briefing.handling))
    for assignment, route in zip(briefing.assignments, briefing.scene.routes, strict=True):
        for line, stop in zip(assignment.stops, route.stops, strict=True):
            calendar.add_component(_entry(briefing, assignment, line, stop))
    content: bytes = calendar.to_ical(sorted=False)
    return content.decode()


def _entry(briefing: Sheet, assignment: Assignment, line: StopLine, stop: Stop) -> Event:
    midnight = dt.datetime.combine(briefing.day, dt.time())  # of no zone: the reader's own
    kind = f" ({line.kind})" if line.is_visit else ""
    about = chain(
        [f"{assignment.name}, {assignment.shift}."], line.sentences(), [briefing.handling]
    )
    entry = Event()
    entry.add("uid", f"{briefing.day:%Y%m%d}-{line.label}@afterbell")
    entry.add("dtstamp", midnight.replace(tzinfo=dt.UTC))
    entry.add("dtstart", midnight + dt.timedelta(minutes=stop.arrive_min))
    entry.add("dtend", midnight + dt.timedelta(minutes=stop.leave_min))
    entry.add("summary", f"{line.label} {line.name}{kind}")
    entry.add("location", line.name)
    entry.add("description", "\n".join(about))
    entry.add("categories", [briefing.marking])
    entry.add("class", "CONFIDENTIAL")
    entry.add("status", "CONFIRMED" if briefing.approved else "TENTATIVE")
    return entry
