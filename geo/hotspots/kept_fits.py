"""Hotspots of an opened area, with what was learned before kept in its folder."""

import datetime as dt
import hashlib
from contextlib import suppress
from pathlib import Path
from typing import Final

import numpy as np

from geo.errors import WorkspaceError
from geo.hotspots._learning import Fitted, Progress, fit_hotspots
from geo.hotspots.detect import Hotspots, detect_hotspots
from geo.hotspots.methods import DEFAULT_METHOD
from geo.hotspots.settings import HotspotSettings
from geo.workspace import Workspace, engine, whole

_FITS: Final = "fits"
_KEPT: Final = 60
#: To be raised whenever learning changes.
_LEARNS: Final = 2


def hotspot_settings(area: Workspace, method: str = DEFAULT_METHOD) -> HotspotSettings:
    """Take the settings of hotspots from those of an area.

    Parameters
    ----------
    area : Workspace
    method : str
        Key of the method that makes the surface.
    """
    chosen = area.settings
    return HotspotSettings(
        method=method,
        harm_weights=chosen.harm_weights,
        exclusions=chosen.exclusions,
        masks=chosen.masks,
    )


def hotspots_of(
    area: Workspace,
    date: dt.date,
    *,
    method: str = DEFAULT_METHOD,
    progress: Progress | None = None,
) -> Hotspots:
    """Hotspots of an area for the window of a date.

    What was learned is kept in the area's folder, where it can be written to, by everything that it
    depends on; so it is learned once for each date and state of the data.

    Parameters
    ----------
    method : str
        Key of the method that makes the surface.

    Raises
    ------
    AfterbellError
        As `detect_hotspots` does.
    """
    settings, window = hotspot_settings(area, method), area.calendar.window
    incidents, layers = area.layers.incidents, area.layers
    file = area.folder / _FITS / f"{_key(area, date, settings)}.json"
    fitted = _read(file)
    if fitted is None:
        fitted = fit_hotspots(
            incidents, window, date, settings=settings, surroundings=layers, progress=progress
        )
        if area.writable:
            _keep(file, fitted)
    return detect_hotspots(
        incidents, window, date, settings=settings, surroundings=layers, fitted=fitted
    )


def _key(area: Workspace, date: dt.date, settings: HotspotSettings) -> str:
    """Hash of all that learning depends on: the data, the days, the settings, and the engine."""
    window = area.calendar.window
    since = dt.date(date.year - 30, 1, 1)
    days = np.asarray(window.dates_between(since, date + dt.timedelta(days=60))).tobytes()
    depends_on = (
        area.layers.version,
        str(window),
        window.timezone,
        date,
        settings,
        engine(),
        _LEARNS,
    )
    return hashlib.sha256(repr(depends_on).encode() + days).hexdigest()[:16]


def _read(file: Path) -> Fitted | None:
    """What was kept; nothing where it is missing or damaged, as it can be learned again."""
    with suppress(OSError, ValueError, KeyError, TypeError):
        return Fitted.from_json(file.read_text(encoding="utf-8"))
    return None


def _keep(file: Path, fitted: Fitted) -> None:
    """Keep what was learned, and forget what was used longest ago; a full disk is no fault."""
    with suppress(OSError, WorkspaceError):
        whole(file, lambda beside: beside.write_text(fitted.to_json(), encoding="utf-8"))
        kept = sorted(file.parent.glob("*.json"), key=lambda path: path.stat().st_mtime)
        for old in kept[:-_KEPT]:
            old.unlink(missing_ok=True)
