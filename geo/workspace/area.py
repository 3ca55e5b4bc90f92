"""One area on disk, opened: settings, layers and calendar."""

import datetime as dt
import os
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final, Self

from pyproj import CRS

from geo.bundle import bundled
from geo.clock import Calendar, SchoolDay, Window, no_bells, no_terms, read_bells, read_terms
from geo.errors import NoSchoolDayError, SettingError, WorkspaceError
from geo.layers import About, LayerName, Layers, Reading, read_layer
from geo.model import XY
from geo.workspace.settings import Settings, read_settings
from geo.workspace.snapshots import Kept, current_snapshots, keep, snapshot_path

ENVIRONMENT: Final = "AFTERBELL_WORKSPACE"


@dataclass(frozen=True)
class Workspace:
    """An area, ready for the other stages. Make one with `Workspace.open`.

    Attributes
    ----------
    readings : dict
        Layer to what reading its file gave, with the rejected rows.
    bases : tuple of (str, XY)
        Where patrols can start, in the workspace's CRS.
    """

    folder: Path
    settings: Settings
    about: About
    calendar: Calendar = field(repr=False, compare=False)
    layers: Layers = field(repr=False)
    readings: dict[LayerName, Reading] = field(repr=False, compare=False)
    bases: tuple[tuple[str, XY], ...] = ()

    @classmethod
    def open(cls, folder: Path | str | None = None) -> Self:
        """Open a workspace folder.

        Parameters
        ----------
        folder : path, optional
            Without one: what the environment variable AFTERBELL_WORKSPACE names, else the bundled
            sample.

        Raises
        ------
        WorkspaceError
            When the folder is none, or its settings are wrong.
        FileRefusedError
            When one of its files cannot become its layer.
        """
        where = Path(folder or os.environ.get(ENVIRONMENT) or bundled("sample"))
        if not where.is_dir():
            raise WorkspaceError(
                f"There is no folder {where}; expected a workspace with afterbell.toml. Check the "
                f"path, or the environment variable {ENVIRONMENT}."
            )
        settings = read_settings(where)
        readings = _readings(where, settings)
        crs = CRS(readings[LayerName.INCIDENTS].frame.crs)
        about = _about(settings, readings[LayerName.INCIDENTS])
        layers = _layers(about, crs, readings)
        calendar = _calendar(where, settings, layers)
        return cls(where, settings, about, calendar, layers, readings, settings.bases)

    def file_of(self, layer: LayerName) -> Path:
        """Path of the file that the settings name for a layer.

        Raises
        ------
        WorkspaceError
            When they name none.
        """
        files = dict(self.settings.files)
        if layer.value not in files:
            raise WorkspaceError(
                f"{self.about.name} has no file for the layer {layer.value}. Name one under "
                "[files] in afterbell.toml."
            )
        return self.folder / files[layer.value]

    def opening_day(self, today: dt.date) -> SchoolDay:
        """Give the school day to show when nobody chose one.

        It is today or the next one, and never one before the data ends; where the term dates do
        not reach that far, the first one after the data.

        Raises
        ------
        NoSchoolDayError
            When no school day is known after the data.
        """
        one_day = dt.timedelta(days=1)
        as_at = self.about.data_as_at or today - one_day
        try:
            return self.calendar.next_school_day(max(today - one_day, as_at))
        except NoSchoolDayError:
            return self.calendar.next_school_day(as_at)

    def keep(self, reading: Reading) -> Kept:
        """Keep a layer in the workspace; it counts from the next time that it is opened."""
        return keep(self.folder, reading)


def _readings(folder: Path, settings: Settings) -> dict[LayerName, Reading]:
    """Read every layer there is, the incidents first: without a setting they decide the CRS."""
    kept, files = current_snapshots(folder), dict(settings.files)
    paths = {
        layer: snapshot_path(folder, kept[layer.value])
        if layer.value in kept
        else folder / files[layer.value]
        for layer in (LayerName.INCIDENTS, *LayerName)
        if layer.value in kept or layer.value in files
    }
    readings: dict[LayerName, Reading] = {}
    crs = settings.crs
    for layer, path in paths.items():
        readings[layer] = read_layer(
            path, layer, crs=crs, timezone=settings.timezone, latest=settings.data_as_at
        )
        crs = crs or CRS(readings[layer].frame.crs)
    return readings


def _about(settings: Settings, incidents: Reading) -> About:
    """What to say of the area; without a setting, the data reaches to its last incident."""
    as_at = settings.data_as_at
    if as_at is None and incidents.accepted:
        as_at = incidents.frame["committed_from"].max().date()
    return About(settings.name, settings.marking, settings.simulated, as_at)


def _layers(about: About, crs: CRS, readings: dict[LayerName, Reading]) -> Layers:
    return Layers.of(about, crs, {layer: reading.frame for layer, reading in readings.items()})


def _calendar(folder: Path, settings: Settings, layers: Layers) -> Calendar:
    """Without term dates no school day is known; without bells none rings."""
    files = dict(settings.files)
    terms = read_terms(folder / files["terms"]) if "terms" in files else no_terms()
    bells = read_bells(folder / files["bells"]) if "bells" in files else no_bells()
    names = dict(zip(layers.schools["urn"], layers.schools["name"], strict=True))
    window = Window.parse(settings.window, timezone=settings.timezone)
    try:
        return Calendar.from_tables(
            terms, bells, names, window, settings.country, settings.subdivision or None
        )
    except NotImplementedError as error:
        raise SettingError(
            f"No bank holidays are known for country {settings.country!r}, subdivision "
            f"{settings.subdivision!r}; expected ISO codes such as GB and ENG. Mend afterbell.toml."
        ) from error
