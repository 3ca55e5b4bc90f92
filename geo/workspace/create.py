"""A new workspace: a folder with its settings, and nothing else yet."""

from pathlib import Path
from typing import Final

from geo.errors import WorkspaceError
from geo.workspace._change_log import Entry, record
from geo.workspace._disk import whole, writing
from geo.workspace._mappings import quoted
from geo.workspace._settings import SETTINGS_FILE, settings_from

#: Lines that begin with ``# key =`` are settings switched off, with their default or an example.
_TEMPLATE: Final = """\
# Afterbell: the settings of one area.
# A line that begins with "# key =" is switched off and shows the default or an example: take away
# the "# " to set it. All of the file is checked when the workspace is opened, and every fault is
# said at once. Layers are brought in with: afterbell ingest FILE --layer LAYER --workspace FOLDER

# What the area is called, on every page and export. Needed.
# Example: name = "Camden"
# name = "Camden"

# Protective marking of every page and export.
# Default: "OFFICIAL-SENSITIVE". Example: marking = "OFFICIAL"
# marking = "OFFICIAL-SENSITIVE"

# Whether the area is made up; it then says SIMULATED wherever it shows.
# Default: false. Example: simulated = true
# simulated = false

# The coordinate system of every layer: projected, in metres. Files in others are converted.
# Default: the one of the first layer that is brought in: EPSG:27700 in Britain, the UTM zone
# elsewhere. Example: crs = "EPSG:27700"
# crs = "EPSG:27700"

# West, south, east and north of the area, in degrees. What lies outside is rejected in every layer
# but incidents, so that a national file can be brought in; incidents outside are named by
# afterbell check.
# Default: none, and the rows themselves say how far the area reaches.
# Example: bounds = [-0.22, 51.50, -0.10, 51.58]
# bounds = [-0.22, 51.50, -0.10, 51.58]

# The clock of the area, as an IANA name. Times without an offset are local to it.
# Default: "Europe/London". Example: timezone = "America/Chicago"
# timezone = "Europe/London"

# The hours that are planned for.
# Default: "15:00-18:00". Example: window = "14:30-17:30"
# window = "15:00-18:00"

# The last day that the data covers.
# Default: the day of the last incident; that day too where it is later than the date given here.
# Example: data_as_at = 2026-11-22
# data_as_at = 2026-11-22

# Whose bank holidays, as ISO codes; an empty subdivision takes those of the whole country.
# Default: "GB" and "ENG". Example: country = "US" and subdivision = "TN"
# country = "GB"
# subdivision = "ENG"

# Ground in which no hotspot may lie, as nobody can or should patrol it: a prison, a private estate,
# a rail yard. Codes or names of areas, or names of shapes on the basemap, in any case. What
# happened there still counts for the ground around. A name that nothing has is said when hotspots
# are asked for.
# Default: none. Example: masks = ["Northgate Prison", "E05000138"]
# masks = []

# What being seen by pupils counts for in a plan, against preventing harm: from 0 (harm alone) to 1
# (pupils alone). The supervisor can set it otherwise for a plan.
# Default: a third, 0.333. Example: reassurance = 0.5
# reassurance = 0.333

# Layers and tables that are read from files in this folder, until the first ingest of that layer.
# Default: none. Known are schools, gates, interchanges, incidents, streets, areas, basemap,
# context, terms, bells, homes (where pupils live: urn, area, pupils) and hops (bus and rail rides:
# line, from_stop, to_stop, departs, ride_min).
# [files]
# incidents = "incidents.csv"

# Where patrols can start, in metres of the coordinate system above; one table for each base.
# Default: none; a patrol then starts at its first stop.
# [[bases]]
# name = "Central police station"
# easting = 530000
# northing = 180000

# What an incident counts for, by offence, where it differs from the bundled table. 0 leaves it out.
# Default: the order of the ONS Crime Severity Score.
# [harm_weights]
# "personal robbery" = 8
# "theft from the person" = 2

# What the roles are called here.
# Default: as below. Example: officer = "Safer Schools officer"
# [roles]
# supervisor = "Supervisor"
# officer = "Officer"
# analyst = "Analyst"
# contact = "Named contact"

# The words or codes that your system uses for an offence, beside those that are known anyway.
# On the left: knife-enabled crime, violence with injury, personal robbery, sexual offence,
# theft from the person, anti-social behaviour, weapons possession, drugs, stop and search,
# domestic abuse, online crime, burglary in a dwelling.
# Default: none.
# [offence_groups]
# "personal robbery" = ["ROBP", "34B"]

# Incidents that are kept but never scored, by the whole value of a column. Domestic incidents, and
# those in dwellings, online or police-generated, are never scored anyway.
# Default: none.
# [exclusions]
# offences = ["anti-social behaviour"]
# location_types = ["prison", "hospital"]
# sources = ["Training"]

# How fair the minutes are. An area whose share of the patrol minutes is more than ratio times its
# share of the victims' harm, or less than one such part of it, asks for a recorded review, once the
# incidents are enough to tell. attributes is a CSV in this folder with the column ward_code and any
# columns of numbers (share of under-18s, deprivation decile), by whose quarters minutes and harm
# are compared too.
# Default: a ratio of 1.5, and no other figures. Example: ratio = 2 and attributes = "areas.csv"
# [fairness]
# ratio = 1.5
# attributes = "areas.csv"
"""


def _settings_text(given: dict[str, str]) -> str:
    """Give the settings file of a new workspace.

    Parameters
    ----------
    given : dict
        Key to value of the settings that are known already; all are texts. The others stay
        switched off.
    """
    lines = _TEMPLATE.splitlines()
    for key, value in given.items():
        at = next(n for n, line in enumerate(lines) if line.startswith(f"# {key} ="))
        lines[at] = f"{key} = {quoted(value)}"
    return "\n".join(lines) + "\n"


def create_workspace(
    folder: Path | str,
    name: str,
    *,
    crs: str | None = None,
    timezone: str | None = None,
    country: str | None = None,
    subdivision: str | None = None,
    marking: str | None = None,
    who: str = "",
) -> Path:
    """Make the folder of a workspace.

    Parameters
    ----------
    folder : path
        One that is not there yet, or an empty one.
    name : str
        What the area is called.
    crs, timezone, country, subdivision, marking : str, optional
        Settings that differ from the defaults.
    who : str
        For the log; the user of the system where nobody is named.

    Returns
    -------
    Path
        Of the settings file, with every key documented in it.

    Raises
    ------
    WorkspaceError
        When the folder holds something, cannot be made, or a setting is wrong.
    """
    where = Path(folder)
    chosen = {
        "name": name.strip(),
        "crs": crs,
        "timezone": timezone,
        "country": country,
        "subdivision": _subdivision(country, subdivision),
        "marking": marking,
    }
    text = _settings_text({key: value for key, value in chosen.items() if value is not None})
    settings = settings_from(text.encode(), SETTINGS_FILE)
    _make(where)
    with writing(where):
        path = where / SETTINGS_FILE
        whole(path, lambda beside: beside.write_text(text, encoding="utf-8"))
        record(where, Entry("workspace made", settings.name, after=settings.digest), who)
    return path


def _subdivision(country: str | None, subdivision: str | None) -> str | None:
    """England is part of Britain only: another country is meant as a whole."""
    if subdivision is None and country not in (None, "GB"):
        return ""
    return subdivision


def _make(where: Path) -> None:
    try:
        where.mkdir(parents=True, exist_ok=True)
        present = [p.name for p in where.iterdir() if not p.name.startswith(".")]
    except OSError as error:
        raise WorkspaceError(
            f"The folder {where} cannot be made ({error.strerror}). Choose another."
        ) from error
    if present:
        raise WorkspaceError(
            f"The folder {where} is not empty: it holds {', '.join(sorted(present)[:3])}. Choose "
            "another name, or an empty folder."
        )
