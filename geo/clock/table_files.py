"""A file of bell times or term dates that somebody brings in, in any form that layers come in."""

from dataclasses import replace
from pathlib import Path

import pandas as pd

from geo.clock.register import bells_from_text, terms_from_text
from geo.clock.verdicts import WHOLE_ROW, Fault, TableReading
from geo.layers.opened import open_table
from geo.layers.raw import RawTable
from geo.safe_csv import restored
from geo.sources import LayerName


def read_table_file(path: Path, name: str, schools: pd.DataFrame | None = None) -> TableReading:
    """Read a file row by row: what can be used is used, and every other row says why not.

    Parameters
    ----------
    path : Path
        A CSV in any encoding or with any separator, or another table that `read_layer` opens.
    name : str
        "bells" or "terms".
    schools : DataFrame, optional
        Columns urn and name, as for `bells_from_text`.

    Returns
    -------
    TableReading
        Its rows are lines of the file.

    Raises
    ------
    FileRefusedError
        When it is no table, or a column is missing.
    """
    raw = open_table(path, LayerName.SCHOOLS)
    read = bells_from_text if name == "bells" else terms_from_text
    return _by_line(read(raw.frame.apply(restored), schools), raw)


def _by_line(reading: TableReading, raw: RawTable) -> TableReading:
    """Number the rows by the lines of the file, and reject those that could not be taken apart."""
    line = dict(enumerate(int(at) for at in raw.line))
    torn = tuple(
        Fault(int(at), WHOLE_ROW, "", why)
        for at, why in zip(raw.damaged.line, raw.damaged.reason, strict=True)
    )
    lost = pd.DataFrame(
        {"reason": list(raw.damaged.reason)}, index=pd.Index([fault.row for fault in torn])
    )
    rejects = pd.concat([reading.rejects.rename(index=line), lost]).fillna("").sort_index()
    faults = [replace(fault, row=line[fault.row]) for fault in reading.faults]
    return replace(
        reading,
        frame=reading.frame.rename(index=line),
        faults=tuple(sorted([*faults, *torn], key=lambda fault: fault.row)),
        warnings=tuple(
            replace(warning, rows=tuple(line[row] for row in warning.rows))
            for warning in reading.warnings
        ),
        read=reading.read + len(torn),
        rejects=rejects.rename_axis(index="line"),
    )
