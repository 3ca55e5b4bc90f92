"""Long work beside the pages: begun once, watched by everybody, and never cut off by a click.

Streamlit ends a run of a page when somebody touches a widget, and whatever the run was computing
is lost. A job goes on in a thread of its own; jobs wait for one another, so that the host stays
responsive.
"""

import logging
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from threading import Lock, Thread
from typing import Any, Final, Generic, TypeVar

from geo.errors import AfterbellError

Result = TypeVar("Result")
#: Takes what is done next, and the share of the work behind it.
Progress = Callable[[str, float], None]

_log = logging.getLogger("afterbell")
_one_at_a_time: Final = Lock()
_WAITING: Final = "Waiting for its turn"


@dataclass(eq=False)
class Job(Generic[Result]):
    """Work that was begun.

    Attributes
    ----------
    doing, share : str, float
        What is done now, and how much is behind it, 0 to 1.
    result : Result or None
        What came of it, once it is done.
    why_not : str
        Why nothing came of it; empty otherwise.
    """

    doing: str = _WAITING
    share: float = 0.0
    result: Result | None = None
    why_not: str = ""

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self.result is None and not self.why_not

    def run(self, work: Callable[[Progress], Result]) -> None:
        """Work until it ends; whatever goes wrong is kept as a sentence."""
        with _one_at_a_time:
            try:
                self.result = work(self._tell)
            except AfterbellError as error:
                _log.warning("%s", error, exc_info=error)
                self.why_not = str(error)
            except Exception as error:  # noqa: BLE001 - nobody else would see it
                _log.exception("A fault of Afterbell's own")
                self.why_not = (
                    f"Something went wrong inside Afterbell ({type(error).__name__}). Try again; "
                    "if it stays, report it with the server's log."
                )

    def _tell(self, doing: str, share: float) -> None:
        self.doing, self.share = doing, min(max(share, 0.0), 1.0)


@dataclass(eq=False)
class Jobs(Generic[Result]):
    """Jobs by what was asked; the newest few are kept."""

    most: int = 8
    _by_key: dict[Hashable, Job[Result]] = field(default_factory=dict)
    _keeping: Lock = field(default_factory=Lock)

    def of(self, key: Hashable) -> Job[Result] | None:
        """The job that was begun for something; None where none was."""
        return self._by_key.get(key)

    def results(self, wanted: Callable[[Any], bool]) -> list[Result]:
        """Results of the jobs that have ended well and whose keys are wanted, oldest first."""
        found = (job.result for key, job in self._by_key.items() if wanted(key))
        return [result for result in found if result is not None]

    def begin(self, key: Hashable, work: Callable[[Progress], Result]) -> Job[Result]:
        """Begin a job, unless the same is running or done; one that failed is tried again."""
        with self._keeping:
            known = self._by_key.get(key)
            if known is not None and not known.why_not:
                return known
            self._forget()
            job: Job[Result] = Job()
            self._by_key[key] = job
        Thread(target=job.run, args=(work,), daemon=True, name="afterbell-job").start()
        return job

    def _forget(self) -> None:
        """Let the oldest go that are not running."""
        ended = [key for key, job in self._by_key.items() if not job.running]
        for key in ended[: max(len(self._by_key) - self.most + 1, 0)]:
            del self._by_key[key]
