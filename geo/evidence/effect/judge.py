"""One comparison of the patrolled places, beside as many of places that nobody patrolled."""

from dataclasses import dataclass

from geo.evidence.effect.ratio import POISSON_90, Bools, Compared, Counts, Ints, compared, spread


@dataclass(frozen=True, eq=False)
class Judged:
    """A comparison, and how far chance carries it.

    Attributes
    ----------
    width : float
        Half the 90% interval of the log ratio.
    dispersion : float
        How many times as wide that is as Poisson counts alone would make it.
    """

    found: Compared
    width: float
    dispersion: float


@dataclass(frozen=True, eq=False)
class Judge:
    """Who is compared with whom: the patrolled places in ``own``, placebo sets in ``sets``.

    Attributes
    ----------
    pattern : ndarray of int, shape (treated,)
        Which patrolled dates belong to each patrolled place.
    own, sets : ndarray of int, shape (1, treated) and (draws, slots)
    picked, others : ndarray of bool, shape (1, treated, places) and (draws, slots, places)
        Comparison places of each.
    free : ndarray of bool, shape (places,)
        Places that nobody patrolled.
    """

    pattern: Ints
    own: Ints
    picked: Bools
    sets: Ints
    others: Bools
    free: Bools

    def judged(self, counts: Counts) -> Judged:
        """Compare by some counts: of the places, or of a ring around each."""
        wander = counts.wander(self.free)
        slots = self.pattern[: self.sets.shape[1]]
        placebo = compared(counts, counts, self.sets, slots, self.others, wander)
        found = compared(counts, counts, self.own, self.pattern, self.picked, wander)
        strayed = spread(placebo.log_ratio, placebo.error)
        width = strayed * float(found.error[0])
        bare = float(self.against(counts, counts).error[0])
        return Judged(found, width, width / (POISSON_90 * bare))

    def against(self, ours: Counts, theirs: Counts) -> Compared:
        """Compare the patrolled places, or rings around them, by Poisson chance alone."""
        return compared(ours, theirs, self.own, self.pattern, self.picked)
