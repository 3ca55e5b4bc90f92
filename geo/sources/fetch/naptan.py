"""NaPTAN: stops and stations of an ATCO area, as the Department for Transport's CSV."""

import re
import shutil
from collections.abc import Sequence
from typing import Final

from geo.sources.fetch.bodies import check_csv_file
from geo.sources.fetch.errors import FetchError
from geo.sources.fetch.request import Request
from geo.sources.fetch.session import Session

_COLUMNS: Final = ("ATCOCode", "CommonName", "StopType", "Easting", "Northing")


def fetch_naptan(session: Session, area_codes: Sequence[str]) -> None:
    """Fetch the access nodes of each area; files are called ``naptan-490.csv``.

    Parameters
    ----------
    area_codes : sequence of str
        ATCO area codes of three digits: 490 is Greater London, 910 national rail.

    Raises
    ------
    FetchError
        When a code is none, or the service does not answer.
    """
    codes = tuple(dict.fromkeys(code.strip() for code in area_codes))
    for code in codes:
        if not re.fullmatch(r"[0-9]{3}", code):
            raise FetchError(
                f"{code[:20]!r} is no ATCO area code; expected three digits such as 490 for "
                "Greater London. Mend --area-code."
            )
    if not codes:
        raise FetchError("No area was named; expected --area-code such as 490. Name one or more.")
    for number, code in enumerate(codes):
        session.say(f"area {code}", number, len(codes))
        params = (("dataFormat", "csv"), ("atcoAreaCodes", code))
        what = f"the stops of area {code}"
        got = session.download(
            Request(session.service, "/access-nodes", params),
            lambda path, what=what: check_csv_file(path, what, _COLUMNS),  # type: ignore[misc]
        )
        assert got.path is not None
        came = got.path
        session.deliver(
            f"naptan-{code}.csv",
            lambda path, came=came: shutil.copyfile(came, path),  # type: ignore[misc]
            f"area {code}",
        )
    session.say("done", len(codes), len(codes))
