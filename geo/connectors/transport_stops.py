"""Transport for London: stop points by mode, page by page, or within a circle.

See the Unified API: /StopPoint/Mode/{modes}?page= and /StopPoint?lat=&lon=&radius=&stopTypes=.
"""

import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from geo.connectors._bodies import check_csv_file, json_table, packed
from geo.connectors._http_request import Pairs, Request
from geo.connectors.addresses import Pace, Service
from geo.connectors.session import Session
from geo.errors import FetchError

_COLUMNS: Final = ("ATCOCode", "CommonName", "StopType", "Easting", "Northing")


def fetch_naptan(session: Session, area_codes: Sequence[str]) -> None:
    """Fetch the access nodes of each area; files are called ``naptan-490.csv``.

    Parameters
    ----------
    session : Session
        Open with the service ``naptan``.
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


MODES: Final = ("tube", "dlr", "overground", "elizabeth-line", "national-rail", "tram", "bus")
KEY_VARIABLE: Final = "AFTERBELL_TFL_KEY"
_WITH_A_KEY: Final = Pace(per_s=500 / 60, burst=20)
_STATIONS: Final = "NaptanMetroStation,NaptanRailStation"
_STOPS: Final = "NaptanPublicBusCoachTram,NaptanBusCoachStation"
_WIDEST_M: Final = 10_000
_MOST_PAGES: Final = 60
#: Of a stop point; the rest (addresses, telephones, lines) is dropped before it is written.
_KEPT: Final = frozenset(
    [
        "id",
        "naptanId",
        "commonName",
        "stopType",
        "modes",
        "lat",
        "lon",
        "hubNaptanCode",
        "stationNaptan",
        "icsCode",
        "indicator",
        "stopLetter",
        "status",
        "placeType",
    ]
)
_Stops = list[dict[str, Any]]


@dataclass(frozen=True)
class StopsQuery:
    """What to fetch from Transport for London.

    Attributes
    ----------
    modes : tuple of str
        Some of `MODES`.
    circle : tuple of (float, float, int), or None
        Latitude, longitude and radius in metres; None for all of London.
    key : str
        Application key, if there is one.
    """

    modes: tuple[str, ...]
    circle: tuple[float, float, int] | None = None
    key: str = ""

    def __post_init__(self) -> None:
        unknown = [mode for mode in self.modes if mode not in MODES]
        if unknown or not self.modes:
            raise FetchError(
                f"{', '.join(unknown)[:60] or 'Nothing'} is no mode of Transport for London; "
                f"expected some of {', '.join(MODES)}. Mend --mode."
            )
        if "bus" in self.modes and self.circle is None:
            raise FetchError(
                "All bus stops of London are too many to ask for; expected a place: --near "
                "51.53,-0.12 with --radius 2000, or --area. Or take NaPTAN area 490."
            )
        if self.circle is not None and not 1 <= self.circle[2] <= _WIDEST_M:
            raise FetchError(
                f"A radius of {self.circle[2]:,} m cannot be asked for; expected 1 to "
                f"{_WIDEST_M:,} m. Choose a smaller one."
            )

    def __str__(self) -> str:
        return f"{','.join(self.modes)} {self.circle or 'all'}"


def paced(service: Service, key: str) -> Service:
    """Give the service with the pace that a key allows.

    Parameters
    ----------
    service : Service
        Transport for London.
    key : str
        Application key; empty where there is none.
    """
    return replace(service, pace=_WITH_A_KEY) if key else service


def fetch_tfl(session: Session, query: StopsQuery) -> None:
    """Fetch stop points and merge them into ``tfl-stoppoints.json``, each once.

    Parameters
    ----------
    session : Session
        Open with the service ``tfl``, at the pace that a key allows (`paced`).
    query : StopsQuery
        Which modes, and where.

    Raises
    ------
    FetchError
        When the service does not answer.
    """
    fetched: _Stops = []
    if query.circle is not None:
        fetched = _page(session, "/StopPoint", _around(query), query, "the stops of a circle")[0]
    else:
        for number, mode in enumerate(query.modes):
            session.say(mode, number, len(query.modes))
            fetched.extend(_of_mode(session, mode, query))
    merged = {
        str(stop.get("id") or stop.get("naptanId") or json.dumps(stop)): stop for stop in fetched
    }
    stops = [merged[ident] for ident in sorted(merged)]
    text = packed({"stopPoints": stops}) + b"\n"
    session.deliver("tfl-stoppoints.json", lambda path: path.write_bytes(text), str(query))
    session.say(f"{len(stops):,} stops", len(query.modes), len(query.modes))
    if not stops:
        session.notices.append("No stop was found there; a wider circle may hold some.")


def _of_mode(session: Session, mode: str, query: StopsQuery) -> _Stops:
    """Give all pages of a mode; one that brings nothing new is the last."""
    stop_of: dict[str, dict[str, Any]] = {}
    for page in range(1, _MOST_PAGES + 1):
        what = f"page {page} of the {mode} stops"
        stops, total = _page(
            session, f"/StopPoint/Mode/{mode}", (("page", str(page)),), query, what
        )
        before = len(stop_of)
        stop_of |= {str(stop.get("id") or stop.get("naptanId")): stop for stop in stops}
        if len(stop_of) == before or (total and len(stop_of) >= total):
            return list(stop_of.values())
        session.say(f"{mode}, {len(stop_of):,} stops")
    raise FetchError(
        f"The {mode} stops do not end after {_MOST_PAGES} pages; expected fewer. Ask for a circle "
        "with --near and --radius."
    )


def _page(
    session: Session, path: str, params: Pairs, query: StopsQuery, what: str
) -> tuple[_Stops, int]:
    """One page: its stops, and how many there are in all (0 where it does not say)."""
    secret = (("app_key", query.key),) if query.key else ()
    request = Request(session.service, path, params, secret=secret)
    got = session.get(request, lambda body: _lean(body, what))
    page = json.loads(got.content)
    return page["stopPoints"], page["total"]


def _lean(body: bytes, what: str) -> bytes:
    """Keep of each stop what tells where it is and what stops there."""
    page = json_table(body, what, "stopPoints")
    stops = [{k: v for k, v in s.items() if k in _KEPT} for s in page["stopPoints"]]
    total = page.get("total")
    return packed({"stopPoints": stops, "total": total if isinstance(total, int) else 0})


def _around(query: StopsQuery) -> Pairs:
    assert query.circle is not None
    lat, lon, radius_m = query.circle
    types = [_STOPS] * bool({"bus", "tram"} & set(query.modes)) + [_STATIONS]
    return (
        ("lat", f"{lat:.6f}"),
        ("lon", f"{lon:.6f}"),
        ("radius", str(radius_m)),
        ("stopTypes", ",".join(types)),
        ("modes", ",".join(query.modes)),
    )


def circle_of(near: str, radius_m: int) -> tuple[float, float, int]:
    """Read ``latitude,longitude`` and a radius.

    Parameters
    ----------
    near : str
        Latitude and longitude in degrees.
    radius_m : int
        Metres; taken as it is.

    Raises
    ------
    FetchError
        When it is no point.
    """
    parts: Sequence[str] = near.split(",")
    try:
        lat, lon = (float(part) for part in parts)
    except ValueError as error:
        raise FetchError(
            f"--near is {near[:40]!r}; expected latitude,longitude such as 51.53,-0.12. Mend it."
        ) from error
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise FetchError(
            f"--near {near[:40]} lies outside the world; expected latitude,longitude such as "
            "51.53,-0.12. Mend it."
        )
    return lat, lon, radius_m
