"""The stops of a TfL StopPoint answer, those within others too."""

from typing import Any, Final

STOP_COLUMNS: Final = (
    "id", "naptanId", "commonName", "stopType", "modes", "lat", "lon", "hubNaptanCode",
)  # fmt: skip
_Json = dict[str, Any]


def stops_in(document: object, file: str) -> tuple[list[_Json], tuple[str, ...]]:
    """Find the stops in a document, each once.

    Parameters
    ----------
    document : object
        An object with ``stopPoints``, a list of stops, or one stop with ``children``.
    file : str
        Name of the file, for the sentence.

    Returns
    -------
    list of dict
        Under `STOP_COLUMNS`, modes joined by a bar; none where the document is of another kind.
    tuple of str
        What to know of them.
    """
    if not _holds_stops(document):
        return [], ()
    found: dict[str, _Json] = {}
    twice, waiting = 0, [document]
    while waiting:
        one = waiting.pop()
        if isinstance(one, list):
            waiting.extend(reversed(one))
        elif isinstance(one, dict):
            if _is_stop(one):
                key = str(one.get("id") or one.get("naptanId") or len(found))
                twice += key in found
                found.setdefault(key, _row(one))
            nested = (one.get(name) for name in ("children", "stopPoints"))
            waiting.extend(part for part in nested if isinstance(part, list))
    notices = (f"Stops that stand more than once in {file} were taken once each ({twice:,}).",)
    return list(found.values()), notices if twice else ()


def _holds_stops(document: object) -> bool:
    if isinstance(document, dict):
        return isinstance(document.get("stopPoints"), list) or _is_stop(document)
    return isinstance(document, list) and any(
        _is_stop(one) or (isinstance(one, dict) and isinstance(one.get("stopPoints"), list))
        for one in document[:100]
    )


def _is_stop(one: object) -> bool:
    return isinstance(one, dict) and {"lat", "lon", "commonName"} <= one.keys()


def _row(stop: _Json) -> _Json:
    modes = stop.get("modes")
    joined = "|".join(map(str, modes)) if isinstance(modes, list) else modes
    return {name: stop.get(name) for name in STOP_COLUMNS} | {"modes": joined}
