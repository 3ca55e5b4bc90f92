"""Which raw column is which: known names, proposals, mappings and vocabularies.

The headers and the text of a raw table in; a `ColumnMapping` to canonical columns out, and words
such as "Violence with injury" as canonical codes.
"""

from geo.columns._header_names import COLUMN_NAMES, DATE_PARTS, POSITIONS, REQUIRED
from geo.columns._recognition import ColumnMapping, headless, layer_of, recognise
from geo.columns.cell_values import (
    EARLIEST,
    DateOrder,
    date_order,
    in_one,
    moments,
    pairs_in,
    with_times,
)
from geo.columns.mapping import Mapping, mapped
from geo.columns.proposals import Guess, Proposal, propose
from geo.columns.vocabularies import (
    MOTORWAY,
    WAY_HELPERS,
    basemap_kind,
    canonical_offences,
    interchange_kind,
    is_register,
    offence_words,
    part_of_station,
    pupil_referral,
    school_phase,
    street_kind,
    unscored_offences,
    ways_of,
    with_ways,
    without_assumed,
)

__all__ = [
    "COLUMN_NAMES",
    "DATE_PARTS",
    "EARLIEST",
    "MOTORWAY",
    "POSITIONS",
    "REQUIRED",
    "WAY_HELPERS",
    "ColumnMapping",
    "DateOrder",
    "Guess",
    "Mapping",
    "Proposal",
    "basemap_kind",
    "canonical_offences",
    "date_order",
    "headless",
    "in_one",
    "interchange_kind",
    "is_register",
    "layer_of",
    "mapped",
    "moments",
    "offence_words",
    "pairs_in",
    "part_of_station",
    "propose",
    "pupil_referral",
    "recognise",
    "school_phase",
    "street_kind",
    "unscored_offences",
    "ways_of",
    "with_times",
    "with_ways",
    "without_assumed",
]
