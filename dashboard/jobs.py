"""Long work beside the pages: begun once, watched by everybody, and never cut off by a click.

Streamlit ends a run of a page when somebody touches a widget, and whatever the run was computing
is lost. A job goes on in a thread of its own; jobs wait for one another, so that the host stays
responsive. A job may show what it has so far, and be asked to make do with that.
"""

import logging
from collections.abc import Callable, Hashable
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from threading import Event, Lock, Thread
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
    so_far : Result or None
        The best of it until now, where the work shows any.
    stopping : bool
        Whether somebody has had enough; work that shows something ends with that.
    result : Result or None
        What came of it, once it is done.
    why_not : str
        Why nothing came of it; empty otherwise.
    """

    doing: str = _WAITING
    share: float = 0.0
    so_far: Result | None = None
    stopping: bool = False
    result: Result | None = None
    why_not: str = ""
    _ended: Event = field(default_factory=Event, repr=False)

    @property
    def running(self) -> bool:
        """Whether it has not ended yet."""
        return self.result is None and not self.why_not

    def __call__(self, doing: str, share: float) -> None:
        """Say what is done next: a job is the `Progress` of its own work."""
        self.doing, self.share = doing, min(max(share, 0.0), 1.0)

    def show(self, so_far: Result) -> None:
        """Let everybody who looks see what there is so far."""
        self.so_far = so_far

    def stop(self) -> None:
        """Ask the work to end with what it has."""
        self.stopping = True

    def wait(self, longest_s: float) -> None:
        """Look on until it ends, or for so many seconds."""
        self._ended.wait(longest_s)

    def run(self, work: "Work[Result]", turns: AbstractContextManager[object]) -> None:
        """Work until it ends; whatever goes wrong is kept as a sentence."""
        with turns:
            try:
                self.result = work(self)
            except AfterbellError as error:
                _log.warning("%s", error, exc_info=error)
                self.why_not = str(error)
            except Exception as error:  # noqa: BLE001 - nobody else would see it
                _log.exception("A fault of Afterbell's own")
                self.why_not = (
                    f"Something went wrong inside Afterbell ({type(error).__name__}). Try again; "
                    "if it stays, report it with the server's log."
                )
            finally:
                self._ended.set()


#: Told of the job that it is the work of, which is a `Progress`.
Work = Callable[[Job[Result]], Result]


def begun(
    work: Work[Result], turns: AbstractContextManager[object] = _one_at_a_time
) -> Job[Result]:
    """Begin a job.

    Parameters
    ----------
    turns : context manager
        Entered while it works; by default one job works at a time.
    """
    job: Job[Result] = Job()
    Thread(target=job.run, args=(work, turns), daemon=True, name="afterbell-job").start()
    return job


@dataclass(eq=False)
class Jobs(Generic[Result]):
    """Jobs by what was asked; the newest few are kept.

    Attributes
    ----------
    turns : context manager
        Entered by each job while it works; by default one works at a time.
    """

    most: int = 8
    turns: AbstractContextManager[object] = _one_at_a_time
    _by_key: dict[Hashable, Job[Result]] = field(default_factory=dict)
    _keeping: Lock = field(default_factory=Lock)

    def of(self, key: Hashable) -> Job[Result] | None:
        """The job that was begun for something; None where none was."""
        return self._by_key.get(key)

    def results(self, wanted: Callable[[Any], bool]) -> list[Result]:
        """Results of the jobs that have ended well and whose keys are wanted, oldest first."""
        found = (job.result for key, job in self._by_key.items() if wanted(key))
        return [result for result in found if result is not None]

    def begin(self, key: Hashable, work: Work[Result]) -> Job[Result]:
        """Begin a job, unless the same is running or done; one that failed is tried again."""
        with self._keeping:
            known = self._by_key.get(key)
            if known is not None and not known.why_not:
                return known
            self._forget()
            job = self._by_key[key] = begun(work, self.turns)
        return job

    def _forget(self) -> None:
        """Let the oldest go that are not running."""
        ended = [key for key, job in self._by_key.items() if not job.running]
        for key in ended[: max(len(self._by_key) - self.most + 1, 0)]:
            del self._by_key[key]
