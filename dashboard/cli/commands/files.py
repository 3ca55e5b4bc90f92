"""What detection reads: a workspace, or files given by hand."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import cast

from pyproj import CRS

from geo.clock import Calendar, Days, EveryDay, Weekdays
from geo.crs import BRITISH_NATIONAL_GRID, crs_named
from geo.errors import NothingToScoreError, SettingError
from geo.layers import About, Layers, Reading, last_day, read_layer
from geo.model import LayerName
from geo.timetables import no_bells, read_terms
from geo.workspace import Workspace


def days_chosen(calendar: Calendar | None, chosen: str | None) -> Days:
    """School days where a calendar knows them, unless other days were asked for.

    Raises
    ------
    SettingError
        When school days were asked for and nobody gave term dates.
    """
    if chosen == "all":
        return EveryDay()
    if chosen == "weekday":
        return Weekdays()
    if calendar is not None:
        return calendar.window.days
    if chosen == "school":
        raise SettingError(
            "School days are not known without term dates. Give --calendar FILE with them, or "
            "choose --days weekday."
        )
    return Weekdays()


def days_notice(calendar: Calendar | None, chosen: str | None) -> tuple[str, ...]:
    """Say when weekdays stand in for school days."""
    if calendar is None and chosen is None:
        return ("No term dates were given, so weekdays stand in for school days.",)
    return ()


Step = Callable[[str], None]
_WALL_CLOCK = "UTC"
_LONDON = "Europe/London"


@dataclass(frozen=True)
class Files:
    """Files given by hand, in place of a workspace."""

    incidents: Path | None
    schools: Path | None
    interchanges: Path | None
    streets: Path | None
    calendar: Path | None
    crs: str | None
    timezone: str | None

    @property
    def any(self) -> bool:
        """Whether any file was given."""
        return any((self.incidents, self.schools, self.interchanges, self.streets, self.calendar))


@dataclass(frozen=True)
class Inputs:
    """Everything that detection reads, wherever it came from."""

    layers: Layers
    calendar: Calendar | None
    hours: str
    timezone: str
    harm_weights: tuple[tuple[str, float], ...] = ()
    notices: tuple[str, ...] = ()
    exclusions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    masks: tuple[str, ...] = ()
    made_from: dict[str, object] | None = None


def from_area(files: Files, workspace: Path | None, step: Step) -> Inputs:
    """Read a workspace, with any file given by hand in the place of its own."""
    step("Reading the workspace")
    area = Workspace.open(workspace)
    layers = _replaced(area.layers, files, area.layers.crs, area.settings.timezone)
    calendar = _calendar(files.calendar, layers) or area.calendar
    lost = "" if files.any else area.why_not_remembered()
    step("Layers read")
    return Inputs(
        layers=layers,
        calendar=calendar if calendar.first else None,
        hours=str(area.calendar.window),
        timezone=area.settings.timezone,
        harm_weights=area.settings.harm_weights,
        notices=tuple(filter(None, (area.calendar.notice, lost))),
        exclusions=area.settings.exclusions,
        masks=area.settings.masks,
        made_from=None if files.any else area.provenance.as_json(),
    )


def from_files(files: Files, step: Step) -> Inputs:
    """Read incidents from a file, and around them whatever else was given."""
    step("Reading incidents")
    incidents, timezone, notices = _incidents(files)
    rejected = _rejected(incidents)
    if rejected and incidents.frame.empty:
        raise NothingToScoreError(f"{incidents.file}: {rejected[0]} Mend them, or give other rows.")
    crs = CRS(incidents.frame.crs)
    about = About(name=incidents.file, data_as_at=last_day(incidents.frame))
    bare = Layers.of(about, crs, {})
    step("Reading the layers around")
    layers = _replaced(replace(bare, incidents=incidents.frame), files, crs, timezone)
    calendar = _calendar(files.calendar, layers)
    # Unknown offences are named by the detection too, with what they count for.
    read = tuple(sentence for sentence in incidents.notices if "vocabulary" not in sentence)
    return Inputs(layers, calendar, "15:00-18:00", timezone, (), (*read, *notices, *rejected))


def _rejected(incidents: Reading) -> tuple[str, ...]:
    """How many rows were rejected, and chiefly why."""
    count = len(incidents.rejects)
    if not count:
        return ()
    reasons = incidents.rejects["reason"].value_counts().head(3)
    named = "; ".join(f"{reason} ({n:,})" for reason, n in reasons.items())
    return (f"{count:,} of {incidents.read:,} rows were rejected: {named}.",)


def known_before(layers: Layers, as_of: dt.date) -> About:
    """What an export says of incidents from a file: the same for the same incidents before a date.

    Neither the name of the file nor what it holds from that date on may show.
    """
    start = layers.incidents["committed_from"]
    before = start.dt.date < as_of
    return replace(
        layers.area, name="Incidents from a file", data_as_at=last_day(layers.incidents[before])
    )


def _incidents(files: Files) -> tuple[Reading, str, tuple[str, ...]]:
    """Read incidents; outside Britain, times without a timezone are the clock on the wall."""
    path = cast("Path", files.incidents)
    source = crs_named(files.crs)

    def read(timezone: str) -> Reading:
        return read_layer(path, LayerName.INCIDENTS, source_crs=source, timezone=timezone)

    reading = read(files.timezone or _LONDON)
    if files.timezone or CRS(reading.frame.crs) == BRITISH_NATIONAL_GRID:
        return reading, files.timezone or _LONDON, ()
    notice = "Times are taken as the clock on the wall; give --timezone if they carry offsets."
    return read(_WALL_CLOCK), _WALL_CLOCK, (notice,)


def _replaced(layers: Layers, files: Files, crs: CRS, timezone: str) -> Layers:
    """Put layers given by hand in the place of those there are."""
    given = {
        LayerName.SCHOOLS: files.schools,
        LayerName.INTERCHANGES: files.interchanges,
        LayerName.STREETS: files.streets,
    }
    read = {
        name.value: read_layer(path, name, crs=crs, timezone=timezone).frame
        for name, path in given.items()
        if path is not None
    }
    return replace(layers, **read)


def _calendar(path: Path | None, layers: Layers) -> Calendar | None:
    if path is None:
        return None
    names = dict(zip(layers.schools["urn"], layers.schools["name"], strict=True))
    return Calendar.from_tables(read_terms(path), no_bells(), names)
