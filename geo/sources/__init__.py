"""Connectors to public data: the only code that knows raw column names."""

from geo.sources.fields import COLUMNS, FLAGS, LayerName
from geo.sources.kinds import (
    MOTORWAY,
    basemap_kind,
    interchange_kind,
    school_phase,
    street_kind,
)
from geo.sources.mapping import Mapping
from geo.sources.offences import canonical_offences, offence_words
from geo.sources.recognise import ColumnMapping, recognise

__all__ = [
    "COLUMNS",
    "FLAGS",
    "MOTORWAY",
    "ColumnMapping",
    "LayerName",
    "Mapping",
    "basemap_kind",
    "canonical_offences",
    "interchange_kind",
    "offence_words",
    "recognise",
    "school_phase",
    "street_kind",
]
