"""Which layer a header speaks of."""

import re
from typing import Final

from geo.header_words import squeezed
from geo.sources.fields import LayerName
from geo.sources.names import DATE_PARTS
from geo.sources.recognise import matched

#: Which layer a header speaks of: all of the columns of one of these. The first that fits counts.
_SIGNS: Final[tuple[tuple[LayerName, tuple[str, ...]], ...]] = (
    (LayerName.CONTEXT, ("month fallswithin crimetype", "month lsoacode crimetype")),
    (
        LayerName.INCIDENTS,
        ("objectofsearch type date", "committedfrom", "incidentid occurred", "primarytype date"),
    ),
    (LayerName.GATES, ("urn gate", "urn gatename")),
    (
        LayerName.SCHOOLS,
        ("urn establishmentname", "urn phase", "schoolname", "ncessch", "urn hasnamedcontact"),
    ),
    (
        LayerName.INTERCHANGES,
        (
            "atcocode commonname",
            "naptanid commonname",
            "hubnaptancode",
            "interchangeid",
            "stoptype",
            "stopid stopname",
            "lines zone name",
        ),
    ),
    (
        LayerName.STREETS,
        ("highway", "roadfunction", "roadclassification", "streetid kind", "osmid oneway"),
    ),
    (LayerName.AREAS, ("wardcode", "gsscode name", "wardname")),
)
#: Codes of ONS boundary files carry the year.
_ONS_CODE: Final = re.compile(r"(wd|lad|lsoa|msoa|oa|ctyua|par|pcon)\d\dcd")


def layer_of(columns: tuple[str, ...], *, has_geometry: bool = False) -> LayerName | None:
    """Tell which layer a header speaks of.

    Parameters
    ----------
    columns : tuple of str
        As they came.
    has_geometry : bool
        Whether the format itself carries the geometry.

    Returns
    -------
    LayerName or None
        None where the header does not say.
    """
    came = frozenset(squeezed(name) for name in columns)
    for layer, signs in _SIGNS:
        if any(came >= set(sign.split()) for sign in signs):
            return layer
    if has_geometry and any(_ONS_CODE.fullmatch(name) for name in came):
        return LayerName.AREAS
    if has_geometry and "fclass" in came:
        return LayerName.STREETS if came & {"oneway", "maxspeed", "bridge"} else None
    found = matched(columns, LayerName.INCIDENTS, has_geometry=has_geometry)
    timed = "committed_from" in found or set(DATE_PARTS) <= set(found)
    if timed and "offence" in found:
        return LayerName.INCIDENTS
    return LayerName.INTERCHANGES if "stationname" in came else None
