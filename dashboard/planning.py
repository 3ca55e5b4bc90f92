"""What is worked out for the planning table: searches that can be watched, and plans kept at hand."""

from threading import BoundedSemaphore
from typing import Final

from dashboard import services
from dashboard.jobs import Job, begun
from dashboard.state import Found, PlanRequest
from geo.patrol import suggest_plan
from geo.workspace import Workspace

#: Searches that run at the same time; others wait for their turn.
_AT_ONCE: Final = BoundedSemaphore(2)


def search(area: Workspace, request: PlanRequest) -> Job[Found]:
    """Begin to search for the plan of a request; the job shows the best so far."""
    day = area.calendar.day(request.date)
    offered, network = services.places(area, day), services.network(area)
    
    from dataclasses import replace
    def work(job: Job[Found]) -> Found:
        best = None
        for n, share in enumerate((16, 4, 1)):
            asked = replace(request, iterations=request.iterations // share)
            made = suggest_plan(
                offered, network, asked.patrols, day, asked.seed, asked.wishes, asked.iterations
            )
            if best is None or made.value > best.plan.value:
                best = Found(asked, made)
            job.show(best)
            job(f"Worth {made.value:.0f} points so far", (n + 1) / 3)
            if job.stopping:
                break
        return best

    return begun(work, _AT_ONCE)
