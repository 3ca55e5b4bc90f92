"""The workspace: one area as it was opened, what can be kept in it, and reviews of it."""

import datetime as dt
import os
from collections.abc import Collection
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Final, Self

import pandas as pd
from pyproj import CRS

from geo.bundle import bundled
from geo.clock import Calendar, SchoolDay
from geo.columns import Mapping
from geo.errors import NoSchoolDayError, WorkspaceError
from geo.layers import About, Layers, Reading
from geo.model import XY, ControlDays, LayerName
from geo.timetables import homes_from_text
from geo.workspace._change_log import Change, Entry, changes, record, settle
from geo.workspace._disk import SNAPSHOTS, Catalogue, digest, writing
from geo.workspace._keeping import Kept, Known, keep_layer, keep_mapping, keep_table
from geo.workspace._mappings import mapping_names, read_mapping
from geo.workspace._open_folder import (
    Tables,
    calendar_of,
    control_days_of,
    files_of,
    keep_provenance,
    layers_of,
    provenance_of,
    readings_of,
    require_provenance,
    settings_of,
    tables_of,
    version_of,
    why_not_kept,
    workspace_folder,
)
from geo.workspace._settings import Settings
from geo.workspace._snapshots import no_rows, table_named
from geo.workspace.provenance import Provenance

_REVIEWED: Final = "fairness reviewed"


@dataclass(frozen=True, eq=False)
class Workspace:
    """An area, ready for the other stages. Make one with `Workspace.open`.

    It stays as it was opened: what is kept, or changed by somebody else, counts from the next time
    that it is opened. Two are equal when their folder and their version are.

    Attributes
    ----------
    readings : dict
        Layer to what reading its file gave, with the rejected rows.
    bases : tuple of (str, XY)
        Where patrols can start, in the workspace's CRS.
    files : dict
        Layer or table to the file that it was read from.
    tables : dict
        Bells, terms and other tables, as they were in those files.
    """

    folder: Path
    settings: Settings
    about: About
    calendar: Calendar = field(repr=False)
    layers: Layers = field(repr=False)
    readings: dict[LayerName, Reading] = field(repr=False)
    bases: tuple[tuple[str, XY], ...] = ()
    files: dict[str, Path] = field(default_factory=dict, repr=False)
    tables: Tables = field(default_factory=dict, repr=False)

    @classmethod
    def open(
        cls,
        folder: Path | str | None = None,
        *,
        provenance: Provenance | None = None,
        without: Collection[LayerName] = (),
    ) -> Self:
        """Open a workspace folder.

        Parameters
        ----------
        folder : path, optional
            Without one: what the environment variable AFTERBELL_WORKSPACE names, else the bundled
            sample.
        provenance : Provenance, optional
            Open the workspace as it was when something was made from it.
        without : collection of LayerName
            Layers to leave out, such as one that is about to be replaced.

        Raises
        ------
        WorkspaceError
            When the folder is none, its settings are wrong, or a snapshot is missing or damaged.
        FileRefusedError
            When one of its files cannot become its layer.

        Examples
        --------
        >>> area = Workspace.open()  # the bundled sample
        >>> area.settings.window, area.writable
        ('15:00-18:00', False)
        """
        where = workspace_folder(folder)
        settings = settings_of(where, provenance)
        files = files_of(where, settings, provenance, without)
        tables, readings = tables_of(files), readings_of(where, settings, files)
        if provenance is not None:
            require_provenance(where, provenance, readings, tables)
        incidents = files.get(LayerName.INCIDENTS.value)
        kept = incidents is not None and incidents.parent == where / SNAPSHOTS
        layers = layers_of(settings, readings, kept=kept)
        calendar = calendar_of(settings, layers, tables)
        return cls(
            where, settings, layers.area, calendar, layers, readings, settings.bases, files, tables
        )

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Workspace):
            return NotImplemented
        return (self.folder, self.version) == (other.folder, other.version)

    def __hash__(self) -> int:
        return hash((self.folder, self.version))

    @property
    def writable(self) -> bool:
        """Whether anything can be kept here; the bundled sample stays as it is."""
        return not self._bundled and os.access(self.folder, os.W_OK)

    @property
    def _bundled(self) -> bool:
        try:
            return self.folder.resolve() == bundled("sample").resolve()
        except FileNotFoundError:
            return False

    @property
    def fixed_crs(self) -> CRS | None:
        """CRS that a new layer must be in; None as long as nothing has decided it."""
        return self.settings.crs or (CRS(self.layers.crs) if self.readings else None)

    def file_of(self, layer: LayerName) -> Path:
        """Path of the file that a layer was read from.

        Parameters
        ----------
        layer : LayerName
            Which layer.

        Raises
        ------
        WorkspaceError
            When there is none.
        """
        if layer.value not in self.files:
            raise WorkspaceError(
                f"{self.about.name} has no file for the layer {layer.value}. Bring one in: "
                f"afterbell ingest FILE --layer {layer.value}."
            )
        return self.files[layer.value]

    def opening_day(self, today: dt.date) -> SchoolDay:
        """Give the school day to show when nobody chose one.

        It is today or the next one, and never one before the data ends; where the term dates do
        not reach that far, the first one after the data.

        Parameters
        ----------
        today : date
            The day on which somebody looks.

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

    def keep(self, reading: Reading, *, replace: bool = False, who: str = "") -> Kept:
        """Bring the rows of a reading into its layer.

        Rows are told apart by their id, or by their content where the layer has none; the later
        version of a row wins. The same file again changes nothing.

        Parameters
        ----------
        reading : Reading
            Rows of one layer, as `read_layer` gives them.
        replace : bool
            Whether rows that the reading does not have go.
        who : str
            For the log; the user of the system where nobody is named.

        Raises
        ------
        CrsError
            When the rows are in another CRS than the workspace.
        WorkspaceError
            When nothing can be kept; the message says why.
        """
        self._require_writable()
        old = self.readings.get(reading.layer)
        others = set(self.readings) - ({reading.layer} if replace else set())
        crs = CRS(self.layers.crs) if others else None
        known = Known(old.frame if old else None, self.files.get(reading.layer.value), crs)
        return keep_layer(self.folder, self.settings, reading, known, replace=replace, who=who)

    def keep_table(self, name: str, frame: pd.DataFrame, *, who: str, why: str = "") -> Path:
        """Keep a table (bells, terms, control, homes) as it was typed; gives the path of the file.

        Parameters
        ----------
        name : str
            Of the table.
        frame : DataFrame of str
            All of its rows.
        who, why : str
            For the log.

        Raises
        ------
        FileRefusedError
            When a line of it is wrong.
        WorkspaceError
            When nothing can be kept; the message says why.
        """
        self._require_writable()
        known = Known(path=self.files.get(table_named(name)))
        return keep_table(self.folder, name, frame, known, who=who, why=why)

    def table(self, name: str) -> pd.DataFrame:
        """A table as it was typed: columns of text, without rows where there is none.

        Parameters
        ----------
        name : str
            bells, terms, control, homes or hops.
        """
        known = self.tables.get(table_named(name))
        return no_rows(name) if known is None else known.rows.copy()

    @cached_property
    def control_days(self) -> ControlDays | None:
        """The control days of the trial that runs here; None where there is none."""
        return control_days_of(self.table("control"), CRS(self.layers.crs))

    @cached_property
    def homes(self) -> pd.DataFrame | None:
        """Where pupils live, as far as anybody said; see `read_homes`."""
        kept = self.table("homes")
        return None if kept.empty else homes_from_text(kept)

    def changes(self) -> tuple[Change, ...]:
        """Everything that was changed here, the newest first."""
        return changes(self.folder)

    def mappings(self) -> tuple[Mapping, ...]:
        """The column mappings that are kept, in alphabetical order."""
        return tuple(self.mapping(name) for name in mapping_names(self.folder))

    def mapping(self, name: str) -> Mapping:
        """Give the mapping of a name.

        Parameters
        ----------
        name : str
            As it was kept under.

        Raises
        ------
        WorkspaceError
            When there is none, or it is wrong.
        """
        return read_mapping(self.folder, name)

    def save_mapping(self, mapping: Mapping, *, who: str = "") -> Path:
        """Keep a mapping under its name; an older one of that name is replaced.

        Parameters
        ----------
        mapping : Mapping
            With its name.
        who : str
            For the log.
        """
        self._require_writable()
        return keep_mapping(self.folder, mapping, who)

    @cached_property
    def provenance(self) -> Provenance:
        """What a result of this workspace is made from."""
        return provenance_of(self.settings, self.layers, self.readings, self.tables)

    @cached_property
    def version(self) -> str:
        """Hash of all that can be asked of this workspace: 16 hexadecimal digits.

        It is of layers, tables, settings and engine. Whatever is kept of an area is kept under it.
        """
        return version_of(self.folder, self.settings, self.layers, self.readings, self.provenance)

    def changed_since(self, older: Self) -> str:
        """What has changed since the workspace was opened another time; see `Provenance`.

        Parameters
        ----------
        older : Workspace
            The same area, opened before.
        """
        return self.provenance.changes_since(older.provenance)

    def remember(self) -> Provenance:
        """Give the provenance, and keep all that it names, so that it can be opened again.

        Raises
        ------
        WorkspaceError
            When it cannot be written.
        """
        if not self._bundled:
            keep_provenance(self.folder, self.provenance, self.settings, self.readings, self.tables)
        return self.provenance

    def why_not_remembered(self) -> str:
        """Remember, and say in a sentence why that cannot be; empty once it is done."""
        return why_not_kept(self.remember)

    def _require_writable(self) -> None:
        if not self.writable:
            raise WorkspaceError(
                f"{self.about.name} cannot be changed: it is the bundled sample, or you have no "
                "right to write there. Make a workspace of your own with afterbell init NAME."
            )


def record_review(area: Workspace, finding: str, *, who: str, why: str) -> None:
    """Write into the log that a finding was reviewed.

    Parameters
    ----------
    area : Workspace
        Whose log.
    finding : str
        What asked for the review, as it was read; the log keeps its hash, so that a later finding
        is not taken for this one.
    who : str
        Name or role of who decided.
    why : str
        What was decided, and for what reason.

    Raises
    ------
    WorkspaceError
        When nobody is named, no reason is given, nothing asks for a review, or the folder cannot
        be written to.
    """
    missing = [
        *([] if who.strip() else ["the name of who decided"]),
        *([] if why.strip() else ["what was decided and why"]),
        *([] if finding.strip() else ["a finding that asks for it"]),
    ]
    if missing:
        raise WorkspaceError(f"A review needs {' and '.join(missing)}; nothing was recorded.")
    if not area.writable:
        raise WorkspaceError(
            f"{area.about.name} cannot be changed, so no review can be recorded: it is the bundled "
            "sample, or you have no right to write there."
        )
    with writing(area.folder):
        settle(area.folder, Catalogue.read(area.folder))
        record(area.folder, Entry(_REVIEWED, "areas", after=_hash(finding), why=why), who)


def review_of(area: Workspace, finding: str) -> Change | None:
    """The last review of a finding; None where there is none.

    Parameters
    ----------
    area : Workspace
        Whose log.
    finding : str
        What asked for the review, as it reads now.
    """
    reviews = (c for c in area.changes() if c.what == _REVIEWED and c.after == _hash(finding))
    return next(reviews, None)


def _hash(finding: str) -> str:
    return digest(finding.encode())
