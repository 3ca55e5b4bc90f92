"""Which incidents are scored, with what harm weight, as of a date."""

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Final, NamedTuple, Self, TypeVar

import geopandas as gpd
import numpy as np
import pandas as pd
import pyarrow as pa
import shapely
from numpy.typing import NDArray

from geo.arrays import AnyInts, Bools, Floats, blocks, exact
from geo.bundle import bundled
from geo.clock import Window, local_days, slice_shares, untimed, window_shares
from geo.errors import NothingToScoreError
from geo.hotspots.settings import HotspotSettings

#: Rows that are encoded at once; each distinct text is looked at once in every block.
_BLOCK: Final = 1 << 20
_Scalar = TypeVar("_Scalar", bound=np.generic)


@dataclass(frozen=True, eq=False)
class _Coded:
    """A column of words.

    Attributes
    ----------
    codes : ndarray of int, shape (rows,)
        Position in ``names``, in the smallest type that holds it.
    names : tuple of str
        The distinct texts in alphabetical order; a missing text is "".
    """

    codes: NDArray[np.integer]
    names: tuple[str, ...]

    @classmethod
    def of(cls, column: pd.Series) -> Self:
        """Take a column apart: text, objects or categories."""
        number: dict[str, int] = {}
        codes = [np.empty(0, dtype=np.int8)]
        for chunk in pa.chunked_array(pa.array(column, from_pandas=True)).chunks:
            for rows in blocks(len(chunk), _BLOCK):
                part = chunk[rows].dictionary_encode()
                texts = ["" if text is None else str(text) for text in part.dictionary.to_pylist()]
                known = [number.setdefault(text, len(number)) for text in (*texts, "")]
                table = np.array(known, dtype=_smallest(len(number)))
                codes.append(table[part.indices.fill_null(len(texts)).to_numpy()])
        return cls(np.concatenate(codes), tuple(number)).used()

    def used(self, rows: NDArray[np.integer] | None = None) -> Self:
        """All or some of the rows, with the names that occur among them."""
        codes = self.codes if rows is None else _looked_up(self.codes, rows)
        here = np.bincount(codes, minlength=len(self.names)) > 0
        names = sorted(name for name, occurs in zip(self.names, here, strict=True) if occurs)
        number = {name: n for n, name in enumerate(names)}
        table = np.array([number.get(name, 0) for name in self.names], _smallest(len(names)))
        return type(self)(_looked_up(table, codes), tuple(names))

    def where(self, condition: Callable[[str], bool]) -> Bools:
        """Rows whose text fulfils a condition."""
        table = np.array([condition(name) for name in self.names], dtype=bool)
        return _looked_up(table, self.codes)

    def counts(self) -> NDArray[np.int64]:
        """How often each name occurs."""
        return np.bincount(self.codes, minlength=len(self.names)).astype(np.int64)


def _looked_up(table: NDArray[_Scalar], codes: NDArray[np.integer]) -> NDArray[_Scalar]:
    """Entry of a table for each code: ``table[codes]``, without the codes in their widest type."""
    entries = np.empty(len(codes), dtype=table.dtype)
    for rows in blocks(len(codes)):
        entries[rows] = table[codes[rows]]
    return entries


def _smallest(count: int) -> np.dtype[np.integer]:
    """The smallest signed type that numbers so many names."""
    return np.min_scalar_type(-max(count, 1))


#: An offence that the vocabulary does not know counts as one.
_UNKNOWN_WEIGHT: Final = 1.0

#: Scored, but shown in aggregate only (domain rule 2).
AGGREGATE_ONLY: Final = frozenset({"sexual offence"})

#: Words of location_type that put an incident out of a patrol's reach.
INDOORS_OR_ONLINE: Final = ("dwelling", "private residence", "online", "internet")

_Weights = tuple[tuple[str, float], ...]


class _Offence(NamedTuple):
    """One row of the vocabulary."""

    label: str
    role: str
    harm_weight: float


@cache
def _vocabulary() -> dict[str, _Offence]:
    table = pd.read_csv(bundled("reference/offences.csv")).set_index("offence")
    rows = table[list(_Offence._fields)].itertuples(name=None)
    return {code: _Offence(*values) for code, *values in rows}


def _role(offence: str) -> str:
    """Say of an offence whether it is scored, context, excluded or unknown."""
    known = _vocabulary().get(offence)
    return known.role if known else "unknown"


def roles(offences: pd.Series) -> pd.Series:
    """Say of each offence whether it is scored, context, excluded or unknown.

    Parameters
    ----------
    offences : Series of str
        Canonical codes.
    """
    coded = _Coded.of(offences)
    names = pd.Series([_role(name) for name in coded.names], dtype="str")
    return names.take(coded.codes).set_axis(offences.index)


def harm_weights(offences: pd.Series, knife: pd.Series, own: _Weights = ()) -> pd.Series:
    """Harm weight of each incident.

    Parameters
    ----------
    offences : Series of str
        Canonical codes of ``data/reference/offences.csv``; others count with weight 1.
    knife : Series of bool
        A scored offence with a knife weighs at least as much as knife-enabled crime.
    own : tuple of (str, float)
        Weights that replace the bundled ones.
    """
    coded = _Coded.of(offences)
    table = _weights_of(coded.names, own)
    weights = table[knife.to_numpy(dtype=bool).astype(np.int8), coded.codes]
    return pd.Series(weights, index=offences.index)


def _weights_of(offences: Sequence[str], own: _Weights = ()) -> NDArray[np.float64]:
    """Harm weights of some offences without and with a knife: shape (2, offences)."""
    bundled_ones = {code: known.harm_weight for code, known in _vocabulary().items()}
    known = bundled_ones | dict(own)
    plain = np.array([known.get(offence, _UNKNOWN_WEIGHT) for offence in offences], dtype=float)
    scored = np.array([_role(offence) == "scored" for offence in offences], dtype=bool)
    raised = np.where(scored, np.maximum(plain, known["knife-enabled crime"]), plain)
    return np.stack([plain, raised])


def _out_of_reach(location_type: str) -> bool:
    """Say of a kind of place whether a patrol cannot be there: indoors or online."""
    return any(word in location_type.lower() for word in INDOORS_OR_ONLINE)


def label(offence: str) -> str:
    """Name an offence for people.

    Parameters
    ----------
    offence : str
        A canonical code; an unknown offence keeps its own words.

    Examples
    --------
    >>> label("personal robbery")
    'Personal robbery'
    """
    known = _vocabulary().get(offence)
    return known.label if known else offence


def _notices(
    offence: _Coded, settings: HotspotSettings, left_out: int, untimed: int
) -> Iterator[str]:
    """Sentences about scored incidents.

    Parameters
    ----------
    offence : _Coded
        The offences of those that are scored.
    left_out : int
        How many the exclusions of the settings took, and nothing else would have.
    untimed : int
        How many of the scored span more than 24 hours.
    """
    if left_out:
        yield f"Incidents that the workspace's exclusions leave out: {left_out:,}."
    weighed = {"", *(code for code, _ in settings.harm_weights)}
    unknown = [
        (-int(count), name)
        for name, count in zip(offence.names, offence.counts(), strict=True)
        if name not in weighed and _role(name) == "unknown"
    ]
    if unknown:
        named = ", ".join(f"{name} ({-less:,})" for less, name in sorted(unknown)[:8])
        more = f" and {len(unknown) - 8} more" if len(unknown) > 8 else ""
        yield f"Offences not in the vocabulary count with weight 1: {named}{more}."
    if offence.names == ("",):
        yield "The file names no offences, so every incident counts the same."
    if untimed:
        yield f"{untimed:,} incidents span more than 24 hours and tell where, but not when."


def _nothing_left(incidents: gpd.GeoDataFrame, known: NDArray[np.bool_], as_of: dt.date) -> str:
    """Why nothing is left to score, of the ``known`` incidents before a date or at all."""
    if incidents.empty:
        return "There are no incidents to score. Give a file with incidents."
    if not known.any():
        first = incidents["committed_from"].min()
        return (
            f"No incident is over before {as_of:%-d %b %Y}: the first is of {first:%-d %b %Y}. "
            "Choose a later date."
        )
    return (
        f"None of the {known.sum():,} incidents before {as_of:%-d %b %Y} is scored: they are all "
        "context (police-generated, drugs, weapons possession, stop and search) or excluded "
        "(domestic, in dwellings, online, or by the settings of the workspace)."
    )


_MULTIPLIER: Final = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True, eq=False)
class Scored:
    """Incidents that are scored, as arrays of one length in the order of the file.

    Share, harm and value are exact (`geo.arrays.exact`), so that
    their sums do not depend on it; a product of them has to be made exact again. Whatever else
    goes through a few incidents one by one takes them ``in_order``.

    Attributes
    ----------
    x, y : ndarray
        Metres in the workspace's CRS.
    age_days : ndarray
        Whole days from the incident to ``as_of``; 1 is yesterday.
    share : ndarray
        How much of the incident falls into the window, 0 to 1 (aoristic).
    harm : ndarray
        Harm weight, above 0.
    value : ndarray
        What one incident counts for in the ranking: ``harm``, or 1 with equal weights.
    offence : ndarray of int
        Position in ``offence_names``.
    offence_names : tuple of str
        The offences that occur, in alphabetical order.
    position : ndarray of int
        Row of ``source``, counted from 0.
    source : GeoDataFrame
        The incidents as they came, untouched.
    """

    x: Floats
    y: Floats
    age_days: Floats
    share: Floats
    harm: Floats
    value: Floats
    offence: AnyInts
    offence_names: tuple[str, ...]
    position: AnyInts
    source: gpd.GeoDataFrame = field(repr=False)
    notices: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.x)

    def rows(self, which: AnyInts | Bools | slice) -> gpd.GeoDataFrame:
        """Some of the incidents, with all of the columns that they came with."""
        return self.source.iloc[self.position[which]]

    def shares(self, window: Window) -> Floats:
        """How much of each incident falls into another window: shape (incidents,), exact."""
        shares = np.empty(len(self))
        for rows in blocks(len(self)):
            shares[rows] = exact(window_shares(*self._times(rows), window))
        return shares

    def slices(self, which: AnyInts | Bools | slice, window: Window) -> Floats:
        """Aoristic weight of some incidents in each slice: shape (incidents, slices), exact."""
        return exact(slice_shares(*self._times(which), window))

    def in_order(self, which: AnyInts) -> AnyInts:
        """The same few incidents by time, place and id, wherever they stand in the file."""
        few = self.source[["committed_from", "incident_id"]].iloc[self.position[which]]
        time = pd.DatetimeIndex(few["committed_from"]).asi8
        name = _Coded.of(few["incident_id"]).codes
        ordered: AnyInts = which[np.lexsort((name, self.y[which], self.x[which], time))]
        return ordered

    def sample(self, which: AnyInts, most: int) -> AnyInts:
        """About ``most`` of some incidents, the same ones in whatever order the file has them.

        Lots are drawn by mixing the bits of what is known of each (the multiplier of Steele et al.
        2014, "Fast splittable pseudorandom number generators").
        """
        if len(which) <= most:
            return which
        drawn = np.empty(len(which), dtype=bool)
        for rows in blocks(len(which)):
            lot = np.zeros(len(which[rows]), dtype=np.uint64)
            for known in (self.x, self.y, self.age_days, self.share, self.harm):
                lot = (lot ^ known[which[rows]].view(np.uint64)) * _MULTIPLIER
                lot ^= lot >> np.uint64(31)
            drawn[rows] = lot < 2.0**64 * most / len(which)
        return np.asarray(which[drawn])

    def _times(self, which: AnyInts | Bools | slice) -> tuple[pd.Series, pd.Series]:
        return _times(self.source, self.position[which])


def scored_incidents(
    incidents: gpd.GeoDataFrame, window: Window, as_of: dt.date, settings: HotspotSettings
) -> Scored:
    """Keep what is scored and known before ``as_of``, and weigh it.

    Context (weapons possession, drugs, stop and search, anything police-generated) and exclusions
    (domestic, in dwellings, online, and those of the settings) are left out before anything is
    computed, so they cannot move the ranking (domain rule 2). Time and memory grow in step with
    the incidents; no column of text or points is copied.

    Parameters
    ----------
    incidents : GeoDataFrame
        Points in a projected CRS, metres.
    window : Window
    as_of : date
        Nothing of this date or later is scored.
    settings : HotspotSettings

    Raises
    ------
    NothingToScoreError
        When nothing is left; the message says what there was. When an incident has no point.
    """
    known = _before(incidents, window, as_of)
    offence = _Coded.of(incidents["offence"])
    out = _out(incidents, offence)
    own = excluded(incidents, settings).to_numpy()
    kept = known & ~(out | own)
    if not kept.any():
        raise NothingToScoreError(_nothing_left(incidents, known, as_of))
    knife = incidents["knife"].to_numpy(dtype=bool)
    kept &= _weighs(offence, knife, settings)
    if not kept.any():
        raise NothingToScoreError("Every offence has a harm weight of 0. Set one above 0.")
    position = np.flatnonzero(kept).astype(np.int32)
    offence, knife = offence.used(position), knife[kept]
    harm = _harm(offence, knife, settings)
    placed = _placed(incidents, position, window, as_of)
    left_out = int((known & own & ~out).sum())
    return Scored(
        x=placed.x,
        y=placed.y,
        age_days=placed.age_days,
        share=placed.share,
        harm=harm,
        value=harm if settings.weights == "harm" else np.broadcast_to(np.float64(1), len(harm)),
        offence=offence.codes,
        offence_names=offence.names,
        position=position,
        source=incidents,
        notices=tuple(_notices(offence, settings, left_out, placed.untimed)),
    )


def excluded(incidents: gpd.GeoDataFrame, settings: HotspotSettings) -> pd.Series:
    """Say of each incident whether the settings exclude it.

    Parameters
    ----------
    incidents : GeoDataFrame
    settings : HotspotSettings

    Returns
    -------
    Series of bool
        With the index of the incidents.
    """
    out = np.zeros(len(incidents), dtype=bool)
    for column, values in settings.exclusions:
        out |= _Coded.of(incidents[column]).where(_one_of(values))
    return pd.Series(out, index=incidents.index)


def _one_of(values: tuple[str, ...]) -> Callable[[str], bool]:
    chosen = {value.strip().casefold() for value in values}
    return lambda text: text.strip().casefold() in chosen


def _before(incidents: gpd.GeoDataFrame, window: Window, as_of: dt.date) -> Bools:
    """Incidents over before the day began: nothing of ``as_of`` or later is looked at."""
    midnight = pd.Timestamp(as_of).tz_localize(window.timezone)
    ended_later = incidents["committed_to"] >= midnight
    return np.asarray((incidents["committed_from"] < midnight) & ~ended_later)


def _out(incidents: gpd.GeoDataFrame, offence: _Coded) -> Bools:
    """Incidents that are context, or that no settings can bring in."""
    flagged = (incidents[name].to_numpy(dtype=bool) for name in ("police_generated", "domestic"))
    out = offence.where(lambda name: _role(name) in ("context", "excluded"))
    out |= _Coded.of(incidents["location_type"]).where(_out_of_reach)
    for yes in flagged:
        out |= yes
    return out


def _weighs(offence: _Coded, knife: Bools, settings: HotspotSettings) -> Bools:
    """Incidents with a harm weight above 0."""
    without, with_one = exact(_weights_of(offence.names, settings.harm_weights)) > 0
    return np.where(knife, _looked_up(with_one, offence.codes), _looked_up(without, offence.codes))


def _harm(offence: _Coded, knife: Bools, settings: HotspotSettings) -> Floats:
    weights = exact(_weights_of(offence.names, settings.harm_weights))
    harm = np.empty(len(knife))
    for rows in blocks(len(knife)):
        harm[rows] = weights[knife[rows].view(np.int8), offence.codes[rows]]
    return harm


class _Placed(NamedTuple):
    """Where and when some incidents were; see `Scored`."""

    x: Floats
    y: Floats
    age_days: Floats
    share: Floats
    untimed: int


def _placed(
    incidents: gpd.GeoDataFrame, position: AnyInts, window: Window, as_of: dt.date
) -> _Placed:
    points = incidents.geometry.to_numpy()
    today = (as_of - dt.date(1970, 1, 1)).days
    x, y, age_days, share = (np.empty(len(position)) for _ in range(4))
    no_time = 0
    for rows in blocks(len(position)):
        at = position[rows]
        spots = points[at]
        start, end = _times(incidents, at)
        x[rows], y[rows] = shapely.get_x(spots), shapely.get_y(spots)
        age_days[rows] = today - local_days(start, window.timezone)
        share[rows] = exact(window_shares(start, end, window))
        no_time += int(untimed(start, end).sum())
    if np.isnan(x).any():
        raise NothingToScoreError(
            "Some incidents have no place; expected a point for each. Read them with read_layer."
        )
    return _Placed(x, y, age_days, share, no_time)


def _times(incidents: gpd.GeoDataFrame, rows: AnyInts) -> tuple[pd.Series, pd.Series]:
    return incidents["committed_from"].iloc[rows], incidents["committed_to"].iloc[rows]
