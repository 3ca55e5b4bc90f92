"""Schools, interchanges, incidents, streets, areas: each row accepted, or rejected and why.

A raw table in; a `Reading` with a layer in the area's projected CRS and its rejected rows out.
"""

from geo.layers._incidents import last_day
from geo.layers._shapes import content_ids
from geo.layers.reader import (
    is_recognised,
    open_table,
    read_layer,
    read_table,
)
from geo.layers.types import (
    REJECT_COLUMNS,
    About,
    Layers,
    MonthlyContext,
    Reading,
    ReadOptions,
    TimedIncidents,
    content_hash,
    empty_layer,
    require_timed,
)

__all__ = [
    "REJECT_COLUMNS",
    "About",
    "Layers",
    "MonthlyContext",
    "ReadOptions",
    "Reading",
    "TimedIncidents",
    "content_hash",
    "content_ids",
    "empty_layer",
    "is_recognised",
    "last_day",
    "open_table",
    "read_layer",
    "read_table",
    "require_timed",
]
