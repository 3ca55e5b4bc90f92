"""Rows that did not get in at the last import: why, and how many of them had no point."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import numpy as np
import pandas as pd

from geo.arrays import Bools
from geo.hotspots import HotspotSettings, excluded, label
from geo.model import LayerName
from geo.quality._facts import Incidents, counted, part_of, percent, share
from geo.quality.findings import Finding, Part, QualityRules, Severity
from geo.text import count_shown, listed
from geo.workspace import Settings, Workspace

_INC = Part.INCIDENTS
#: Code of the finding on whether anything can make a hotspot.
NOT_SCORED: Final = "not-scored"
_MOST_OFFENCES: Final = 200


def check_rows(facts: Incidents, settings: Settings, rules: QualityRules) -> Iterator[Finding]:
    """Copies, offences that are not known, and what is not scored."""
    yield _copies(facts, rules)
    yield _unknown(facts, settings, rules)
    yield _not_scored(facts, settings)


def _copies(facts: Incidents, rules: QualityRules) -> Finding:
    """Rows with the moment, point and offence of another, under another id."""
    offence, _ = pd.factorize(facts.frame["offence"])
    keys = pd.DataFrame({"moment": facts.local_s, "spot": facts.spot[0], "offence": offence})
    again = keys.duplicated().to_numpy()
    same_source = keys.assign(source=facts.source).duplicated().to_numpy()
    between = again & ~same_source
    midnight = again & (facts.second == 0)
    count, part = int(again.sum()), float(again.mean())
    table = pd.DataFrame(
        {
            "Source": facts.sources,
            "Copies": facts.by_source(again),
            "Of another source's row": facts.by_source(between),
            "At exactly midnight": facts.by_source(midnight),
            "Of its rows, %": percent(facts.by_source(again) / facts.rows_by_source),
        }
    )
    severity = Severity.WARNING if part >= rules.warning_share / 2 else Severity.OK
    return Finding(
        "copies",
        _INC,
        Severity.ERROR if part >= rules.error_share else severity,
        f"{part_of(count, len(facts))} with the moment, point and offence of another row"
        + (f"; {int(between.sum()):,} of them of another source." if count else "."),
        "Each is counted again: a place with one event and many rows is ranked too high."
        if count
        else "None.",
        "Several victims of one event look like this too; ask the source, and keep one row an "
        "event where it is one."
        if count
        else "Nothing.",
        table if count else None,
    )


def _unknown(facts: Incidents, settings: Settings, rules: QualityRules) -> Finding:
    own = {code for code, _ in settings.harm_weights}
    offence = facts.frame["offence"]
    strange = (facts.role == "unknown").to_numpy() & ~offence.isin(own).to_numpy()
    counts = offence[strange].value_counts()
    count, part = int(counts.sum()), float(counts.sum() / len(facts))
    if not count:
        return Finding.fine("offences-unknown", _INC, "The vocabulary knows every offence.")
    order = counts.sort_index().sort_values(ascending=False, kind="stable").head(_MOST_OFFENCES)
    table = pd.DataFrame(
        {
            "Offence": [str(name) or "(none named)" for name in order.index],
            "Rows": [count_shown(int(n)) for n in order],
            "Share of rows, %": percent(order / len(facts)),
        }
    )
    named = listed([f"{n} ({r})" for n, r in table[["Offence", "Rows"]].head(3).to_numpy()])
    more = f" and {len(counts) - 3} more" if len(counts) > 3 else ""
    bare = bool((offence == "").all())
    return Finding(
        "offences-unknown",
        _INC,
        Severity.WARNING if bare or part < rules.error_share else Severity.ERROR,
        "The file names no offences, so every row counts the same."
        if bare
        else f"{part_of(count, len(facts))} with an offence that the vocabulary does not know: "
        f"{named}{more}.",
        "They count with weight 1, whatever harm they stand for.",
        "Name them under [offence_groups] or [harm_weights] in afterbell.toml.",
        table,
    )


def _not_scored(facts: Incidents, settings: Settings) -> Finding:
    reasons = _reasons(facts, settings)
    left = ~np.logical_or.reduce(list(reasons.values()))
    taken = np.zeros(len(facts), dtype=bool)
    counts = []
    for why, hit in reasons.items():
        counts.append((why, int((hit & ~taken).sum())))
        taken |= hit
    offence = facts.frame["offence"]
    context = offence[(facts.role != "scored") & (facts.role != "unknown")].value_counts()
    named = [(f"of these: {label(str(name))}", int(n)) for name, n in context.items()]
    table = pd.DataFrame([*counts, *named], columns=["Why", "Rows"])
    table = table[table["Rows"] > 0].reset_index(drop=True)
    count = int(left.sum())
    to_do = "Bring in an extract of offences against victims."
    return Finding(
        NOT_SCORED,
        _INC,
        Severity.OK if count else Severity.ERROR,
        f"All {len(facts):,} rows are scored."
        if count == len(facts)
        else f"{count:,} of {len(facts):,} rows ({share(count, len(facts))}) are scored; the "
        "others are context, excluded, or of weight 0.",
        "Only these rows make hotspots; the others cannot move the ranking."
        if count
        else "No hotspot can be found: police-generated and excluded rows never make one.",
        "Nothing, unless a row is here that should count." if count else to_do,
        table.assign(Rows=table["Rows"].map(count_shown)) if len(table) else None,
    )


def scored(facts: Incidents, settings: Settings) -> Bools:
    """Rows that can make a hotspot."""
    reasons = _reasons(facts, settings)
    return np.asarray(~np.logical_or.reduce(list(reasons.values())))


def _reasons(facts: Incidents, settings: Settings) -> dict[str, Bools]:
    """Why rows are not scored, as `geo.hotspots` leaves them out; the first reason counts."""
    frame = facts.frame
    own = HotspotSettings(exclusions=settings.exclusions)
    return {
        "context, by offence": (facts.role == "context").to_numpy(),
        "excluded, by offence": (facts.role == "excluded").to_numpy(),
        "police-generated": frame["police_generated"].to_numpy(dtype=bool),
        "domestic": frame["domestic"].to_numpy(dtype=bool),
        "in a dwelling or online": facts.place_out,
        "excluded in afterbell.toml": excluded(frame, own).to_numpy(dtype=bool),
        "a harm weight of 0": facts.weight(settings.harm_weights) <= 0,
    }


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
    """The last import of each layer in the log of the workspace."""
    last: dict[str, _Import] = {}
    for change in area.changes():
        if change.what in _IMPORTS and change.name not in last:
            counts = dict(change.counts)
            rejected = counts.get("rejected", 0)
            reasons = _listed(area.folder, change.name, rejected)
            last[change.name] = _Import(change.file, counts.get("read", 0), rejected, reasons)
    return last


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
        title = f"{last.file}: {counted(last.rejected, 'row')} of {last.read:,} rejected"
        return Finding(
            "rows-rejected", part, Severity.WARNING,
            f"{title}; the list of them is gone.", "They are not on any map.",
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
        "Correct the rejected rows and bring them in again." if faults else "Nothing.",
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
