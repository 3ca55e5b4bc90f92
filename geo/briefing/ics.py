"""The plan for a calendar: an entry a stop (RFC 5545), in the local time of wherever it is read."""

import datetime as dt
from collections.abc import Iterator
from typing import Final

from geo.briefing.gpx import said_of, told
from geo.briefing.lines import Assignment, StopLine
from geo.briefing.sheet import Sheet
from geo.model import Stop

#: Octets of a line, without its end.
_LINE: Final = 73


def render(briefing: Sheet) -> str:
    """Write a briefing as iCalendar; every entry carries the marking and the age of the data."""
    title = f"{briefing.title}, {briefing.area}, {briefing.short_date}"
    lines = [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Afterbell//Afterbell//EN",
        "METHOD:PUBLISH",
        f"X-WR-CALNAME:{_escaped(title)}",
        f"X-WR-CALDESC:{_escaped(said_of(briefing))}",
    ]
    for assignment, route in zip(briefing.assignments, briefing.scene.routes, strict=True):
        for line, stop in zip(assignment.stops, route.stops, strict=True):
            lines += _entry(briefing, assignment, line, stop)
    return "".join(f"{_folded(line)}\r\n" for line in [*lines, "END:VCALENDAR"])


def _entry(briefing: Sheet, assignment: Assignment, line: StopLine, stop: Stop) -> Iterator[str]:
    day = f"{briefing.day:%Y%m%d}"
    kind = f" ({line.kind})" if line.is_visit else ""
    yield "BEGIN:VEVENT"
    yield f"UID:{_escaped(f'{day}-{assignment.style.letter}{line.number}')}@afterbell"
    yield f"DTSTAMP:{day}T000000Z"
    yield f"DTSTART:{_moment(briefing.day, stop.arrive_min)}"
    yield f"DTEND:{_moment(briefing.day, stop.leave_min)}"
    yield f"SUMMARY:{_escaped(f'{line.label} {line.name}{kind}')}"
    yield f"LOCATION:{_escaped(line.name)}"
    about = [f"{assignment.name}, {assignment.shift}.", *told(line), said_of(briefing)]
    yield f"DESCRIPTION:{_escaped(chr(10).join(about))}"
    yield f"CATEGORIES:{_escaped(briefing.marking)}"
    yield "CLASS:CONFIDENTIAL"
    yield "STATUS:CONFIRMED" if briefing.approved else "STATUS:TENTATIVE"
    yield "END:VEVENT"


def _moment(day: dt.date, minute: int) -> str:
    at = dt.datetime.combine(day, dt.time()) + dt.timedelta(minutes=minute)
    return f"{at:%Y%m%dT%H%M%S}"


def _escaped(text: str) -> str:
    for mark in ("\\", ";", ","):
        text = text.replace(mark, f"\\{mark}")
    return text.replace("\n", "\\n")


def _folded(line: str) -> str:
    """A line cut into pieces of 73 octets at most, never within a character."""
    pieces, piece, size = [], "", 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > _LINE:
            pieces.append(piece)
            piece, size = "", 0
        piece, size = piece + letter, size + octets
    return "\r\n ".join([*pieces, piece])
