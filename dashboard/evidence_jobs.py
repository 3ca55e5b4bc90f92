"""What is put to the test while the server runs: by area, data and choice, each computed once."""

import datetime as dt
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from typing import Any, Final, Generic, TypeVar

from dashboard.controls.evidence import EvidenceChoice
from dashboard.jobs import Job, Jobs, Progress
from geo.clock import EveryDay, Window
from geo.evidence import RankingEvidence, ranking_tested
from geo.evidence.backtest import Report
from geo.evidence.fairness import Fairness, fairness_ahead
from geo.evidence.feedback import Feedback, FeedbackSettings, simulate_feedback
from geo.model import Patrol
from geo.workspace import Workspace

Result = TypeVar("Result")
_jobs: Final[Jobs[Any]] = Jobs()
_PATROLS: Final = (Patrol("Alpha"), Patrol("Bravo"))


@dataclass(frozen=True)
class EvidenceJob(Generic[Result]):
    """Something that can be tested; equal keys share one job, kept among ``jobs``."""

    key: Hashable
    work: Callable[[Progress], Result]
    jobs: Jobs[Any] = _jobs

    @property
    def job(self) -> Job[Result] | None:
        """The job, where somebody began it."""
        return self.jobs.of(self.key)

    def begin(self) -> None:
        """Begin it, unless it is running or done."""
        self.jobs.begin(self.key, self.work)


def of_ranking(area: Workspace, choice: EvidenceChoice) -> EvidenceJob[RankingEvidence]:
    """The ranking against other methods on past weeks."""
    window = area.calendar.window
    if choice.all_hours:
        window = Window.parse("00:00-24:00", EveryDay(), window.timezone)

    def work(progress: Progress) -> RankingEvidence:
        return ranking_tested(
            area, window, choice.methods, patrols=choice.patrols, seed=choice.seed,
            progress=progress,
        )  # fmt: skip

    return EvidenceJob(("ranking", area.version, choice), work)


def last_report(area: Workspace) -> Report | None:
    """The newest report on the ranking of an area as it is now; None where none was made."""
    found = _jobs.results(lambda key: key[:2] == ("ranking", area.version))
    return found[-1].report if found else None


def of_fairness(area: Workspace, first: dt.date) -> EvidenceJob[Fairness]:
    """Minutes against harm in the plans that two patrols would get for the coming school days."""

    def work(progress: Progress) -> Fairness:
        return fairness_ahead(area, first, _PATROLS, progress=progress)

    return EvidenceJob(("fairness", area.version, first), work)


def of_feedback() -> EvidenceJob[Feedback]:
    """Simulated cities that are patrolled by the ranking; no area plays a part."""

    def work(progress: Progress) -> Feedback:
        settings = FeedbackSettings.small()
        return simulate_feedback(
            settings, progress=lambda done, of: progress(f"City {done} of {of}", done / of)
        )

    return EvidenceJob(("feedback",), work)
