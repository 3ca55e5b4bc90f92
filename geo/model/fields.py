"""What every source is read into: the layers and their canonical columns."""

from enum import StrEnum
from typing import Final


class LayerName(StrEnum):
    """The layers of an area."""

    SCHOOLS = "schools"
    GATES = "gates"
    INTERCHANGES = "interchanges"
    INCIDENTS = "incidents"
    STREETS = "streets"
    AREAS = "areas"
    BASEMAP = "basemap"
    #: Crime by month, without a time of day (police.uk): background, never evidence of an hour.
    CONTEXT = "context"

    @property
    def holds_events(self) -> bool:
        """Whether its rows are events, in which a name is a person's; else they are places."""
        return self in (LayerName.INCIDENTS, LayerName.CONTEXT)


FLAGS: Final = ("weapon", "knife", "injury", "victim_under_18", "police_generated", "domestic")

#: Which way a street may be used on foot, by cycle and by car, along its line (forward) or not.
WAY_COLUMNS: Final = ("foot", "cycle", "car")
WAYS: Final = ("both", "forward", "backward", "no")

#: Canonical columns of each layer, in order; the geometry comes after them.
COLUMNS: Final[dict[LayerName, tuple[str, ...]]] = {
    LayerName.SCHOOLS: ("urn", "name", "phase", "pupils", "has_named_contact"),
    LayerName.GATES: ("urn", "gate"),
    LayerName.INTERCHANGES: ("interchange_id", "name", "kind", "modes"),
    LayerName.INCIDENTS: (
        "incident_id",
        "source",
        "offence",
        "committed_from",
        "committed_to",
        "location_type",
        *FLAGS,
    ),
    LayerName.STREETS: ("street_id", "name", "kind", *WAY_COLUMNS),
    LayerName.AREAS: ("ward_code", "name"),
    LayerName.BASEMAP: ("kind", "name"),
    LayerName.CONTEXT: ("incident_id", "source", "offence", "month", "place"),
}

PHASES: Final = ("primary", "secondary", "all-through", "16-plus", "pupil referral")
INTERCHANGE_KINDS: Final = ("rail", "bus station", "bus stops", "tram", "ferry")
STREET_KINDS: Final = ("main", "high street", "local", "path")
BASEMAP_KINDS: Final = ("water", "park", "rail")
