"""What a workspace says of itself: ``afterbell.toml``, checked as a whole."""

import datetime as dt
import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from pyproj import CRS

from geo.errors import WorkspaceError
from geo.model import XY
from geo.workspace import sections
from geo.workspace.checks import Checks, Toml
from geo.workspace.disk import digest

SETTINGS_FILE: Final = "afterbell.toml"
TEXTS: Final = {
    "name": "",
    "timezone": "Europe/London",
    "window": "15:00-18:00",
    "marking": "OFFICIAL-SENSITIVE",
    "country": "GB",
    "subdivision": "ENG",
}
KEYS: Final = (
    *TEXTS,
    "simulated",
    "crs",
    "bounds",
    "data_as_at",
    "files",
    "bases",
    "harm_weights",
    "roles",
    "offence_groups",
    "exclusions",
    "fairness",
    "masks",
    "reassurance",
)
#: What reassurance counts for against harm, of 0 to 1, unless a workspace says otherwise.
USUAL_REASSURANCE: Final = 1 / 3
_NEEDED: Final = ("name", "marking", "country")


@dataclass(frozen=True)
class Settings:
    """Settings of one workspace; every one of them has been checked.

    Attributes
    ----------
    crs : CRS or None
        Projected; None takes the one that fits the first layer.
    window : str
        Hours such as ``15:00-18:00``, local to ``timezone`` (an IANA name).
    marking : str
        Protective marking of every page and export.
    data_as_at : date or None
        Last day that the data covers.
    country, subdivision : str
        Whose bank holidays.
    bounds : tuple of float or None
        West, south, east and north of the area in degrees (WGS84).
    files : tuple of (str, str)
        Layer or table, and the name of its file in the folder.
    bases : tuple of (str, XY)
        Where patrols can start, in the workspace's CRS.
    harm_weights : tuple of (str, float)
        Offence code and weight, where they differ from the bundled table.
    roles : tuple of (str, str)
        Role (supervisor, officer, analyst, contact) and what it is called here.
    offence_groups : tuple of (str, tuple of str)
        Offence code, and the force's own words or codes for it.
    exclusions : tuple of (str, tuple of str)
        Column of the incidents (offence, location_type, source), and the values whose rows are
        kept but never scored.
    fairness : FairnessRules
        From where on patrol minutes are out of proportion to harm.
    masks : tuple of str
        Codes or names of areas, or names of basemap shapes, in which no hotspot may lie.
    reassurance : float
        What being seen by pupils counts for in a plan, against preventing harm: 0 to 1.
    content : bytes
        The file that the settings came from.
    """

    name: str
    crs: CRS | None
    simulated: bool = False
    timezone: str = "Europe/London"
    window: str = "15:00-18:00"
    marking: str = "OFFICIAL-SENSITIVE"
    data_as_at: dt.date | None = None
    country: str = "GB"
    subdivision: str = "ENG"
    bounds: tuple[float, float, float, float] | None = None
    files: tuple[tuple[str, str], ...] = ()
    bases: tuple[tuple[str, XY], ...] = ()
    harm_weights: tuple[tuple[str, float], ...] = ()
    roles: tuple[tuple[str, str], ...] = tuple(sections.ROLES.items())
    offence_groups: sections.Lists = ()
    exclusions: sections.Lists = ()
    fairness: sections.FairnessRules = field(default_factory=sections.FairnessRules)
    masks: tuple[str, ...] = ()
    reassurance: float = USUAL_REASSURANCE
    content: bytes = field(default=b"", repr=False)

    @property
    def digest(self) -> str:
        """Hash of the file that the settings came from."""
        return digest(self.content)

    @property
    def offence_words(self) -> dict[str, str]:
        """The force's own words for offences, and the code of each."""
        return {word: code for code, words in self.offence_groups for word in words}

    def role(self, name: str) -> str:
        """What a role is called here: supervisor, officer, analyst or contact."""
        return dict(self.roles)[name]


def read_settings(folder: Path, file: Path | None = None) -> Settings:
    """Read and check the settings of a workspace.

    Parameters
    ----------
    file : Path, optional
        Settings as they once were; then the files that they name may be gone.

    Raises
    ------
    WorkspaceError
        When there are none, or naming every fault in them at once.
    """
    path = file or folder / SETTINGS_FILE
    content = _content(path)
    return settings_from(content, f"{folder.name}/{path.name}", None if file else folder)


def settings_from(content: bytes, where: str, folder: Path | None = None) -> Settings:
    """Check the text of a settings file.

    Parameters
    ----------
    where : str
        What the file is called in a sentence.
    folder : Path, optional
        Where the files that it names must be.

    Raises
    ------
    WorkspaceError
        Naming every fault at once.
    """
    toml, checks = _parsed(content, where), Checks()
    checks.unknown(toml, KEYS)
    texts = {
        key: checks.text(toml, key, default, needed=key in _NEEDED)
        for key, default in TEXTS.items()
    }
    checks.clock(texts["timezone"], texts["window"])
    checks.holidays(texts["country"], texts["subdivision"])
    groups = sections.offence_groups(checks.table(toml, "offence_groups"), checks)
    own = {word.casefold() for code, words in groups for word in words if word != code}
    settings = Settings(
        **texts,
        crs=checks.crs(toml.get("crs")),
        simulated=checks.typed(toml, "simulated", bool, False, "true or false"),
        data_as_at=checks.date(toml.get("data_as_at"), "data_as_at"),
        bounds=checks.bounds(toml.get("bounds")),
        files=sections.files(checks.table(toml, "files"), folder, checks),
        bases=sections.bases(toml.get("bases", []), checks),
        harm_weights=sections.harm_weights(checks.table(toml, "harm_weights"), own, checks),
        roles=sections.roles(checks.table(toml, "roles"), checks),
        offence_groups=groups,
        exclusions=sections.exclusions(checks.table(toml, "exclusions"), own, checks),
        fairness=sections.fairness(checks.table(toml, "fairness"), folder, checks),
        masks=checks.words(toml.get("masks", []), "masks", '["Northgate Prison", "W04"]'),
        reassurance=checks.share(toml, "reassurance", USUAL_REASSURANCE),
        content=content,
    )
    if checks.faults:
        raise WorkspaceError(f"{where}: {'; '.join(checks.faults)}. Mend these and open it again.")
    return settings


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise WorkspaceError(
            f"{path.parent.name} is no workspace: there is no {path.name} in it. Choose the "
            "folder that has one, make one with afterbell init, or leave the choice out to use "
            "the sample."
        ) from error
    except OSError as error:
        raise WorkspaceError(
            f"{path.name} cannot be read ({error.strerror}); expected a text file. Check your "
            "rights on it."
        ) from error


def _parsed(content: bytes, where: str) -> Toml:
    try:
        return tomllib.loads(content.decode("utf-8-sig"))
    except tomllib.TOMLDecodeError as error:
        raise WorkspaceError(f"{where} is no valid TOML: {error}. Mend that line.") from error
    except UnicodeDecodeError as error:
        raise WorkspaceError(
            f"{where} cannot be read; expected a text file in UTF-8. Save it as one."
        ) from error
