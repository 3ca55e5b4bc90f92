"""A row of an archive of several files keeps its line and the name of its own file."""

import io
import zipfile

from geo.layers import read_layer
from geo.model import LayerName

HEADER = "incident_id,occurred,longitude,latitude\n"


def archive(**members):
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w") as zipped:
        for name, rows in members.items():
            zipped.writestr(f"{name}.csv", HEADER + rows)
    return content.getvalue()


def test_rejected_rows_say_which_file_they_stood_in(tmp_path):
    path = tmp_path / "both.zip"
    good = "{},2026-01-05 15:40,-0.1,51.5\n"
    path.write_bytes(
        archive(
            january=good.format(1) + "2,soon,-0.1,51.5\n",
            february=good.format(3) + "torn\n" + good.format(4) + "5,,-0.1,51.5\n",
        )
    )
    reading = read_layer(path, LayerName.INCIDENTS)
    assert (reading.read, reading.accepted) == (6, 3)
    told = {(line, reason) for line, reason, _ in reading.rejects.itertuples(index=False)}
    assert told == {
        (3, "impossible date (in both.zip/january.csv)"),
        (3, "1 fields where the header has 4 (in both.zip/february.csv)"),
        (5, "no start time (in both.zip/february.csv)"),
    }
