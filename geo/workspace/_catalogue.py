"""Which snapshot of each layer and table counts: ``snapshots/current.json``, written last."""

import json
import re
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, Self

from geo.errors import WorkspaceError
from geo.model import LayerName
from geo.workspace._disk import SNAPSHOTS, TABLES, whole

TABLE_NAMES: Final = ("terms", "bells", "control", "homes", "hops")
_CURRENT: Final = "current.json"
_LAYERS: Final = tuple(layer.value for layer in LayerName)
_NAMED: Final = re.compile(r"([a-z]+)-[0-9a-f]{16}\.(parquet|csv)")


@dataclass(frozen=True)
class Catalogue:
    """The files that count, and how far the log of changes reached when they began to.

    Attributes
    ----------
    files : dict
        Layer or table to file name.
    log_lines, log_last : int, str
        Number of lines in the log, and the hash of the last one.
    """

    files: dict[str, str] = field(default_factory=dict)
    log_lines: int = 0
    log_last: str = ""

    @classmethod
    def read(cls, folder: Path) -> Self:
        """Read the catalogue of a workspace; it is empty where nothing was kept.

        Raises
        ------
        WorkspaceError
            When it is damaged.
        """
        note = folder / SNAPSHOTS / _CURRENT
        try:
            content = json.loads(note.read_text(encoding="utf-8"))
            files = {**content["layers"], **content["tables"]}
            log = content["log"]
            made = cls(files, int(log["lines"]), str(log["last"]))
        except FileNotFoundError:
            return cls()
        except (OSError, ValueError, TypeError, KeyError) as error:
            raise _damaged() from error
        if not all(_fits(name, file) for name, file in files.items()):
            raise _damaged()
        return made

    def write(self, folder: Path) -> None:
        """Make this the catalogue that counts, all at once."""
        content = {
            "layers": {name: file for name, file in self.files.items() if name in _LAYERS},
            "tables": {name: file for name, file in self.files.items() if name in TABLE_NAMES},
            "log": {"lines": self.log_lines, "last": self.log_last},
        }
        text = json.dumps(content, indent=1, sort_keys=True) + "\n"
        whole(folder / SNAPSHOTS / _CURRENT, lambda path: path.write_text(text, encoding="utf-8"))

    def naming(self, name: str, file: str, log: tuple[int, str]) -> Self:
        """The same, but for one layer or table, and after one more line of the log."""
        files = self.files | {name: file}
        return replace(self, files=files, log_lines=log[0], log_last=log[1])


def path_of(folder: Path, name: str, file: str) -> Path:
    """Path of the file of a layer or a table.

    Parameters
    ----------
    folder : Path
        Of the workspace.
    name : str
        Layer or table.
    file : str
        Name of its file.
    """
    return folder / (TABLES if name in TABLE_NAMES else SNAPSHOTS) / file


def _fits(name: object, file: object) -> bool:
    named = _NAMED.fullmatch(str(file))
    return named is not None and named[1] == name and name in (*_LAYERS, *TABLE_NAMES)


def _damaged() -> WorkspaceError:
    return WorkspaceError(
        f"{SNAPSHOTS}/{_CURRENT} is damaged; expected the note of which snapshot of each layer "
        "counts. Restore it from a backup, or delete it and bring the layers in again."
    )
