"""A new workspace: a folder with its settings, and nothing else yet."""

from pathlib import Path

from geo.errors import WorkspaceError
from geo.workspace.changes import Entry, record
from geo.workspace.disk import whole, writing
from geo.workspace.settings import SETTINGS_FILE, settings_from
from geo.workspace.template import settings_text


def create_workspace(
    folder: Path | str,
    name: str,
    *,
    crs: str | None = None,
    timezone: str | None = None,
    country: str | None = None,
    subdivision: str | None = None,
    marking: str | None = None,
    who: str = "",
) -> Path:
    """Make the folder of a workspace.

    Parameters
    ----------
    folder : path
        One that is not there yet, or an empty one.
    name : str
        What the area is called.
    crs, timezone, country, subdivision, marking : str, optional
        Settings that differ from the defaults.

    Returns
    -------
    Path
        Of the settings file, with every key documented in it.

    Raises
    ------
    WorkspaceError
        When the folder holds something, cannot be made, or a setting is wrong.
    """
    where = Path(folder)
    chosen = {
        "name": name.strip(),
        "crs": crs,
        "timezone": timezone,
        "country": country,
        "subdivision": _subdivision(country, subdivision),
        "marking": marking,
    }
    text = settings_text({key: value for key, value in chosen.items() if value is not None})
    settings = settings_from(text.encode(), SETTINGS_FILE)
    _make(where)
    with writing(where):
        path = where / SETTINGS_FILE
        whole(path, lambda beside: beside.write_text(text, encoding="utf-8"))
        record(where, Entry("workspace made", settings.name, after=settings.digest), who)
    return path


def _subdivision(country: str | None, subdivision: str | None) -> str | None:
    """England is part of Britain only: another country is meant as a whole."""
    if subdivision is None and country not in (None, "GB"):
        return ""
    return subdivision


def _make(where: Path) -> None:
    try:
        where.mkdir(parents=True, exist_ok=True)
        found = [p.name for p in where.iterdir() if not p.name.startswith(".")]
    except OSError as error:
        raise WorkspaceError(
            f"The folder {where} cannot be made ({error.strerror}). Choose another."
        ) from error
    if found:
        raise WorkspaceError(
            f"The folder {where} is not empty: it holds {', '.join(sorted(found)[:3])}. Choose "
            "another name, or an empty folder."
        )
