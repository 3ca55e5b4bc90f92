"""Connectors to public data: the only code that knows raw column names."""

from geo.sources.fields import COLUMNS, FLAGS, WAY_COLUMNS, LayerName
from geo.sources.kinds import (
    MOTORWAY,
    basemap_kind,
    interchange_kind,
    is_register,
    part_of_station,
    pupil_referral,
    school_phase,
    street_kind,
)
from geo.sources.mapping import Mapping, mapped
from geo.sources.offences import canonical_offences, offence_words, unscored_offences
from geo.sources.pairs import pairs_in
from geo.sources.personal import personal_columns, quotable
from geo.sources.personal_cells import speaks_of_person
from geo.sources.personal_content import personal_content, personal_ids, scrubbed
from geo.sources.recognise import ColumnMapping, matched, recognise
from geo.sources.ways import WAY_HELPERS, ways_of, with_ways, without_assumed
from geo.sources.which_layer import layer_of
from geo.sources.whole_file import headless

__all__ = [
    "COLUMNS",
    "FLAGS",
    "MOTORWAY",
    "WAY_COLUMNS",
    "WAY_HELPERS",
    "ColumnMapping",
    "LayerName",
    "Mapping",
    "basemap_kind",
    "canonical_offences",
    "headless",
    "interchange_kind",
    "is_register",
    "layer_of",
    "mapped",
    "matched",
    "offence_words",
    "pairs_in",
    "part_of_station",
    "personal_columns",
    "personal_content",
    "personal_ids",
    "pupil_referral",
    "quotable",
    "recognise",
    "school_phase",
    "scrubbed",
    "speaks_of_person",
    "street_kind",
    "unscored_offences",
    "ways_of",
    "with_ways",
    "without_assumed",
]
