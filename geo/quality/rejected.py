"""Rows that did not get in at the last import: why, and how many of them had no point."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pandas as pd

from geo.layers import LayerName
from geo.quality.cells import counted, part_of, percent, share
from geo.quality.findings import Finding, Part, Severity
from geo.quality.rules import QualityRules
from geo.workspace import Workspace

_NO_POINT: Final = ("missing point", "no geometry")
#: Rows left out on purpose, and not for a fault.
_MEANT: Final = (
    "duplicate row",
    "a later row has the same",
    "a closed school",
    "a phase that is not patrolled",
    "a stop out of use",
    "a motorway",
)
_IMPORTS: Final = ("layer appended", "layer replaced")
_LAYERS: Final = {part: LayerName(part.value) for part in Part if part.value in [*LayerName]}


@dataclass(frozen=True, eq=False)
class _Import:
    """The last import of a layer: its file, the rows read, and why rows were rejected.

    ``reasons`` is None where rows were rejected and the list of them is gone.
    """

    file: str
    read: int
    rejected: int
    reasons: pd.Series | None


def check_rejected(area: Workspace, rules: QualityRules) -> Iterator[Finding]:
    """Rows rejected when each layer was last brought in, by reason."""
    logged = _logged(area)
    for part, layer in _LAYERS.items():
        last = logged.get(layer.value) or _read(area, layer)
        if last is None or not last.read:
            continue
        yield _rejected(part, last, rules)
        if part is Part.INCIDENTS and last.reasons is not None:
            yield _no_point(last, rules)


def _logged(area: Workspace) -> dict[str, _Import]:
    """The last import of each layer that the log of the workspace tells of."""
    found: dict[str, _Import] = {}
    for change in area.changes():
        if change.what in _IMPORTS and change.name not in found:
            counts = dict(change.counts)
            rejected = counts.get("rejected", 0)
            reasons = _listed(area.folder, change.name, rejected)
            found[change.name] = _Import(change.file, counts.get("read", 0), rejected, reasons)
    return found


def _listed(folder: Path, layer: str, rejected: int) -> pd.Series | None:
    """Reasons in the newest list of rejected rows of a layer, where it is of so many rows."""
    if not rejected:
        return pd.Series([], dtype="str")
    lists = (folder / "snapshots").glob(f"{layer}-*-rejects.csv")
    newest = max(lists, key=lambda path: (path.stat().st_mtime_ns, path.name), default=None)
    if newest is None:
        return None
    reasons = pd.read_csv(newest, usecols=[1], dtype="str", encoding="utf-8-sig").iloc[:, 0]
    return reasons if len(reasons) == rejected else None


def _read(area: Workspace, layer: LayerName) -> _Import | None:
    """What was rejected just now, where a layer is read from the file in the settings."""
    reading = area.readings.get(layer)
    if reading is None:
        return None
    rejects = reading.rejects
    return _Import(reading.file, reading.read, len(rejects), rejects["reason"])


def _rejected(part: Part, last: _Import, rules: QualityRules) -> Finding:
    if last.reasons is None:
        said = f"{last.file}: {counted(last.rejected, 'row')} of {last.read:,} rejected"
        return Finding(
            "rows-rejected", part, Severity.LOOK,
            f"{said}; the list of them is gone.", "They are not on any map.",
            "Bring the file in again to see why.",
        )  # fmt: skip
    counts = last.reasons.value_counts().sort_index()
    counts = counts.sort_values(ascending=False, kind="stable")
    meant = counts.index.to_series().str.startswith(_MEANT).to_numpy(dtype=bool)
    faults, total = int(counts[~meant].sum()), int(counts.sum())
    table = pd.DataFrame(
        {
            "Why": [str(why) for why in counts.index],
            "Rows": counts.to_numpy(),
            "Of all rows, %": percent(counts.to_numpy() / last.read),
            "On purpose": ["yes" if on else "no" for on in meant],
        }
    )
    return Finding(
        "rows-rejected",
        part,
        rules.severity(faults / last.read),
        f"{last.file}: {counted(total, 'row')} of {last.read:,} rejected, {faults:,} of them "
        f"({share(faults, last.read)} of all) for a fault."
        if total
        else f"{last.file}: every row was accepted ({last.read:,}).",
        "They are not on any map." if total else "None.",
        "Mend the rejected rows and bring them in again." if faults else "Nothing.",
        table if total else None,
    )


def _no_point(last: _Import, rules: QualityRules) -> Finding:
    count = int(last.reasons.isin(_NO_POINT).sum()) if last.reasons is not None else 0
    return Finding(
        "no-point",
        Part.INCIDENTS,
        rules.severity(count / last.read),
        f"{part_of(count, last.read)} without a point." if count else "Every row has a point.",
        "They are on no map; where one kind of place or offence lacks points, it is understated."
        if count
        else "None.",
        "Ask the source for coordinates, or for addresses that it can geocode itself."
        if count
        else "Nothing.",
    )
