"""Rows that are never scored have no say in which others are rejected (domain rule 2)."""

import datetime as dt

import numpy as np
import pytest

from geo.layers import last_day, read_layer
from geo.model import LayerName

HEAD = "incident_id,committed_from,longitude,latitude,offence,police_generated"
VICTIMS = [
    f"V{n},2025-{n % 12 + 1:02d}-11 16:00,{-0.12 + n * 1e-4:.4f},51.53,robbery,false"
    for n in range(40)
]
#: More rows than victims have: on another continent, of other years, and without a flag.
MORE = {
    "elsewhere": "2025-06-01 16:00,13.4,52.5,stop and search,true",
    "in the southern hemisphere": "2025-06-01 16:00,151.2,-33.9,stop and search,true",
    "long ago": "2009-06-01 16:00,-0.12,51.53,stop and search,true",
    "later": "2025-12-31 16:00,-0.12,51.53,drugs,false",
    "domestic, elsewhere": "2025-06-01 16:00,13.4,52.5,domestic violence,false",
}


@pytest.fixture
def read(tmp_path):
    def incidents(rows):
        path = tmp_path / "incidents.csv"
        path.write_text("\n".join([HEAD, *rows]) + "\n", encoding="utf-8")
        return read_layer(path, LayerName.INCIDENTS)

    return incidents


@pytest.mark.parametrize("what", MORE)
def test_they_leave_the_others_where_they_are(read, what):
    alone = read(VICTIMS).frame
    mixed = read([*(f"P{n},{MORE[what]}" for n in range(900)), *VICTIMS]).frame
    victims = mixed[mixed["incident_id"].str.startswith("V")]
    assert mixed.crs == alone.crs
    assert victims["incident_id"].tolist() == alone["incident_id"].tolist()
    assert np.array_equal(victims.geometry.x, alone.geometry.x)
    assert last_day(mixed) == last_day(alone) == dt.date(2025, 12, 11)


def test_a_file_of_nothing_else_is_judged_by_itself(read):
    found = read([f"P{n},{MORE['elsewhere']}" for n in range(30)])
    assert len(found.frame) == 30
    assert last_day(found.frame) == dt.date(2025, 6, 1)
    assert last_day(found.frame.iloc[:0]) is None


def test_a_victims_row_far_from_the_other_victims_is_still_rejected(read):
    found = read([*VICTIMS, "V99,2025-06-01 16:00,13.4,52.5,robbery,false"])
    assert found.rejects["reason"].tolist() == [
        "coordinates far outside the area of the other rows"
    ]
