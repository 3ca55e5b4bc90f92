"""Get Information About Schools: the daily file of all establishments, without its people.

The file is ``edubasealldataYYYYMMDD.csv``, Windows-1252, and is there from some hour of the day
on; older ones go away. It names head teachers and carries telephone numbers: only the columns that
Afterbell uses are kept, and nothing is written before the others are gone.
"""

import datetime as dt
import io
from typing import Final
from zoneinfo import ZoneInfo

import pandas as pd
import pyarrow as pa
from pyarrow import csv

from geo.connectors._bodies import check_csv_head
from geo.connectors._http_request import Request
from geo.connectors.session import Session
from geo.errors import FetchError, NotAsExpectedError
from geo.formats import harmless_texts

_DAYS_BACK: Final = 14
_WHAT: Final = "the schools of GIAS"
_NEEDED: Final = ("URN", "EstablishmentName", "Easting", "Northing")
_KEPT: Final = (
    *("URN", "LA (code)", "LA (name)", "EstablishmentNumber", "EstablishmentName"),
    *("TypeOfEstablishment (code)", "TypeOfEstablishment (name)"),
    *("EstablishmentTypeGroup (code)", "EstablishmentTypeGroup (name)"),
    *("EstablishmentStatus (code)", "EstablishmentStatus (name)", "OpenDate", "CloseDate"),
    *("PhaseOfEducation (code)", "PhaseOfEducation (name)"),
    *("StatutoryLowAge", "StatutoryHighAge", "SchoolCapacity", "NumberOfPupils"),
    *("Postcode", "Easting", "Northing", "AdministrativeWard (code)"),
    *("AdministrativeWard (name)", "DistrictAdministrative (code)"),
    *("DistrictAdministrative (name)", "LSOA (code)", "LSOA (name)"),
)
_NAMES: Final = tuple(name for name in _KEPT if "ame" in name)


def fetch_gias(session: Session) -> None:
    """Fetch the newest file: of today, or of up to 14 days before.

    It is delivered as ``gias-20260324.csv``, in UTF-8.

    Parameters
    ----------
    session : Session
        Open with the service ``gias``.

    Raises
    ------
    FetchError
        When there is none, or the service does not answer.
    """
    newest = session.world.now().astimezone(ZoneInfo("Europe/London")).date()
    for back in range(_DAYS_BACK + 1):
        day = f"{newest - dt.timedelta(days=back):%Y%m%d}"
        session.say(f"looking for {day}", back, _DAYS_BACK + 1)
        request = Request(session.service, f"/edubasealldata{day}.csv")
        got = session.get(request, _schools_only, give_back={400: 1, 404: 1})
        if got.path is not None:
            content = got.content
            session.deliver(f"gias-{day}.csv", lambda path: path.write_bytes(content), day)  # noqa: B023
            session.notices.append(
                "Head teachers, telephone numbers and web addresses were left out before anything "
                "was written."
            )
            return
    oldest = newest - dt.timedelta(days=_DAYS_BACK)
    raise FetchError(
        f"{session.service.base_url} has no edubasealldata file from {oldest:%d-%m-%Y} to "
        f"{newest:%d-%m-%Y}; expected one of them. Check the date of this machine, or download the "
        "file in a browser and bring it in with afterbell ingest."
    )


def _schools_only(body: bytes) -> bytes:
    """Keep the columns that Afterbell uses, in UTF-8; everything else is dropped in memory.

    Raises
    ------
    NotAsExpectedError
        When it is not the file of GIAS, or damaged.
    """
    check_csv_head(body[:65_536], _WHAT, _NEEDED)
    text = _decoded(body)
    header = pd.read_csv(io.StringIO(text.split("\n", 1)[0]), dtype="str").columns
    kept = [name for name in _KEPT if name in header]
    try:
        table = csv.read_csv(
            pa.BufferReader(text.encode()),
            parse_options=csv.ParseOptions(newlines_in_values=True),
            convert_options=csv.ConvertOptions(
                include_columns=kept,
                column_types=dict.fromkeys(kept, pa.string()),
                strings_can_be_null=False,
            ),
        )
    except pa.ArrowInvalid as error:
        raise NotAsExpectedError(
            f"The file with {_WHAT} is damaged: its rows do not all have the columns of its "
            "header; expected a whole CSV. Run it again."
        ) from error
    schools = harmless_texts(table.to_pandas().astype("str"), _NAMES)
    return schools.to_csv(index=False, lineterminator="\n").encode()


def _decoded(body: bytes) -> str:
    """Decode a text that is Windows-1252 by custom, and UTF-8 some day."""
    try:
        return body.decode("utf-8-sig")
    except UnicodeDecodeError:
        return body.decode("cp1252", errors="replace")
