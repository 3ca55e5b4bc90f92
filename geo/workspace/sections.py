"""The tables of ``afterbell.toml``: files, bases, weights, roles, offences, fairness and others."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import Final

from geo.layers import LayerName
from geo.model import XY
from geo.sources import offence_words
from geo.workspace.catalogue import TABLE_NAMES
from geo.workspace.checks import Checks, Toml, is_number, meant

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
    found = []
    for number, base in enumerate(value if isinstance(value, list) else [value], start=1):
        if not isinstance(base, dict):
            checks.fault("bases must be tables: [[bases]]")
            continue
        checks.unknown(base, ("name", "easting", "northing"), f"bases[{number}].")
        name, east, north = base.get("name"), base.get("easting"), base.get("northing")
        if isinstance(name, str) and name.strip() and is_number(east) and is_number(north):
            found.append((name.strip(), (float(east), float(north))))
        else:
            checks.fault(f"base {number} needs a name, an easting and a northing in metres")
    return tuple(found)


def harm_weights(table: Toml, own_words: set[str], checks: Checks) -> tuple[tuple[str, float], ...]:
    """Offence and weight; a word that is counted under another offence never comes up."""
    found = []
    for offence, weight in table.items():
        if not is_number(weight) or weight < 0:
            checks.fault(f"harm_weights.{offence} is {weight!r}; expected a number of 0 or more")
        elif _reachable(offence, f"harm_weights.{offence}", own_words, checks):
            found.append((offence, float(weight)))
    return tuple(found)


def roles(table: Toml, checks: Checks) -> tuple[tuple[str, str], ...]:
    """What each role is called; all four, in a fixed order."""
    checks.unknown(table, tuple(ROLES), "roles.")
    return tuple((key, checks.text(table, key, said, needed=True)) for key, said in ROLES.items())


def offence_groups(table: Toml, checks: Checks) -> Lists:
    """Code of the offence table and the force's own words for it."""
    codes = sorted(set(offence_words().values()))
    seen: dict[str, str] = {}
    found = []
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
        found.append((code, words))
    return tuple(found)


def exclusions(table: Toml, own_words: set[str], checks: Checks) -> Lists:
    """Column of incidents and the values whose rows are kept but never scored."""
    checks.unknown(table, tuple(EXCLUSIONS), "exclusions.")
    found = []
    for key, column in EXCLUSIONS.items():
        words = checks.words(table.get(key, []), f"exclusions.{key}", '["word", "another"]')
        if key == "offences":
            words = tuple(w for w in words if _reachable(w, f"exclusions.{key}", own_words, checks))
        if words:
            found.append((column, words))
    return tuple(found)


def _reachable(word: str, where: str, own_words: set[str], checks: Checks) -> bool:
    """Whether an offence can come up under this name once the vocabulary has been applied."""
    code = _code_of(word)
    if word.casefold() not in own_words and code in ("", word):
        return True
    said = f"it is counted as {code}" if code else "it stands under offence_groups"
    mend = f"name {code} instead" if code else "name its code instead"
    checks.fault(f"{where}: {word} never comes up, as {said}; {mend}")
    return False


def _code_of(word: str) -> str:
    """Code that the bundled vocabulary gives a word; empty where it knows none."""
    plain = " ".join("".join(c if c.isalnum() else " " for c in word.lower()).split())
    return offence_words().get(plain, "")
