"""What a reader must know before believing a ranking."""

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import Final

import numpy as np

from geo.clock import Window
from geo.hotspots.fitted import Fitted
from geo.hotspots.study import Study
from geo.model import Outlook

_STALE_DAYS: Final = 28
_BULK: Final = (0.005, 0.995)
_STRETCHED: Final = 4.0
_ENOUGH_TO_TELL: Final = 200


def caveats(
    study: Study, fitted: Fitted, outlooks: Sequence[Outlook], running: int
) -> Iterator[str]:
    """Sentences on too little, too old or too coarse data, and on places that expect next to none.

    Parameters
    ----------
    outlooks : sequence of Outlook
        Of the hotspots that are shown.
    running : int
        How often the window runs in the weeks of the outlook.
    """
    yield from _of_data(study)
    if fitted.mixture is not None and fitted.mixture.held_out == 0:
        yield (
            "Too few incidents are known to learn from, so all scales and half-lives count alike. "
            "Read the ranking with care."
        )
    if not running:
        yield (
            f"{_named(study.window)} does not run in the next four weeks; figures are for one "
            f"{study.window.noun}, if it did."
        )
    if not outlooks:
        many = "incident gathers" if len(study.scored) == 1 else "incidents gather"
        yield f"{len(study.scored):,} scored {many} nowhere enough to make a hotspot."
    elif max(outlook.mean for outlook in outlooks) < 1:
        yield "No place here expects even one incident in the next four weeks."


def _of_data(study: Study) -> Iterator[str]:
    youngest = int(study.scored.age_days.min())
    if youngest > _STALE_DAYS:
        last = study.as_of - dt.timedelta(days=youngest)
        yield (
            f"The last scored incident is of {last:%-d %b %Y}, {youngest:,} days before the date; "
            "what is said of now is a guess from then."
        )
    if not study.scored.share.any():
        yield (
            f"No scored incident falls into {study.window}, so nothing is expected in it, and the "
            "order is that of all hours."
        )
    if study.grid.cell_m**2 > study.settings.max_area_m2:
        yield (
            f"Places are known to about {study.grid.cell_m:,.0f} m only, so no place that a pair "
            "could patrol can be told from the ground around it."
        )
    if _stretched(study):
        yield (
            "A few incidents lie far from all others and stretch the study area; a share of the "
            "area means little until they are looked at."
        )


def _stretched(study: Study) -> bool:
    """Say whether one incident in a hundred makes the area several times as large."""
    if len(study.scored) < _ENOUGH_TO_TELL:
        return False
    x, y = study.scored.x, study.scored.y
    bulk = float(np.prod([np.ptp(np.quantile(v, _BULK)) for v in (x, y)]))
    return float(np.ptp(x) * np.ptp(y)) > _STRETCHED * max(bulk, 1.0)


def _named(window: Window) -> str:
    return f"The window {window}, {window.days.name},"
