"""Which incidents can say when: the type that the timed pipeline takes, and what it refuses."""

from typing import Any, Protocol

from geo.errors import NothingToScoreError


class TimedIncidents(Protocol):
    """Incidents of which the time of day is known: the incidents layer.

    Whatever asks for this type takes that frame and refuses `MonthlyContext`, which is no frame:
    mypy says so before it runs, and `require_timed` when it does.
    """

    @property
    def crs(self) -> Any:  # noqa: ANN401 - geopandas ships no types
        """The projected CRS."""

    def __getitem__(self, key: Any) -> Any:  # noqa: ANN401 - a column, or rows
        """A column, or rows."""


def require_timed(incidents: TimedIncidents) -> None:
    """Refuse anything but incidents with their times.

    Raises
    ------
    NothingToScoreError
        For crime by month, as a context or as its rows.
    """
    columns = getattr(incidents, "columns", ())
    if "committed_from" not in columns:
        raise NothingToScoreError(
            "Crime by month has no time of day, so it cannot say when harm is likely; expected "
            "incidents with committed_from. Give the incidents layer, not the context."
        )
