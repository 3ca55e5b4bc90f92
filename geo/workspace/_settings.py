"""What a workspace says of itself: ``afterbell.toml``, checked as a whole."""

import datetime as dt
import difflib
import math
import tomllib
from collections.abc import Collection
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Final, TypeGuard, TypeVar
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from holidays import country_holidays
from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.clock import Window
from geo.columns import offence_words
from geo.errors import SettingError, WorkspaceError
from geo.model import XY, LayerName
from geo.workspace._disk import TABLE_NAMES, digest

Toml = dict[str, object]
_T = TypeVar("_T")
_EDGES: Final = ((-180.0, 180.0), (-90.0, 90.0), (-180.0, 180.0), (-90.0, 90.0))


@dataclass(frozen=True)
class Checks:
    """The faults of one file, gathered so that all are said at once."""

    faults: list[str] = field(default_factory=list)

    def fault(self, sentence: str) -> None:
        """Take note of a fault."""
        self.faults.append(sentence)

    def unknown(self, table: Toml, known: Collection[str], where: str = "") -> None:
        """Say which keys are not known, and which one was perhaps meant."""
        for key in table:
            if key not in known:
                hint = meant(key, known) or f"; known are {', '.join(known)}"
                self.fault(f"the key {where}{key} is not known{hint}")

    def typed(self, table: Toml, key: str, kind: type[_T], default: _T, expected: str) -> _T:
        """A value of one type."""
        value = table.get(key, default)
        if isinstance(value, kind):
            return value
        self.fault(f"{key} is {value!r}; expected {expected}")
        return default

    def text(self, table: Toml, key: str, default: str, *, needed: bool = False) -> str:
        """A text of one line; not empty where it is needed."""
        text = self.typed(table, key, str, default, "text in quotes").strip()
        if not text and needed:
            self.fault(f"{key} is empty; expected a text")
        if not text.isprintable():
            self.fault(f"{key} is {text[:40]!r}; expected one line of text")
        return text

    def table(self, toml: Toml, key: str) -> Toml:
        """A table; empty where there is none."""
        value = toml.get(key, {})
        if isinstance(value, dict):
            return value
        self.fault(f"{key} must be a table: [{key}]")
        return {}

    def share(self, table: Toml, key: str, default: float) -> float:
        """A number of 0 to 1."""
        value = table.get(key, default)
        if is_number(value) and 0 <= value <= 1:
            return float(value)
        self.fault(f"{key} is {value!r}; expected a number of 0 to 1")
        return default

    def words(self, value: object, where: str, example: str) -> tuple[str, ...]:
        """A list of texts; a number in it is taken as text."""
        listed = value if isinstance(value, list) else []
        texts = tuple(
            str(v).strip() for v in listed if isinstance(v, str | int) and not isinstance(v, bool)
        )
        if not isinstance(value, list) or len(texts) < len(listed) or not all(texts):
            self.fault(f"{where} is {value!r}; expected a list of texts such as {example}")
            return ()
        return texts

    def date(self, value: object, key: str) -> dt.date | None:
        """A date, quoted or not."""
        if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
            return value
        try:
            return dt.date.fromisoformat(str(value))
        except ValueError:
            self.fault(f"{key} is {value!s}; expected a date such as 2026-11-22")
            return None

    def crs(self, value: object) -> CRS | None:
        """A projected coordinate system."""
        if value is None:
            return None
        try:
            crs = CRS.from_user_input(value)
        except (CRSError, TypeError):
            crs = None
        if crs is None or not crs.is_projected:
            self.fault(f"crs is {value!r}; expected a projected one such as EPSG:27700")
            return None
        return crs

    def bounds(self, value: object) -> tuple[float, float, float, float] | None:
        """West, south, east and north in degrees."""
        if value is None:
            return None
        edges = value if isinstance(value, list) and len(value) == 4 else []
        if edges and all(
            is_number(edge) and low <= edge <= high
            for edge, (low, high) in zip(edges, _EDGES, strict=True)
        ):
            west, south, east, north = map(float, edges)
            if west < east and south < north:
                return west, south, east, north
        self.fault(
            f"bounds is {value!r}; expected [west, south, east, north] in degrees, such as "
            "[-0.22, 51.50, -0.10, 51.58]"
        )
        return None

    def clock(self, timezone: str, window: str) -> None:
        """An IANA timezone and the hours of a window."""
        try:
            ZoneInfo(timezone)
        except (ZoneInfoNotFoundError, ValueError, OSError):
            self.fault(f"timezone is {timezone!r}; expected an IANA name such as Europe/London")
        try:
            Window.parse(window)
        except SettingError as error:
            self.fault(f"window: {str(error).rstrip('.')}")

    def holidays(self, country: str, subdivision: str) -> None:
        """A country and a part of it whose bank holidays are known."""
        try:
            country_holidays(country, subdiv=subdivision or None)
        except NotImplementedError:
            self.fault(
                f"no bank holidays are known for country {country!r}, subdivision "
                f"{subdivision!r}; expected ISO codes such as GB and ENG, or an empty subdivision"
            )


def meant(came: str, known: Collection[str]) -> str:
    """`` (did you mean …?)`` where something known is near; else empty."""
    near = difflib.get_close_matches(came.casefold(), known, n=1)
    return f" (did you mean {near[0]}?)" if near else ""


def is_number(value: object) -> TypeGuard[int | float]:
    """Whether a value is a finite number."""
    return isinstance(value, int | float) and not isinstance(value, bool) and math.isfinite(value)


FILE_KEYS: Final = (*(name.value for name in LayerName), *TABLE_NAMES)
ROLES: Final = {
    "supervisor": "Supervisor",
    "officer": "Officer",
    "analyst": "Analyst",
    "contact": "Named contact",
}
#: What a list of exclusions is called, and the column of incidents that it is about.
EXCLUSIONS: Final = {"offences": "offence", "location_types": "location_type", "sources": "source"}
_LARGEST_RATIO: Final = 10

Lists = tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class FairnessRules:
    """From where on minutes are out of proportion to harm, and by what else areas are compared.

    Attributes
    ----------
    ratio : float
        Share of the minutes to share of the harm from which on an area asks for a review.
    attributes : str
        File in the folder with other figures by ward_code; empty where there is none.
    """

    ratio: float = 1.5
    attributes: str = ""


def files(table: Toml, folder: Path | None, checks: Checks) -> tuple[tuple[str, str], ...]:
    """Layer or table and its file; without a folder nobody asks whether the file is there."""
    checks.unknown(table, FILE_KEYS, "files.")
    for key, name in table.items():
        _file_in(folder, f"files.{key}", name, checks)
    return tuple((key, str(name)) for key, name in table.items())


def fairness(table: Toml, folder: Path | None, checks: Checks) -> FairnessRules:
    """The ratio from which on a review is asked for, and the file of other figures by area."""
    checks.unknown(table, ("ratio", "attributes"), "fairness.")
    usual = FairnessRules()
    ratio, file = table.get("ratio", usual.ratio), table.get("attributes", usual.attributes)
    if not is_number(ratio) or not 1 < ratio <= _LARGEST_RATIO:
        checks.fault(
            f"fairness.ratio is {ratio!r}; expected a number above 1 and up to {_LARGEST_RATIO}"
        )
        ratio = usual.ratio
    if file != "":
        _file_in(folder, "fairness.attributes", file, checks)
    return FairnessRules(float(ratio), str(file))


def _file_in(folder: Path | None, key: str, name: object, checks: Checks) -> None:
    path = PurePosixPath(str(name).replace("\\", "/"))
    if not isinstance(name, str) or path.is_absolute() or ".." in path.parts or ":" in name:
        checks.fault(f"{key} is {name!r}; expected a file name inside the folder")
    elif folder is not None and not (folder / name).exists():
        checks.fault(f"{key} names {name}, which is not in the folder")


def bases(value: object, checks: Checks) -> tuple[tuple[str, XY], ...]:
    """Where patrols can start."""
    starts = []
    for number, base in enumerate(value if isinstance(value, list) else [value], start=1):
        if not isinstance(base, dict):
            checks.fault("bases must be tables: [[bases]]")
            continue
        checks.unknown(base, ("name", "easting", "northing"), f"bases[{number}].")
        name, east, north = base.get("name"), base.get("easting"), base.get("northing")
        if isinstance(name, str) and name.strip() and is_number(east) and is_number(north):
            starts.append((name.strip(), (float(east), float(north))))
        else:
            checks.fault(f"base {number} needs a name, an easting and a northing in metres")
    return tuple(starts)


def harm_weights(table: Toml, own_words: set[str], checks: Checks) -> tuple[tuple[str, float], ...]:
    """Offence and weight; a word that is counted under another offence never comes up."""
    weights = []
    for offence, weight in table.items():
        if not is_number(weight) or weight < 0:
            checks.fault(f"harm_weights.{offence} is {weight!r}; expected a number of 0 or more")
        elif _reachable(offence, f"harm_weights.{offence}", own_words, checks):
            weights.append((offence, float(weight)))
    return tuple(weights)


def roles(table: Toml, checks: Checks) -> tuple[tuple[str, str], ...]:
    """What each role is called; all four, in a fixed order."""
    checks.unknown(table, tuple(ROLES), "roles.")
    return tuple((key, checks.text(table, key, usual, needed=True)) for key, usual in ROLES.items())


def offence_groups(table: Toml, checks: Checks) -> Lists:
    """Code of the offence table and the force's own words for it."""
    codes = sorted(set(offence_words().values()))
    seen: dict[str, str] = {}
    groups = []
    for code, value in table.items():
        if code not in codes:
            hint = _code_of(code) and f" (did you mean {_code_of(code)}?)"
            hint = hint or meant(code, codes) or f"; known are {', '.join(codes)}"
            checks.fault(f"offence_groups.{code} is no code of the offence table{hint}")
            continue
        words = checks.words(value, f"offence_groups.{code}", '["ROBB", "8/1"]')
        for word in words:
            if seen.setdefault(word.casefold(), code) != code:
                other = seen[word.casefold()]
                checks.fault(f"offence_groups names {word} twice: for {other} and for {code}")
        groups.append((code, words))
    return tuple(groups)


def exclusions(table: Toml, own_words: set[str], checks: Checks) -> Lists:
    """Column of incidents and the values whose rows are kept but never scored."""
    checks.unknown(table, tuple(EXCLUSIONS), "exclusions.")
    lists = []
    for key, column in EXCLUSIONS.items():
        words = checks.words(table.get(key, []), f"exclusions.{key}", '["word", "another"]')
        if key == "offences":
            words = tuple(w for w in words if _reachable(w, f"exclusions.{key}", own_words, checks))
        if words:
            lists.append((column, words))
    return tuple(lists)


def _reachable(word: str, where: str, own_words: set[str], checks: Checks) -> bool:
    """Whether an offence can come up under this name once the vocabulary has been applied."""
    code = _code_of(word)
    if word.casefold() not in own_words and code in ("", word):
        return True
    counted = f"it is counted as {code}" if code else "it stands under offence_groups"
    mend = f"name {code} instead" if code else "name its code instead"
    checks.fault(f"{where}: {word} never comes up, as {counted}; {mend}")
    return False


def _code_of(word: str) -> str:
    """Code that the bundled vocabulary gives a word; empty where it knows none."""
    plain = " ".join("".join(c if c.isalnum() else " " for c in word.lower()).split())
    return offence_words().get(plain, "")


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
    roles: tuple[tuple[str, str], ...] = tuple(ROLES.items())
    offence_groups: Lists = ()
    exclusions: Lists = ()
    fairness: FairnessRules = field(default_factory=FairnessRules)
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
        """What a role is called here: supervisor, officer, analyst or contact.

        Parameters
        ----------
        name : str
            One of the four.
        """
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
    groups = offence_groups(checks.table(toml, "offence_groups"), checks)
    own = {word.casefold() for code, words in groups for word in words if word != code}
    settings = Settings(
        **texts,
        crs=checks.crs(toml.get("crs")),
        simulated=checks.typed(toml, "simulated", bool, False, "true or false"),
        data_as_at=checks.date(toml.get("data_as_at"), "data_as_at"),
        bounds=checks.bounds(toml.get("bounds")),
        files=files(checks.table(toml, "files"), folder, checks),
        bases=bases(toml.get("bases", []), checks),
        harm_weights=harm_weights(checks.table(toml, "harm_weights"), own, checks),
        roles=roles(checks.table(toml, "roles"), checks),
        offence_groups=groups,
        exclusions=exclusions(checks.table(toml, "exclusions"), own, checks),
        fairness=fairness(checks.table(toml, "fairness"), folder, checks),
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
