"""What a plan was made from and for, written beside it, and making it again from that."""

import datetime as dt
import math
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cache
from typing import Any, ClassVar, Final, Self

from pydantic import ConfigDict, TypeAdapter, ValidationError

from geo.clock import SchoolDay
from geo.errors import AfterbellError, SettingError
from geo.hotspots import Hotspots, hotspots_of
from geo.model import XY, Patrol
from geo.network import WalkingNetwork, network_of
from geo.patrol._visit_value import Visited, VisitValue
from geo.patrol.constraints import Constraints, resting
from geo.patrol.editing import Workbench
from geo.patrol.options import suggest_varied
from geo.patrol.places import Places, candidate_places, with_chosen
from geo.patrol.plan import ITERATIONS, Plan, suggest_plan
from geo.pupils import PupilFlow, estimate_pupil_flow
from geo.workspace import Provenance, Workspace

_Json = dict[str, Any]
#: What a field is called in a file, where that is older than its name here.
_MEMBERS: Final = {"constraints": "wishes"}


@dataclass(frozen=True)
class Request:
    """Everything that a plan is made for: the same request of the same area gives the same plan.

    Attributes
    ----------
    iterations : int
        Search steps of the optimiser.
    orders : tuple of tuple of str, optional
        Place ids in visiting order, patrol by patrol, where these are settled: the plan is the
        best timetable for them, and nothing is searched.
    balance : VisitValue
    chosen : tuple of (str, XY)
        Places that were chosen on the map: name and point in the workspace's CRS.
    yesterday : tuple of Visited
        Visits of the day before.
    variety : float
        0 is the best plan; towards 1 the seed has more to say (`suggest_varied`).
    """

    date: dt.date
    patrols: tuple[Patrol, ...]
    constraints: Constraints = field(default_factory=Constraints)
    seed: int = 0
    iterations: int = ITERATIONS
    orders: tuple[tuple[str, ...], ...] | None = None
    balance: VisitValue = field(default_factory=VisitValue)
    chosen: tuple[tuple[str, XY], ...] = ()
    yesterday: tuple[Visited, ...] = ()
    variety: float = 0.0
    #: What is written wrongly is an error, not passed over.
    __pydantic_config__: ClassVar[ConfigDict] = ConfigDict(extra="forbid")

    def __post_init__(self) -> None:
        if self.orders is not None and len(self.orders) != len(self.patrols):
            raise SettingError(
                f"There are orders for {len(self.orders)} patrols and {len(self.patrols)} patrols; "
                "expected an order for each, without stops for one that goes nowhere."
            )
        for name, point in self.chosen:
            if not all(map(math.isfinite, point)):
                raise SettingError(f"{name} was chosen at {point}, which is no point on the map.")

    @classmethod
    def of(cls, plan: Plan, iterations: int = ITERATIONS) -> Self:
        """The request behind a suggested plan.

        Parameters
        ----------
        plan : Plan
        iterations : int
            Search steps that it was suggested with.
        """
        patrols = tuple(route.patrol for route in plan.routes)
        return cls(
            plan.day.date,
            patrols,
            plan.constraints,
            plan.seed,
            iterations,
            yesterday=plan.yesterday,
        )

    def as_json(self) -> _Json:
        """As it is written in an export, under ``request``; points in the workspace's CRS."""
        written: _Json = _adapter().dump_python(self, mode="json")
        for unordered in ("drop", "add", "double"):
            written["constraints"][unordered].sort()
        return {_MEMBERS.get(name, name): value for name, value in written.items()}

    @classmethod
    def from_json(cls, content: object) -> "Request":
        """Read a request from an export.

        Parameters
        ----------
        content : object
            The member ``request`` of an export, parsed.

        Raises
        ------
        SettingError
            When it does not say it, or says what no plan can be.
        """
        try:
            return _adapter().validate_python(_by_field(content))
        except AfterbellError:
            raise
        except ValidationError as error:
            fault = error.errors(include_url=False)[0]
            loc = [str(part) for part in fault["loc"]]
            where = (
                ".".join([*(_MEMBERS.get(name, name) for name in loc[:1]), *loc[1:]]) or "request"
            )
            unknown = fault["type"] == "unexpected_keyword_argument"
            why = "there is no such member" if unknown else fault["msg"]
            raise SettingError(
                f"The export does not say what the plan was made for ({where}: {why}); "
                "expected the member request with date, patrols, wishes, seed and iterations. Make "
                "the plan again."
            ) from error


def planned(
    area: Workspace, request: Request, step: Callable[[str], None] = lambda _: None
) -> tuple[Hotspots, Plan]:
    """Go the whole way from an area to a plan; places that a trial leaves alone that day rest.

    Parameters
    ----------
    step : callable
        Given what is being done next.

    Raises
    ------
    NoSchoolDayError, NothingToScoreError, NetworkError, PlanImpossibleError
        When there is no such plan; the message says why.
    """
    day = area.calendar.day(request.date)
    step("Finding hotspots")
    hotspots = hotspots_of(area, day.date)
    step("Laying out streets")
    network = network_of(area)
    places = _candidates(
        area, request, hotspots, estimate_pupil_flow(area.layers, day, network, area.homes)
    )
    step("Planning routes")
    rests = resting(area.control_days, places, day.date)
    return hotspots, plan_for(
        replace(request, constraints=request.constraints.resting(rests)), day, places, network
    )


def _candidates(
    area: Workspace, request: Request, hotspots: Hotspots, pupil_flow: PupilFlow | None = None
) -> Places:
    """The candidate places of a request's day, and those that were chosen on the map."""
    day = area.calendar.day(request.date)
    places = candidate_places(hotspots, area.layers, day, request.balance, pupil_flow)
    return with_chosen(places, request.chosen, day) if request.chosen else places


def plan_for(request: Request, day: SchoolDay, places: Places, network: WalkingNetwork) -> Plan:
    """The plan of a request, once its places are known.

    Parameters
    ----------
    request : Request
    day : SchoolDay
        Of the request's date.
    places : Places
        Of that day, with those that the request adds.
    network : WalkingNetwork
    """
    patrols = request.patrols
    if request.orders is not None:
        bench = Workbench.of(
            places, network, patrols, day, request.constraints, request.yesterday, request.seed
        )
        return bench.draft_of(request.orders, patrols, request.constraints).plan
    if request.variety:
        return suggest_varied(
            places, network, patrols, day, request.seed, request.constraints, request.iterations,
            request.yesterday, request.variety,
        )  # fmt: skip
    return suggest_plan(
        places, network, patrols, day, request.seed, request.constraints, request.iterations,
        request.yesterday,
    )  # fmt: skip


def plan_export(plan: Plan, made_from: Provenance, request: Request | None = None) -> _Json:
    """A plan as GeoJSON that also says all that is needed to make it again.

    Parameters
    ----------
    made_from : Provenance
        Of the workspace; `Workspace.remember` gives it, and keeps what it names.
    request : Request, optional
        Where it is more than `Request.of` knows from the plan.
    """
    written: _Json = plan.to_geojson()
    about = written["afterbell"] | {
        "made_from": made_from.as_json(),
        "request": replace(request or Request.of(plan), constraints=plan.constraints).as_json(),
    }
    return {**written, "afterbell": about}


def _by_field(content: object) -> object:
    """What a file says, by the names of the fields; a name that a file never had is unknown."""
    if not isinstance(content, dict):
        return content
    fields = {member: name for name, member in _MEMBERS.items()}
    return {
        fields.get(name, f"no {name}" if name in _MEMBERS else name): v
        for name, v in content.items()
    }


@cache
def _adapter() -> TypeAdapter[Request]:
    return TypeAdapter(Request)
