"""Whether a body is what was asked for, told from its first words and its whole."""

import json
import re
from pathlib import Path
from typing import Any, Final

from geo.errors import NotAsExpectedError

_HEAD_BYTES: Final = 4096
_TITLE: Final = re.compile(rb"<title[^>]*>([^<]{1,120})", re.IGNORECASE)


def json_of(body: bytes, what: str) -> Any:  # noqa: ANN401 - JSON is what it is
    """Take JSON apart.

    Raises
    ------
    NotAsExpectedError
        When it is a web page, damaged, or cut short.
    """
    _refuse_page(body, what, "JSON")
    try:
        return json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NotAsExpectedError(
            f"The answer with {what} is damaged: {_where(error)}; expected whole JSON. "
            "Run it again."
        ) from error


def json_list(body: bytes, what: str) -> list[dict[str, Any]]:
    """Take a JSON list of objects apart.

    Raises
    ------
    NotAsExpectedError
        When it is anything else.
    """
    records = json_of(body, what)
    if not isinstance(records, list) or not all(isinstance(item, dict) for item in records):
        raise NotAsExpectedError(
            f"The answer with {what} is {type(records).__name__} as JSON; expected a list of "
            "records. Run it again; if it stays so, the service has changed."
        )
    return records


def json_table(body: bytes, what: str, key: str) -> dict[str, Any]:
    """Take a JSON object apart that must have a list of objects under a key.

    Raises
    ------
    NotAsExpectedError
        When it is anything else.
    """
    answer = json_of(body, what)
    rows = answer.get(key) if isinstance(answer, dict) else None
    if not isinstance(rows, list) or not all(isinstance(item, dict) for item in rows):
        raise NotAsExpectedError(
            f"The answer with {what} has no list {key!r}; expected one. Run it again; if it stays "
            "so, the service has changed."
        )
    assert isinstance(answer, dict)
    return answer


def packed(content: object) -> bytes:
    """Write JSON as it is kept: no spaces, UTF-8."""
    return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode()


def check_csv_file(path: Path, what: str, columns: tuple[str, ...]) -> None:
    """Look at the header of a CSV file.

    Raises
    ------
    NotAsExpectedError
        When it is a web page, or one of the columns is missing.
    """
    with path.open("rb") as file:
        head = file.read(_HEAD_BYTES)
    check_csv_head(head, what, columns)


def check_csv_head(head: bytes, what: str, columns: tuple[str, ...]) -> None:
    """Look at the first bytes of a CSV; see `check_csv_file`."""
    _refuse_page(head, what, "CSV")
    line = head.removeprefix(b"\xef\xbb\xbf").split(b"\n", 1)[0].decode("cp1252", errors="replace")
    came = [name.strip().strip('"') for name in line.split(",")]
    missing = [name for name in columns if name not in came]
    if missing:
        shown = ", ".join(name[:30] for name in came[:8])
        raise NotAsExpectedError(
            f"The file with {what} begins with the columns {shown or '(none)'}; expected "
            f"{', '.join(missing)} too. Run it again; if it stays so, the service has changed."
        )


def _refuse_page(body: bytes, what: str, expected: str) -> None:
    """Refuse a web page in the place of data.

    Raises
    ------
    NotAsExpectedError
        With the title of the page.
    """
    start = body[:_HEAD_BYTES].removeprefix(b"\xef\xbb\xbf").lstrip()
    if not start.startswith(b"<"):
        return
    title = _TITLE.search(start)
    named = " ".join(title.group(1).decode("utf-8", errors="replace").split()) if title else ""
    raise NotAsExpectedError(
        f"Instead of {what} a web page came{f' ({named!r})' if named else ''}; expected "
        f"{expected}. A gateway may want you to sign in first, or the service is down."
    )


def _where(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        return f"it breaks at line {error.lineno}, column {error.colno}"
    return "it cannot be taken apart"
