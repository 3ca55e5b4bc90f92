"""What a result was made from, and keeping it so that it can be made again."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from geo.layers import LayerName, Reading, content_hash
from geo.workspace.catalogue import TABLE_NAMES, Catalogue, path_of
from geo.workspace.changes import settle
from geo.workspace.disk import SNAPSHOTS, digest, whole, writing
from geo.workspace.opening import Readings, table_hash
from geo.workspace.picture import Picture, engine
from geo.workspace.settings import SETTINGS_FILE, Settings
from geo.workspace.snapshots import write_snapshot
from geo.workspace.tables import raw_table, write_table


def picture_of(settings: Settings, readings: Readings, files: dict[str, Path]) -> Picture:
    """Name the layers, tables and settings of an opened workspace by their hashes."""
    layers = {
        layer.value: content_hash(reading.frame)
        for layer, reading in readings.items()
        if _counts(layer, reading)
    }
    tables = {name: table_hash(name, files[name]) for name in TABLE_NAMES if name in files}
    return Picture(
        tuple(sorted(layers.items())), tuple(sorted(tables.items())), settings.digest, engine()
    )


def keep_picture(
    folder: Path, picture: Picture, readings: Readings, files: dict[str, Path]
) -> None:
    """Write what a picture names and is not kept yet; nothing takes effect by it."""
    writes: list[Callable[[], object]] = [
        partial(write_snapshot, folder, LayerName(name), readings[LayerName(name)].frame)
        for name, made in picture.layers
        if not path_of(folder, name, f"{name}-{made}.parquet").exists()
    ]
    writes += [
        partial(write_table, folder, name, raw_table(name, files[name]))
        for name, made in picture.tables
        if not path_of(folder, name, f"{name}-{made}.csv").exists()
    ]
    kept = folder / SNAPSHOTS / f"settings-{picture.settings}.toml"
    content = (folder / SETTINGS_FILE).read_bytes()
    if not kept.exists() and digest(content) == picture.settings:
        writes.append(partial(whole, kept, lambda beside: beside.write_bytes(content)))
    if writes:
        with writing(folder):
            settle(folder, Catalogue.read(folder))
            for write in writes:
                write()


def _counts(layer: LayerName, reading: Reading) -> bool:
    """The context enters no result, nor does a layer without rows."""
    return layer is not LayerName.CONTEXT and bool(reading.accepted)
