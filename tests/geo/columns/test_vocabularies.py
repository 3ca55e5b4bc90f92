import pandas as pd
import pytest

from geo.columns import MOTORWAY, basemap_kind, interchange_kind, school_phase, street_kind


def one(translate, word):
    return translate(pd.Series([word], dtype="str"))[0]


@pytest.mark.parametrize(
    ("translate", "word", "kind"),
    [
        (school_phase, "Secondary", "secondary"),
        (school_phase, "All-through", "all-through"),
        (school_phase, "16 plus", "16-plus"),
        (school_phase, "Middle deemed secondary", "secondary"),
        (school_phase, "Nursery", ""),
        (interchange_kind, "RLY", "rail"),
        (interchange_kind, "BCS", "bus station"),
        (interchange_kind, "bus stops", "bus stops"),
        (interchange_kind, "heliport", ""),
        (street_kind, "primary_link", "main"),
        (street_kind, "footway", "path"),
        (street_kind, "high street", "high street"),
        (street_kind, "residential", "local"),
        (street_kind, "motorway", MOTORWAY),
        (basemap_kind, "Water", "water"),
        (basemap_kind, "lava", ""),
    ],
)
def test_words_of_sources_become_ours(translate, word, kind):
    assert one(translate, word) == kind
