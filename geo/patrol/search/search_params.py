"""How the search for routes goes about it: every number that it takes, its unit and its reason."""

from dataclasses import dataclass

from geo.errors import SettingError

#: From the beginning to the end of a stage.
_Range = tuple[float, float]


@dataclass(frozen=True)
class SearchParams:
    """The numbers of the search; another value gives another plan for the same seed.

    A plan's export names the seed and the steps, not these. Whoever changes them makes plans with
    ``plan_of(ready, best_tours(ready.task, seed, steps, params=params))``, and keeps them. The
    defaults were settled on the bundled sample and on public instances of the team orienteering
    problem with time windows; `tests/benchmarks` holds how good they are.

    Attributes
    ----------
    chains : int
        Searches side by side. The same on every machine, or a seed would give another plan on
        another machine; two keep both cores of a small one at work.
    looks : int
        How often the searches are looked at: for progress, to stop them, to collect their routes.
    restarts : int
        Beginnings of each search, before the best of them is bettered. One beginning too often
        ends in a hollow that it cannot leave.
    restart_share : float
        Share of the steps that goes into these beginnings, above 0 and below 1.
    restart_tries : int
        Routes that are built for each beginning; the best of them is where it sets out.
    restart_noise : float
        Noise with which they are built, as a share of a client's bias; more than ``noise``, so
        that beginnings differ.
    restart_temperature, final_temperature : (float, float)
        Temperature at the beginning and at the end of each beginning, and of the last stage, in
        mean prizes: the loss that is accepted about one time in three. It falls geometrically. The
        last stage begins cooler, as it sets out from the best known.
    spare_time_share : float
        What all spare time together is worth, in mean prizes. A trifle, so that of two plans of
        equal worth the search goes on with the one that has room for more.
    ruin_shares : (float, float, float, float)
        How often a ruin removes: strings of visits around one place; strings anywhere; scattered
        visits; a whole route. They add up to 1. Strings are what makes room for another order
        (Christiaens and Vanden Berghe 2020); the others keep the search from going round in them.
    longest_string : int
        Visits that are removed from one route at most.
    nearby_routes : int
        Routes that lose a string around one place, at most.
    nearest_chance : float
        Chance that a nearer visit is taken as the middle of a string; below 1, so that the same
        ruin is not made again and again.
    scattered_share : (float, float)
        Least and greatest share of all visits that a scattered ruin removes.
    noise : float
        How far the bias of a client may be off while routes are built again, as a share.
    needs_first : float
        In this share of the rebuildings needs come in before everything else; in the others after
        it, in what room is left.
    seed_draws : int
        Clients that are drawn for the first visit of an empty route; the greatest prize is taken.
    delay_weight : int
        A minute by which later visits are put off counts as so many minutes of detour.
    pool_routes : int
        Routes that are kept of each kind of patrol, to choose the best set from.
    pool_nodes : int
        Branches that choosing it may take; the first solutions are nearly always the best.
    same_value_share : float
        Minutes belong to one client while their worths differ by no more than this share of the
        larger.
    slight_value_share : float
        Or by no more than this share of the most that any visit is worth.
    longest_repeat_run_min : int
        Longest client of a place that may be visited again, in minutes; longer ones could not be
        told apart by their gap.
    long_way_weight : int
        A minute of a way beyond the easy ones counts so many times more.
    """

    chains: int = 2
    looks: int = 40
    restarts: int = 5
    restart_share: float = 0.6
    restart_tries: int = 8
    restart_noise: float = 0.8
    restart_temperature: _Range = (0.7, 0.03)
    final_temperature: _Range = (0.25, 0.03)
    spare_time_share: float = 0.02
    ruin_shares: tuple[float, float, float, float] = (0.5, 0.35, 0.1, 0.05)
    longest_string: int = 6
    nearby_routes: int = 3
    nearest_chance: float = 0.8
    scattered_share: _Range = (0.05, 0.3)
    noise: float = 0.4
    needs_first: float = 0.8
    seed_draws: int = 3
    delay_weight: int = 4
    pool_routes: int = 400
    pool_nodes: int = 60
    same_value_share: float = 0.1
    slight_value_share: float = 0.01
    longest_repeat_run_min: int = 30
    long_way_weight: int = 2

    def __post_init__(self) -> None:
        counts = {
            "chains": self.chains,
            "looks": self.looks,
            "restarts": self.restarts,
            "restart_tries": self.restart_tries,
            "longest_string": self.longest_string,
            "nearby_routes": self.nearby_routes,
            "seed_draws": self.seed_draws,
            "pool_routes": self.pool_routes,
            "pool_nodes": self.pool_nodes,
            "longest_repeat_run_min": self.longest_repeat_run_min,
        }
        faults = [f"{name} is {count}, expected 1 or more" for name, count in counts.items()
                  if count < 1]  # fmt: skip
        if not 0 < self.restart_share < 1:
            faults.append(f"restart_share is {self.restart_share}, expected between 0 and 1")
        if min(*self.restart_temperature, *self.final_temperature) <= 0:
            faults.append("a temperature is not above 0")
        if min(self.ruin_shares) < 0 or abs(sum(self.ruin_shares) - 1) > 1e-9:
            faults.append(f"ruin_shares are {self.ruin_shares}, expected shares that add up to 1")
        if faults:
            raise SettingError("The search cannot be set like this: " + "; ".join(faults) + ".")
