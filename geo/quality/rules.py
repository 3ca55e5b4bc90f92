"""From where on something is worth a look, or must be mended; each with its reason."""

from dataclasses import dataclass

from geo.quality.findings import Severity


@dataclass(frozen=True)
class QualityRules:
    """Thresholds of the checks.

    Two questions are kept apart. Whether something is more than chance is asked of a test, with
    ``chance`` as its level; with a million rows everything is, so how much it matters is asked of
    the share of rows that it touches.

    Attributes
    ----------
    chance : float
        A deviation that chance gives less often than this is taken as real. Far below the usual
        0.05, because many tests are made in one report: some 30 of them at 0.001 give a false
        alarm in about 3% of reports of sound data.
    look_share, mend_share : float
        Share of rows from which a fault of single rows is worth a look, or must be mended. One in
        a hundred moves no hotspot of 5 or more incidents; one in ten moves ranks.
    year_days : int
        With less than a year of data a season is mistaken for a place's own level.
    drop_score : float
        A month this many robust standard deviations below the months around it has dropped: 3.5 on
        the modified z-score (Iglewicz and Hoaglin 1993, "How to detect and handle outliers").
    drop_share : float
        And holds less than this share of their median, as small drops in a steady series do no
        harm.
    months_around : int
        Months before and after that a month is compared with: a year in all, so that every season
        has its say.
    lag_weeks, before_weeks : int
        Records of the last four weeks are still coming in with most forces; the twelve weeks
        before are long enough to be steady and short enough to be the same season.
    lag_share : float
        The last weeks are thin when they hold less than this share of what the weeks before let
        expect.
    stray_rows, stray_days : int
        So few rows cut off from all others by so many days without one are slips of a year or
        a century.
    rounded_share : float
        Times on full and half hours beyond what the other minutes hold, as a share of all: from
        one in twenty on, slices of 15 minutes that hold :00 and :30 look busier than they are.
    pile_rows : int
        Fewer rows on one point are no pile. Counts under 5 are never shown; 20 is an incident
        every other week for most of a year.
    pile_m, pile_times : float
        A pile holds at least so many times what lies within so many metres of it besides, and what
        the ten nearest other points hold. At a busy place the rows spread over doors, stops and
        corners; on a default point they do not.
    grid_share : float
        Coordinates count as rounded to a grid when this share of them lies on it.
    far_m : float
        A place farther than this from every street cannot be walked to (`geo.network.network`).
    edge_m : float
        A point this near to the area's edge is in it: streets on a border have two sides.
    same_m : float
        Two interchanges with one name, or two schools, this near to each other are one.
    ends_m : float
        Streets whose ends miss each other by less than this were meant to touch: the width of a
        footpath, well above the grain of 0.1 m at which ends are joined.
    cut_off_share : float
        Share of the streets' length outside the largest connected part that is worth a look.
    sliver_m2 : float
        Overlaps and holes of areas smaller than this are rounding of their borders.
    ahead_days : int
        Term dates and bells must reach this far beyond the data to plan a half term.
    """

    chance: float = 0.001
    look_share: float = 0.01
    mend_share: float = 0.10
    year_days: int = 365
    drop_score: float = 3.5
    drop_share: float = 0.5
    months_around: int = 6
    lag_weeks: int = 4
    before_weeks: int = 12
    lag_share: float = 0.8
    stray_rows: int = 5
    stray_days: int = 180
    rounded_share: float = 0.05
    pile_rows: int = 20
    pile_m: float = 100.0
    pile_times: float = 3.0
    grid_share: float = 0.9
    far_m: float = 250.0
    edge_m: float = 50.0
    same_m: float = 25.0
    ends_m: float = 2.0
    cut_off_share: float = 0.01
    sliver_m2: float = 100.0
    ahead_days: int = 42

    def severity(self, part: float) -> Severity:
        """How much a fault of a share of the rows matters."""
        if part >= self.mend_share:
            return Severity.MEND
        return Severity.LOOK if part >= self.look_share else Severity.OK
