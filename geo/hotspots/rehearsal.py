"""Past weeks foretold from what was known before them, as if their dates were to come."""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np
import shapely
from numpy.typing import NDArray

from geo.hotspots.intervals import Rehearsed
from geo.hotspots.level import HALF_LIVES_DAYS
from geo.hotspots.methods.learned import Mixture
from geo.hotspots.methods.tuned import Setting
from geo.hotspots.picture import Picture
from geo.hotspots.sharpening import Seen, Sharpening
from geo.hotspots.standing import stands
from geo.hotspots.study import Study

Floats = NDArray[np.float64]
BLOCKS: Final = 6
_CELLS: Final = 600
_CELLS_SHARE: Final = 0.02


@dataclass(frozen=True, eq=False)
class Block:
    """A block of days that was held out, and the picture made from what was before it.

    Attributes
    ----------
    windows : int
        How often the window ran in it.
    x, y, share : ndarray
        Incidents that came.
    """

    picture: Picture
    windows: int
    x: Floats
    y: Floats
    share: Floats

    def seen(self) -> Seen:
        """What the block says of how peaked the surface should be."""
        surface, grid = self.picture.surface, self.picture.study.grid
        total = max(float(surface.incidents.sum()), 1e-300)
        return Seen.of(surface.incidents / total, self._came(), grid.inside)

    def places(self) -> Rehearsed:
        """The hotspots of that day, and the incidents that came inside."""
        picture, top_n = self.picture, self.picture.study.settings.top_n
        shapes = picture.shapes(2 * top_n)
        known = zip(shapes, picture.evidence(shapes), strict=True)
        kept = [(shape, each) for shape, each in known if stands(picture, shape, each)][:top_n]
        size = (len(kept), len(HALF_LIVES_DAYS))
        came = [self.share[shapely.intersects_xy(shape, self.x, self.y)].sum() for shape, _ in kept]
        return Rehearsed(
            surface=np.array([each.surface_incidents for _, each in kept]) * self.windows,
            own=np.array([each.own_incidents for _, each in kept]).reshape(size) * self.windows,
            effective=np.array([each.effective for _, each in kept]).reshape(size),
            came=np.rint(came),
        )

    def cells(self) -> Rehearsed:
        """The riskiest cells of that day, and the incidents that came in them."""
        surface = self.picture.surface
        most = min(_CELLS, max(20, int(_CELLS_SHARE * surface.grid.inside.sum())))
        numbers = surface.likeliest(most)
        expected = surface.incidents.ravel()[numbers] * self.windows
        same = np.ones(len(HALF_LIVES_DAYS))
        return Rehearsed(
            surface=expected,
            own=np.outer(expected, same),
            effective=np.outer(surface.effective.ravel()[numbers], same),
            came=np.rint(self._came().ravel()[numbers]),
        )

    def _came(self) -> Floats:
        return self.picture.study.grid.counts(self.x, self.y, self.share)


def rehearsal(
    study: Study,
    how: Mixture | Setting,
    half_life_days: float,
    days: int,
    sharpening: Sharpening | None = None,
) -> Iterator[Block]:
    """Foretell the last blocks of ``days``, one after the other; none is kept in memory."""
    for number in range(BLOCKS):
        youngest = days * number
        before = study.earlier(youngest + days)
        until = study.as_of - dt.timedelta(days=youngest)
        windows = len(study.window.dates_between(before.as_of, until))
        if not len(before.scored) or not windows:
            continue
        picture = Picture.of(before, how, half_life_days, sharpening)
        ages = study.past.age_days
        came = study.past.some((ages > youngest) & (ages <= youngest + days))
        yield Block(picture, windows, came.x, came.y, came.share)
