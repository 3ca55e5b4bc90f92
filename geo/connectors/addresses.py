"""Where each public service lives, how fast it may be asked, and under which licence it gives.

No other module of Afterbell names a host. Every address can be replaced, by ``--base-url`` or by
an environment variable such as AFTERBELL_FETCH_POLICE_UK, when a force keeps a mirror of its own.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType
from typing import Final
from urllib.parse import urlsplit

from geo.errors import FetchError

_OGL: Final = "Open Government Licence v3.0"
_OGL_URL: Final = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
_OGL_WORDS: Final = "Contains public sector information licensed under the " + _OGL + "."


@dataclass(frozen=True)
class Pace:
    """How fast a host may be asked: a bucket of ``burst`` requests that fills at ``per_s``."""

    per_s: float
    burst: int = 1


@dataclass(frozen=True)
class Service:
    """One public service.

    Attributes
    ----------
    base_url : str
        Without a slash at its end.
    licence, licence_url, attribution : str
        What a copy of its data must say.
    pace : Pace
        How fast it may be asked.
    backoff_s : float
        First pause after it asked for patience without saying for how long.
    read_timeout_s : float
        How long it may be silent.
    largest_bytes : int
        A body larger than this is refused.
    """

    name: str
    base_url: str
    licence: str
    licence_url: str
    attribution: str
    pace: Pace = Pace(per_s=1.0, burst=2)
    backoff_s: float = 1.0
    read_timeout_s: float = 60.0
    largest_bytes: int = 2**29


SERVICES: Final = MappingProxyType(
    {
        service.name: service
        for service in (
            Service(
                "police-uk",
                "https://data.police.uk/api",
                _OGL,
                _OGL_URL,
                _OGL_WORDS,
                # Published: 15 requests a second, 30 in one burst.
                pace=Pace(per_s=15.0, burst=30),
                largest_bytes=2**27,
            ),
            Service(
                "gias",
                "https://ea-edubase-api-prod.azurewebsites.net/edubase/downloads/public",
                _OGL,
                _OGL_URL,
                _OGL_WORDS,
            ),
            Service(
                "naptan",
                "https://naptan.api.dft.gov.uk/v1",
                _OGL,
                _OGL_URL,
                _OGL_WORDS,
                read_timeout_s=120.0,
            ),
            Service(
                "tfl",
                "https://api.tfl.gov.uk",
                "Transport Data Service terms of Transport for London",
                "https://tfl.gov.uk/corporate/terms-and-conditions/transport-data-service",
                "Powered by TfL Open Data. Contains OS data © Crown copyright and database rights "
                "2016 and Geomni UK Map data © and database rights 2019.",
                # Without a key it takes 50 a minute, with one 500 (see tfl.py).
                pace=Pace(per_s=50 / 60, burst=10),
                largest_bytes=2**28,
            ),
            Service(
                "osm",
                "https://overpass-api.de/api",
                "Open Database License (ODbL) 1.0",
                "https://opendatacommons.org/licenses/odbl/1-0/",
                "© OpenStreetMap contributors.",
                # One at a time, and never two in the same breath.
                pace=Pace(per_s=0.5, burst=1),
                backoff_s=15.0,
                read_timeout_s=240.0,
            ),
            Service(
                "bank-holidays",
                "https://www.gov.uk",
                _OGL,
                _OGL_URL,
                _OGL_WORDS,
                largest_bytes=2**23,
            ),
        )
    }
)


def service(name: str, given: Mapping[str, str], environment: Mapping[str, str]) -> Service:
    """Give a service, at another address where somebody named one.

    Parameters
    ----------
    name : str
        One of `SERVICES`.
    given : mapping
        Name of a service to its base address, as given by hand; it counts before the environment.
    environment : mapping
        Environment variables.

    Raises
    ------
    FetchError
        When a name is no service, or an address is none.
    """
    for unknown in sorted(set(given) - set(SERVICES)):
        raise FetchError(
            f"--base-url names {unknown[:40]!r}; expected one of {', '.join(SERVICES)}, such as "
            "--base-url naptan=https://mirror.example/v1. Mend the name."
        )
    known = SERVICES[name]
    variable = _variable_of(name)
    address = given.get(name) or environment.get(variable)
    return replace(known, base_url=_checked(address, name, variable)) if address else known


def _variable_of(name: str) -> str:
    """Name of the environment variable that moves a service: AFTERBELL_FETCH_POLICE_UK."""
    return "AFTERBELL_FETCH_" + name.upper().replace("-", "_")


def _checked(address: str, name: str, variable: str) -> str:
    try:
        parts = urlsplit(address.strip())
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    if parts.scheme not in ("http", "https") or not parts.hostname or parts.username or port == 0:
        raise FetchError(
            f"{address[:80]!r} is no address of {name}; expected one that begins with "
            f"https://, without a user name in it. Mend --base-url or {variable}."
        )
    return address.strip().rstrip("/")
