"""Home areas of pupils: kept like bells, and refused where they would point at a home."""

import numpy as np
import pytest

from geo.errors import FileRefusedError
from geo.timetables import read_homes

SCHOOL = "urn,name,phase,easting,northing\n1,Park High,secondary,530000,180000\n"


def written(tmp_path, *lines):
    path = tmp_path / "homes.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def test_home_areas_are_read_by_area_or_by_point(tmp_path):
    path = written(
        tmp_path, "urn,area,easting,northing,pupils", "1,W01,,,40", "1,,530000.5,180000,12"
    )
    homes = read_homes(path)
    assert homes["area"].tolist() == ["W01", ""]
    assert homes["pupils"].tolist() == [40, 12]
    assert np.isnan(homes["easting"][0])
    assert homes["easting"][1] == 530000.5


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("1,W01,,,4", "line 2 has a wrong number of pupils; expected a whole number of 5 or more"),
        ("1,W01,,,7.5", "line 2 has a wrong number of pupils"),
        ("1,W01,,,", "line 2 has a wrong number of pupils"),
        (",W01,,,9", "line 2 has no urn"),
        ("1,,,,9", "line 2 has no one place"),
        ("1,W01,530000,180000,9", "line 2 has no one place"),
        ("1,,530000,,9", "line 2 has no easting and northing"),
        ("1,,here,there,9", "line 2 has no easting and northing"),
    ],
)
def test_a_wrong_line_is_named(tmp_path, line, said):
    path = written(tmp_path, "urn,area,easting,northing,pupils", line)
    with pytest.raises(FileRefusedError, match=said):
        read_homes(path)


def test_a_column_that_nobody_asked_for_is_refused(tmp_path):
    with pytest.raises(FileRefusedError, match="there is a column pupil_name"):
        read_homes(written(tmp_path, "urn,area,pupils,pupil_name", "1,W01,9,Sam"))
    with pytest.raises(FileRefusedError, match="there is no column pupils"):
        read_homes(written(tmp_path, "urn,area", "1,W01"))
