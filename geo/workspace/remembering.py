"""What a result was made from, and keeping it so that it can be made again."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

import pandas as pd

from geo.errors import AfterbellError
from geo.layers import LayerName, Layers, Reading
from geo.workspace.catalogue import Catalogue, path_of
from geo.workspace.changes import settle
from geo.workspace.disk import SNAPSHOTS, digest, whole, writing
from geo.workspace.opening import Readings, Tables
from geo.workspace.picture import Picture, engine
from geo.workspace.settings import Settings
from geo.workspace.snapshots import write_snapshot
from geo.workspace.tables import write_table


def picture_of(settings: Settings, layers: Layers, readings: Readings, tables: Tables) -> Picture:
    """Name the layers, tables and settings of an opened workspace by their hashes."""
    named = {
        layer.value: layers.hashes[layer]
        for layer, reading in readings.items()
        if _counts(layer, reading)
    }
    return Picture(
        tuple(sorted(named.items())),
        tuple(sorted((name, table.digest) for name, table in tables.items())),
        settings.digest,
        engine(),
    )


def version_of(
    folder: Path, settings: Settings, layers: Layers, readings: Readings, picture: Picture
) -> str:
    """Hash of a picture, and of what enters no plan but shows all the same.

    That is the context, what was rejected and where each layer came from, and other figures by
    area.
    """
    read = [(n, r.file, r.read, r.joined, r.notices, _rejects(r)) for n, r in readings.items()]
    figures = settings.fairness.attributes
    about = (layers.version, layers.hashes[LayerName.CONTEXT], figures and _bytes(folder / figures))
    return digest(repr((picture, about, sorted(read))).encode(errors="replace"))


def keep_picture(
    folder: Path, picture: Picture, settings: Settings, readings: Readings, tables: Tables
) -> None:
    """Write what a picture names and is not kept yet; nothing takes effect by it.

    Everything is written as it was read when the workspace was opened, whatever has become of the
    files since.
    """
    writes: list[Callable[[], object]] = [
        partial(write_snapshot, folder, LayerName(name), readings[LayerName(name)].frame)
        for name, made in picture.layers
        if not path_of(folder, name, f"{name}-{made}.parquet").exists()
    ]
    writes += [
        partial(write_table, folder, name, tables[name].rows)
        for name, made in picture.tables
        if not path_of(folder, name, f"{name}-{made}.csv").exists()
    ]
    kept = folder / SNAPSHOTS / f"settings-{picture.settings}.toml"
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
    found = [
        pd.util.hash_pandas_object(frame.astype("str"), index=False).to_numpy().tobytes()
        for frame in (reading.rejects, reading.rejected)
        if frame.size
    ]
    return digest(b"|".join(found)) if found else ""


def _bytes(path: Path) -> str:
    try:
        return digest(path.read_bytes())
    except OSError:
        return "cannot be read"


def _counts(layer: LayerName, reading: Reading) -> bool:
    """The context enters no result, nor does a layer without rows."""
    return layer is not LayerName.CONTEXT and bool(reading.accepted)
