"""What is worked out for a planning session: searches that can be watched and stopped.

A search shows its first plan at once and better ones as they come. What it ends with, or is stopped
with, is put into the best timetable for its orders; the request that is kept says these orders, so
that the plan can be made again wherever the search was stopped.
"""

import datetime as dt
import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from threading import BoundedSemaphore
from typing import Final

from dashboard import services
from dashboard.jobs import Job, begun
from dashboard.planning import plans
from dashboard.planning.session import MadePlan
from geo.errors import AfterbellError
from geo.model import Patrol
from geo.patrol import Request, plan_for
from geo.patrol.editing import opened
from geo.patrol.plan import harm_share, plan_of
from geo.patrol.problem import Prepared, Tours, prepared
from geo.patrol.search import best_tours
from geo.workspace import Workspace

#: Searches that run at the same time; others wait for their turn.
_AT_ONCE: Final = BoundedSemaphore(2)
#: A first search as short as on the command line, then one so many times as long.
_LONGER: Final = 3
#: A search hands on a better plan no more often than this.
_SHOWN_EVERY_S: Final = 0.25
_BETTER: Final = 1e-6
#: Patrols and search steps of the plan that is made while nobody waits.
_NOBODYS: Final = (Patrol("Alpha"), Patrol("Bravo"))
_FEW: Final = 50

_log = logging.getLogger("afterbell")


def warm(date: Callable[[Workspace], dt.date]) -> None:
    """Make ready what the first visitor would otherwise wait for.

    The places of a day are found and the streets laid out, and a small plan is made, so that what
    is compiled on first use has been compiled.

    Parameters
    ----------
    date : callable
        Gives the day that somebody would meet first.
    """
    try:
        area = services.workspace()
        day = area.calendar.day(date(area))
        offered = plans.offered(area, day.date)
        services.basemap(area)
        request = Request(day.date, _NOBODYS, iterations=_FEW)
        opened(plan_for(request, day, offered, services.network(area)))
    except AfterbellError as error:
        _log.info("Nothing was made ready: %s", error)


def search(area: Workspace, request: Request) -> Job[MadePlan]:
    """Begin to search for the plan of a request; the job shows the best so far.

    What the plan is made from is kept with it, so that it can be made again when the area has
    changed.
    """
    day = area.calendar.day(request.date)
    offered = plans.offered(area, day.date, request.balance, request.chosen)
    network = services.network(area)

    def work(job: Job[MadePlan]) -> MadePlan:
        job("Measuring the ways between places", 0.0)
        ready = prepared(
            offered, network, request.patrols, day, request.constraints, request.yesterday
        )
        made = _Search(ready, request, area, job).run()
        return replace(made, lost=area.why_not_remembered())

    return begun(work, _AT_ONCE)


@dataclass(eq=False)
class _Search:
    """A short search, then a long one; the better of the two stays."""

    ready: Prepared
    request: Request
    area: Workspace
    job: Job[MadePlan]
    _best: float = 0.0
    _first: float = 0.0
    _drawn_s: float = field(default_factory=time.monotonic)

    def run(self) -> MadePlan:
        short = self._searched(self.request, 0.0, 1 / (1 + _LONGER))
        if self.job.stopping:
            return _in_these_orders(short)
        self._first = short.plan.value
        more = replace(self.request, iterations=self.request.iterations * _LONGER)
        long = self._searched(more, 1 / (1 + _LONGER), 1.0)
        return _in_these_orders(max(short, long, key=lambda made: made.plan.value))

    def _searched(self, request: Request, begin: float, end: float) -> MadePlan:
        watch = self._watch(request, begin, end)
        tours = best_tours(self.ready.task, request.seed, request.iterations, watch)
        made = self._made(request, tours)
        self._show(made)
        return made

    def _made(self, request: Request, tours: Tours) -> MadePlan:
        return MadePlan(request, plan_of(self.ready, tours, request.seed), self.area)

    def _watch(
        self, request: Request, begin: float, end: float
    ) -> Callable[[Tours, float, float], bool]:
        def watch(tours: Tours, value: float, share: float) -> bool:
            waited_s = time.monotonic() - self._drawn_s
            if value > self._best * (1 + _BETTER) and (not self._best or waited_s > _SHOWN_EVERY_S):
                self._best = value
                self._show(self._made(request, tours))
            self.job(self._doing(), begin + share * (end - begin))
            return not self.job.stopping

        return watch

    def _show(self, made: MadePlan) -> None:
        """Draw a plan, unless a better one is drawn."""
        shown = self.job.so_far
        self._drawn_s = time.monotonic()
        if shown is None or made.plan.value > shown.plan.value:
            self.job.show(made)

    def _doing(self) -> str:
        shown = self.job.so_far
        if shown is None:
            return "Looking for the first routes"
        covered = harm_share(shown.plan)
        gain = shown.plan.value / self._first - 1 if self._first else 0.0
        more = f", a plan {gain:.1%} better than the first" if gain >= 0.0005 else ""
        return f"Looking for better routes. So far {covered:.0%} of the harm expected{more}"


def _in_these_orders(made: MadePlan) -> MadePlan:
    """The best timetable for the orders that a search ended with."""
    draft = opened(made.plan)
    plan = draft.bench.draft_of(draft.orders, draft.patrols, draft.constraints).plan
    return replace(made, request=replace(made.request, orders=draft.orders), plan=plan)
