"""A workspace folder opened: its files, layers, calendar and provenance, and its version."""

import datetime as dt
import os
import tomllib
from collections.abc import Callable, Collection
from contextlib import suppress
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Final

import pandas as pd
from pyproj import CRS

from geo.bundle import bundled
from geo.clock import Calendar, Window
from geo.crs import BRITISH_NATIONAL_GRID
from geo.errors import AfterbellError, WorkspaceError
from geo.layers import About, Layers, Reading, content_hash, last_day, read_layer
from geo.model import ControlDays, LayerName
from geo.timetables import control_days_from_text, no_bells, no_terms, read_bells, read_terms
from geo.workspace._change_log import settle
from geo.workspace._disk import (
    MAPPINGS,
    SNAPSHOTS,
    TABLE_NAMES,
    Catalogue,
    digest,
    path_of,
    whole,
    writing,
)
from geo.workspace._settings import SETTINGS_FILE, Settings, read_settings
from geo.workspace._snapshots import TableFile, read_snapshot, write_snapshot, write_table
from geo.workspace.provenance import Provenance, engine

ENVIRONMENT: Final = "AFTERBELL_WORKSPACE"
Readings = dict[LayerName, Reading]
Tables = dict[str, TableFile]
#: How long after the last incident weekdays stand in for school days.
_STAND_IN: Final = dt.timedelta(days=400)


def workspace_folder(folder: Path | str | None = None) -> Path:
    """Folder of the workspace that is meant: the one given, of the environment, or the sample.

    Parameters
    ----------
    folder : path, optional
        As somebody chose it.

    Raises
    ------
    WorkspaceError
        When it is not there.
    """
    where = Path(folder or os.environ.get(ENVIRONMENT) or bundled("sample"))
    if not where.is_dir():
        raise WorkspaceError(
            f"There is no folder {where}; expected a workspace with afterbell.toml. Check the "
            f"path, or the environment variable {ENVIRONMENT}."
        )
    return where


def generation(folder: Path | str) -> str:
    """A cheap token that changes whenever anything in a workspace may have changed.

    It says when to open a workspace again, and nothing else: what is made of a workspace depends on
    `Workspace.version`.

    Parameters
    ----------
    folder : path
        Of the workspace.
    """
    where = Path(folder)
    kept = [where / SETTINGS_FILE, where / SNAPSHOTS / "current.json"]
    watched = [
        *kept,
        *sorted({*_named(where), *_kept(where)}),
        *sorted((where / MAPPINGS).glob("*.toml")),
    ]
    return digest(repr([_stamp(path) for path in watched]).encode())


def _named(where: Path) -> list[Path]:
    """Files that the settings name: layers, tables, and other figures by area."""
    with suppress(OSError, ValueError):
        toml = tomllib.loads((where / SETTINGS_FILE).read_text(encoding="utf-8-sig"))
        files, rules = toml.get("files"), toml.get("fairness")
        names = [*files.values()] if isinstance(files, dict) else []
        names += [rules["attributes"]] if isinstance(rules, dict) and "attributes" in rules else []
        return [where / str(name) for name in names]
    return []


def _kept(where: Path) -> list[Path]:
    """Snapshots and tables that count."""
    with suppress(WorkspaceError):
        return [path_of(where, name, file) for name, file in Catalogue.read(where).files.items()]
    return []


def _stamp(path: Path) -> tuple[str, int, int, int] | None:
    try:
        stat = path.stat()
    except OSError:
        return None
    return path.name, stat.st_mtime_ns, stat.st_size, stat.st_ino


def settings_of(folder: Path, provenance: Provenance | None) -> Settings:
    """Settings as they are, or as a provenance names them.

    Raises
    ------
    WorkspaceError
        When they are wrong, or were not kept.
    """
    if provenance is None:
        return read_settings(folder)
    kept = folder / SNAPSHOTS / f"settings-{provenance.settings}.toml"
    settings = read_settings(folder, kept if kept.exists() else folder / SETTINGS_FILE)
    if settings.digest != provenance.settings:
        raise _changed(folder, "the settings")
    return settings


def files_of(
    folder: Path, settings: Settings, provenance: Provenance | None, without: Collection[LayerName]
) -> dict[str, Path]:
    """Layer or table and the file that it is read from; what was kept comes before [files]."""
    if provenance is None:
        kept = Catalogue.read(folder).files
        names = {*kept, *dict(settings.files)} - {layer.value for layer in without}
    else:
        kept = {
            name: f"{name}-{made}.{'csv' if name in TABLE_NAMES else 'parquet'}"
            for name, made in (*provenance.layers, *provenance.tables)
        }
        kept = {name: file for name, file in kept.items() if path_of(folder, name, file).exists()}
        names = set(dict(provenance.layers)) | set(dict(provenance.tables))
    named = {name: folder / file for name, file in settings.files}
    path_of_name = named | {name: path_of(folder, name, file) for name, file in kept.items()}
    return {name: path for name, path in path_of_name.items() if name in names}


def tables_of(files: dict[str, Path]) -> Tables:
    """Read the files of the tables once, so that all that is made of them is made of the same."""
    return {name: TableFile.read(name, files[name]) for name in TABLE_NAMES if name in files}


def readings_of(folder: Path, settings: Settings, files: dict[str, Path]) -> Readings:
    """Read every layer there is, the incidents first: without a setting they decide the CRS."""
    readings: Readings = {}
    crs = settings.crs
    for layer in (LayerName.INCIDENTS, *LayerName):
        path = files.get(layer.value)
        if path is None or layer in readings:
            continue
        if path.parent == folder / SNAPSHOTS:
            reading = read_snapshot(folder, layer, path.name, settings.timezone)
            if crs is not None and CRS(reading.frame.crs) != crs:
                reading = replace(reading, frame=reading.frame.to_crs(crs))
        else:
            reading = read_layer(
                path,
                layer,
                crs=crs,
                timezone=settings.timezone,
                latest=settings.data_as_at,
                words=settings.offence_words,
            )
        readings[layer] = reading
        crs = crs or CRS(reading.frame.crs)
    return readings


def layers_of(settings: Settings, readings: Readings, *, kept: bool) -> Layers:
    """Put the layers together; an area without any is thought to be in Britain."""
    first = next(iter(readings.values()), None)
    crs = settings.crs or (CRS(first.frame.crs) if first else BRITISH_NATIONAL_GRID)
    frames = {layer: reading.frame for layer, reading in readings.items()}
    return Layers.of(_about(settings, readings, kept=kept), crs, frames)


def calendar_of(settings: Settings, layers: Layers, tables: Tables) -> Calendar:
    """Without term dates weekdays stand in for school days; without bells none rings."""
    terms, bells = tables.get("terms"), tables.get("bells")
    names = dict(zip(layers.schools["urn"], layers.schools["name"], strict=True))
    span = _span(layers)
    return Calendar.from_tables(
        read_terms(terms.path, terms.content) if terms else no_terms(),
        read_bells(bells.path, bells.content) if bells else no_bells(),
        names,
        Window.parse(settings.window, timezone=settings.timezone),
        settings.country,
        settings.subdivision or None,
        stand_in=(span[0], span[1] + _STAND_IN) if span else None,
    )


def control_days_of(kept: pd.DataFrame, crs: CRS) -> ControlDays | None:
    """Read the control days that are kept, if there are any.

    Raises
    ------
    FileRefusedError, CrsError
        When the table is damaged, or in another CRS than the workspace.
    """
    if kept.empty:
        return None
    design = control_days_from_text(kept)
    design.require_crs(crs)
    return design


def require_provenance(
    folder: Path, provenance: Provenance, readings: Readings, tables: Tables
) -> None:
    """Refuse what is not what a provenance names.

    Raises
    ------
    WorkspaceError
        When a layer or a table has changed, and its old version was not kept.
    """
    for name, made in provenance.layers:
        reading = readings.get(LayerName(name)) if name in set(LayerName) else None
        if reading is None or content_hash(reading.frame) != made:
            raise _changed(folder, f"the layer {name}")
    for name, made in provenance.tables:
        if name not in tables or tables[name].digest != made:
            raise _changed(folder, f"the table {name}")


def _about(settings: Settings, readings: Readings, *, kept: bool) -> About:
    """What to say of the area; the data reaches at least to the last incident that was kept."""
    as_at, incidents = settings.data_as_at, readings.get(LayerName.INCIDENTS)
    if incidents is not None and incidents.accepted and (kept or as_at is None):
        last = last_day(incidents.frame)
        as_at = max(filter(None, (as_at, last)), default=None)
    return About(settings.name, settings.marking, settings.simulated, as_at)


def _span(layers: Layers) -> tuple[dt.date, dt.date] | None:
    """Dates of the first and the last incident."""
    start = layers.incidents["committed_from"]
    return (start.min().date(), start.max().date()) if len(start) else None


def _changed(folder: Path, what: str) -> WorkspaceError:
    return WorkspaceError(
        f"{what[0].upper()}{what[1:]} of {folder.name} changed since, and what it was then was not "
        "kept. Choose the workspace that the plan was made in, or restore it from a backup."
    )


def provenance_of(
    settings: Settings, layers: Layers, readings: Readings, tables: Tables
) -> Provenance:
    """Name the layers, tables and settings of an opened workspace by their hashes."""
    named = {
        layer.value: layers.hashes[layer]
        for layer, reading in readings.items()
        if _counts(layer, reading)
    }
    return Provenance(
        tuple(sorted(named.items())),
        tuple(sorted((name, table.digest) for name, table in tables.items())),
        settings.digest,
        engine(),
    )


def version_of(
    folder: Path, settings: Settings, layers: Layers, readings: Readings, provenance: Provenance
) -> str:
    """Hash of a provenance, and of what enters no plan but shows all the same.

    That is the context, what was rejected and where each layer came from, and other figures by
    area.
    """
    read = [(n, r.file, r.read, r.joined, r.notices, _rejects(r)) for n, r in readings.items()]
    figures = settings.fairness.attributes
    about = (layers.version, layers.hashes[LayerName.CONTEXT], figures and _bytes(folder / figures))
    return digest(repr((provenance, about, sorted(read))).encode(errors="replace"))


def keep_provenance(
    folder: Path, provenance: Provenance, settings: Settings, readings: Readings, tables: Tables
) -> None:
    """Write what a provenance names and is not kept yet; nothing takes effect by it.

    Everything is written as it was read when the workspace was opened, whatever has become of the
    files since.
    """
    writes: list[Callable[[], object]] = [
        partial(write_snapshot, folder, LayerName(name), readings[LayerName(name)].frame)
        for name, made in provenance.layers
        if not path_of(folder, name, f"{name}-{made}.parquet").exists()
    ]
    writes += [
        partial(write_table, folder, name, tables[name].rows)
        for name, made in provenance.tables
        if not path_of(folder, name, f"{name}-{made}.csv").exists()
    ]
    kept = folder / SNAPSHOTS / f"settings-{provenance.settings}.toml"
    if not kept.exists():
        writes.append(partial(whole, kept, lambda beside: beside.write_bytes(settings.content)))
    if writes:
        with writing(folder):
            settle(folder, Catalogue.read(folder))
            for write in writes:
                write()


def why_not_kept(keep: Callable[[], object]) -> str:
    """Keep what something was made from; a sentence where that cannot be, else nothing."""
    try:
        keep()
    except AfterbellError as error:
        return (
            f"What this was made from could not be kept: {error} It can be made again only as long "
            "as the layers, tables and settings stay as they are."
        )
    return ""


def _rejects(reading: Reading) -> str:
    """Hash of the rows that did not become part of a layer."""
    hashes = [
        pd.util.hash_pandas_object(frame.astype("str"), index=False).to_numpy().tobytes()
        for frame in (reading.rejects, reading.rejected)
        if frame.size
    ]
    return digest(b"|".join(hashes)) if hashes else ""


def _bytes(path: Path) -> str:
    try:
        return digest(path.read_bytes())
    except OSError:
        return "cannot be read"


def _counts(layer: LayerName, reading: Reading) -> bool:
    """The context enters no result, nor does a layer without rows."""
    return layer is not LayerName.CONTEXT and bool(reading.accepted)
