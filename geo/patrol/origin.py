"""What a plan was made from and for, written beside it, and making it again from that."""

import datetime as dt
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Self, cast

from geo.errors import AfterbellError, SettingError
from geo.hotspots import Hotspots, hotspots_of
from geo.model import Patrol
from geo.network import WalkingNetwork
from geo.patrol.places import candidate_places
from geo.patrol.plan import ITERATIONS, Plan, suggest_plan
from geo.patrol.resting import resting
from geo.patrol.wish import Lock, Rest
from geo.patrol.wishes import Wishes
from geo.workspace import Picture, Workspace

Json = dict[str, Any]


@dataclass(frozen=True)
class Request:
    """Everything that is asked of a plan: the same request of the same area gives the same plan.

    Attributes
    ----------
    iterations : int
        Search steps of the optimiser.
    """

    date: dt.date
    patrols: tuple[Patrol, ...]
    wishes: Wishes = field(default_factory=Wishes)
    seed: int = 0
    iterations: int = ITERATIONS

    @classmethod
    def of(cls, plan: Plan, iterations: int = ITERATIONS) -> Self:
        """The request behind a plan."""
        patrols = tuple(route.patrol for route in plan.routes)
        return cls(plan.day.date, patrols, plan.wishes, plan.seed, iterations)

    def as_json(self) -> Json:
        """As it stands in an export, under ``request``; points in the workspace's CRS."""
        return {
            "date": self.date.isoformat(),
            "patrols": [
                {**asdict(patrol), "start": list(patrol.start) if patrol.start else None}
                for patrol in self.patrols
            ],
            "wishes": {
                "locks": [asdict(lock) for lock in self.wishes.locks],
                "drop": sorted(self.wishes.drop),
                "add": sorted(self.wishes.add),
                "rests": [asdict(rest) for rest in self.wishes.rests],
            },
            "seed": self.seed,
            "iterations": self.iterations,
        }

    @classmethod
    def from_json(cls, content: object) -> Self:
        """Read what an export says.

        Raises
        ------
        SettingError
            When it does not say it, or says what no plan can be.
        """
        try:
            found = cast("Mapping[str, Any]", content)
            return cls(
                dt.date.fromisoformat(found["date"]),
                tuple(_patrol(patrol) for patrol in found["patrols"]),
                _wishes(found["wishes"]),
                int(found["seed"]),
                int(found["iterations"]),
            )
        except AfterbellError:
            raise
        except (TypeError, KeyError, ValueError, AttributeError) as error:
            raise SettingError(
                "The export does not say what was asked of the plan; expected the member request "
                "with date, patrols, wishes, seed and iterations. Make the plan again."
            ) from error


def planned(
    area: Workspace, request: Request, step: Callable[[str], None] = lambda _: None
) -> tuple[Hotspots, Plan]:
    """Go the whole way from an area to a plan; places that a trial leaves alone that day rest.

    Parameters
    ----------
    step : callable
        Told what is being done next.

    Raises
    ------
    NoSchoolDayError, NothingToScoreError, NetworkError, PlanImpossibleError
        When there is no such plan; the message says why.
    """
    day = area.calendar.day(request.date)
    step("Finding hotspots")
    hotspots = hotspots_of(area, day.date)
    step("Laying out streets")
    places = candidate_places(hotspots, area.layers, day)
    network = WalkingNetwork.from_streets(area.layers.streets)
    step("Planning routes")
    wishes = request.wishes.resting(resting(area.control_days, places, day.date))
    made = suggest_plan(
        places, network, request.patrols, day, request.seed, wishes, request.iterations
    )
    return hotspots, made


def plan_export(plan: Plan, made_from: Picture, iterations: int = ITERATIONS) -> Json:
    """A plan as GeoJSON that also says all that is needed to make it again.

    Parameters
    ----------
    made_from : Picture
        Of the workspace; `Workspace.remember` gives it, and keeps what it names.
    """
    written: Json = plan.to_geojson()
    request = Request.of(plan, iterations)
    about = written["afterbell"] | {
        "made_from": made_from.as_json(),
        "request": request.as_json(),
    }
    return {**written, "afterbell": about}


def _patrol(content: Mapping[str, Any]) -> Patrol:
    start = content["start"]
    point = (float(start[0]), float(start[1])) if start is not None else None
    return Patrol(**{**content, "start": point})


def _wishes(content: Mapping[str, Any]) -> Wishes:
    locks = tuple(Lock(**lock) for lock in content["locks"])
    rests = tuple(Rest(**rest) for rest in content.get("rests", ()))
    return Wishes(locks, frozenset(content["drop"]), frozenset(content["add"]), rests)
