"""What a result was made from: the layers, tables and settings by their hashes, and the engine."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from typing import Final, Self

from geo.errors import WorkspaceError
from geo.model import LayerName
from geo.text import listed

_PACKAGE: Final = "afterbell"
#: What people call the parts of a provenance; a table under its own name.
_CALLED: Final = {
    LayerName.GATES.value: "school gates",
    LayerName.BASEMAP.value: "background map",
    "terms": "term dates",
    "control": "control days",
    "homes": "home areas",
    "hops": "bus and rail times",
}


def engine() -> str:
    """Name and version of the engine."""
    try:
        return f"{_PACKAGE} {version(_PACKAGE)}"
    except PackageNotFoundError:
        return f"{_PACKAGE} (not installed)"


@dataclass(frozen=True)
class Provenance:
    """A workspace as it was when something was made from it.

    Attributes
    ----------
    layers, tables : tuple of (str, str)
        Name and content hash, in alphabetical order; those without rows are left out.
    settings : str
        Hash of ``afterbell.toml``.
    engine : str
        Name and version of the engine.
    """

    layers: tuple[tuple[str, str], ...]
    tables: tuple[tuple[str, str], ...]
    settings: str
    engine: str

    def changes_since(self, older: Self) -> str:
        """What has changed since another provenance; empty where nothing has.

        Parameters
        ----------
        older : Provenance
            Of the same workspace.

        Returns
        -------
        str
            Such as ``Bells and settings changed, and Afterbell was updated``.
        """
        pairs = ((older.layers, self.layers), (older.tables, self.tables))
        changed = [
            _CALLED.get(name, name)
            for was, now in pairs
            for name in sorted({*dict(was), *dict(now)})
            if dict(was).get(name) != dict(now).get(name)
        ]
        changed += ["settings"] if self.settings != older.settings else []
        updated = "Afterbell was updated" if self.engine != older.engine else ""
        sentence = f"{listed(changed)} changed" if changed else ""
        return ", and ".join(filter(None, (sentence[:1].upper() + sentence[1:], updated)))

    def as_json(self) -> dict[str, object]:
        """As it stands in an export, under ``made_from``."""
        return {
            "layers": dict(self.layers),
            "tables": dict(self.tables),
            "settings": self.settings,
            "engine": self.engine,
        }

    @classmethod
    def from_json(cls, content: object) -> Self:
        """Read what an export says.

        Parameters
        ----------
        content : object
            The member ``made_from`` of an export.

        Raises
        ------
        WorkspaceError
            When it does not say it, or in other words than expected.
        """
        made_from = content if isinstance(content, Mapping) else {}
        layers, tables = (_pairs(made_from.get(key)) for key in ("layers", "tables"))
        settings, made_by = made_from.get("settings"), made_from.get("engine")
        if (
            layers is None
            or tables is None
            or not _is_hash(settings)
            or not isinstance(made_by, str)
        ):
            raise WorkspaceError(
                "The export does not say what it was made from; expected the member made_from "
                "with layers, tables, settings and engine. Make the plan again."
            )
        return cls(layers, tables, str(settings), made_by)


def _pairs(content: object) -> tuple[tuple[str, str], ...] | None:
    if not isinstance(content, Mapping) or not all(_is_hash(value) for value in content.values()):
        return None
    return tuple(sorted((str(name), str(value)) for name, value in content.items()))


def _is_hash(value: object) -> bool:
    return isinstance(value, str) and 0 < len(value) <= 64 and value.isalnum()
