"""Column mappings that a person approved: ``mappings/NAME.toml``, used again under their name."""

import json
import re
import tomllib
from pathlib import Path
from typing import Final

from pyproj import CRS
from pyproj.exceptions import CRSError

from geo.columns import COLUMN_NAMES, POSITIONS, Mapping
from geo.errors import WorkspaceError
from geo.model import LayerName
from geo.privacy import names_person
from geo.text import listed
from geo.workspace._disk import MAPPINGS, whole
from geo.workspace._settings import Checks, Toml, meant

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,60}")
_ORDERS: Final = ("", "day first", "month first")
_KEYS: Final = ("layer", "date_order", "crs", "columns", "constants")


def mapping_name(text: str) -> str:
    """A text as the name of a mapping: what cannot be in one becomes ``-``; no person's name.

    Parameters
    ----------
    text : str
        Such as the name of a file.
    """
    if names_person(text):
        return "mapping"
    return re.sub(r"[^A-Za-z0-9_-]+", "-", text).strip("-")[:60] or "mapping"


def mapping_text(mapping: Mapping) -> str:
    """A mapping as TOML that a person can read and mend.

    Raises
    ------
    WorkspaceError
        When it is no mapping of its layer.
    """
    lines = [
        "# Where Afterbell finds the columns of a layer. On the left its own names, on the right",
        "# those of the file. Under [constants]: what every row holds where no column says it.",
        f"layer = {quoted(mapping.layer.value)}",
        f"date_order = {quoted(mapping.date_order)}  # day first, month first, or empty",
        f"crs = {quoted(mapping.crs)}  # such as EPSG:27700; empty to tell it from the values",
        "",
        "[columns]",
        *(f"{key} = {quoted(raw)}" for key, raw in mapping.columns),
        "",
        "[constants]",
        *(f"{key} = {quoted(value)}" for key, value in mapping.constants),
    ]
    text = "\n".join(lines) + "\n"
    _from_text(mapping.name, text)
    return text


def write_mapping(folder: Path, mapping: Mapping) -> Path:
    """Write a mapping under its name; an older one of that name is replaced."""
    path = _path(folder, mapping.name)
    text = mapping_text(mapping)
    whole(path, lambda beside: beside.write_text(text, encoding="utf-8"))
    return path


def read_mapping(folder: Path, name: str) -> Mapping:
    """Read a mapping.

    Raises
    ------
    WorkspaceError
        When there is none of that name, or naming every fault in it.
    """
    path = _path(folder, name)
    try:
        return _from_text(name, path.read_text(encoding="utf-8-sig"))
    except FileNotFoundError as error:
        known = mapping_names(folder)
        kept = f"there are {listed(known)}" if known else "there is none yet"
        raise WorkspaceError(
            f"{folder.name} has no mapping {name}; {kept}{meant(name, known)}. Bring a file in "
            "without --mapping to have one proposed."
        ) from error
    except (OSError, UnicodeDecodeError) as error:
        raise WorkspaceError(
            f"{MAPPINGS}/{name}.toml cannot be read; expected a text file in UTF-8. Save it as one."
        ) from error


def mapping_names(folder: Path) -> tuple[str, ...]:
    """Names of the mappings that are kept, in alphabetical order."""
    names = (path.stem for path in (folder / MAPPINGS).glob("*.toml"))
    return tuple(sorted(name for name in names if _NAME.fullmatch(name)))


def _path(folder: Path, name: str) -> Path:
    if not _NAME.fullmatch(name):
        raise WorkspaceError(
            f"{name[:80]!r} cannot be the name of a mapping; expected letters, digits, - and _, "
            f"60 at most, such as {mapping_name(name)}."
        )
    return folder / MAPPINGS / f"{name}.toml"


def _from_text(name: str, text: str) -> Mapping:
    where = f"{MAPPINGS}/{name}.toml"
    try:
        toml: Toml = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise WorkspaceError(f"{where} is no valid TOML: {error}. Mend that line.") from error
    checks = Checks()
    checks.unknown(toml, _KEYS)
    layer = _layer(toml, checks)
    order = checks.text(toml, "date_order", "")
    if order not in _ORDERS:
        checks.fault(f"date_order is {order!r}; expected day first, month first, or empty")
    crs = checks.text(toml, "crs", "")
    if not _is_crs(crs):
        checks.fault(f"crs is {crs!r}; expected a code such as EPSG:27700, or empty")
    columns = _pairs(toml, "columns", layer, checks)
    constants = _pairs(toml, "constants", layer, checks)
    for twice in sorted(dict(columns).keys() & dict(constants).keys()):
        checks.fault(f"{twice} stands both under columns and under constants")
    if checks.faults:
        raise WorkspaceError(f"{where}: {'; '.join(checks.faults)}. Mend these and try again.")
    return Mapping(name, layer, columns, constants, order, crs)


def _layer(toml: Toml, checks: Checks) -> LayerName:
    layer = checks.text(toml, "layer", "", needed=True)
    known = [name.value for name in LayerName]
    if layer in known:
        return LayerName(layer)
    if layer:
        hint = meant(layer, known) or f"; known are {', '.join(known)}"
        checks.fault(f"layer is {layer!r}{hint}")
    return LayerName.INCIDENTS


def _pairs(toml: Toml, key: str, layer: LayerName, checks: Checks) -> tuple[tuple[str, str], ...]:
    table = checks.table(toml, key)
    checks.unknown(table, (*COLUMN_NAMES[layer], *POSITIONS), f"{key}.")
    for name, raw in table.items():
        if not isinstance(raw, str) or not raw:
            checks.fault(f"{key}.{name} is {raw!r}; expected text in quotes")
    return tuple((name, str(raw)) for name, raw in table.items())


def _is_crs(text: str) -> bool:
    try:
        return not text or bool(CRS.from_user_input(text))
    except CRSError:
        return False


def quoted(text: str) -> str:
    """Give a text as TOML writes it."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
