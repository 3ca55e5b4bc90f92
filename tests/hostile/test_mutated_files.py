"""Good files with a few bytes changed, lost or added: a sentence, or a reading that adds up."""

import gzip
import json
import random

import geopandas as gpd
import pytest
from shapely.geometry import LineString

from geo.errors import AfterbellError
from geo.layers import read_layer
from geo.model import LayerName

STRANGE = (b'"', b"\n", b",", b"\x00", b"\xff", b"-", b"9" * 40, b"1e999", b"null", b"{", b"]")
CSV = b"incident_id,notes,occurred,longitude,latitude\n" + b"".join(
    b'%d,"a ""b"",\n c",25/12/2025 10:%02d,-0.1,51.5%d\n' % (n, n, n) for n in range(30)
)


def streets(folder, suffix):
    lines = [LineString([(-0.1, 51.5 + n / 1e4), (-0.11, 51.5)]) for n in range(30)]
    frame = gpd.GeoDataFrame(
        {"osm_id": range(30), "name": "High Street", "highway": "residential"},
        geometry=lines,
        crs=4326,
    )
    path = folder / f"streets.{suffix}"
    frame.to_parquet(path) if suffix == "parquet" else frame.to_file(path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def originals(tmp_path_factory):
    folder = tmp_path_factory.mktemp("good")
    found = {f"in.{suffix}": streets(folder, suffix) for suffix in ("gpkg", "parquet", "geojson")}
    json.loads(found["in.geojson"])
    return found | {"in.csv": CSV, "in.csv.gz": gzip.compress(CSV, mtime=0)}


def mutated(content, rng):
    changed = bytearray(content)
    for _ in range(rng.choice((1, 2, 5, 20))):
        at = rng.randrange(len(changed))
        kind = rng.choice(("change", "lose", "add", "cut"))
        if kind == "change":
            changed[at] = rng.randrange(256)
        elif kind == "lose":
            del changed[at : at + rng.choice((1, 3, 40))]
        elif kind == "add":
            changed[at:at] = rng.choice(STRANGE)
        elif rng.random() < 0.2:
            del changed[at + 1 :]
        changed = changed or bytearray(b"x")
    return bytes(changed)


@pytest.mark.parametrize("name", ["in.csv", "in.csv.gz", "in.geojson", "in.gpkg", "in.parquet"])
@pytest.mark.parametrize("seed", range(3))
def test_a_mutated_file_never_crashes(originals, tmp_path, name, seed):
    rng = random.Random(f"{name} {seed}")
    layer = LayerName.INCIDENTS if "csv" in name else LayerName.STREETS
    path = tmp_path / name
    for _ in range(12):
        path.write_bytes(mutated(originals[name], rng))
        try:
            reading = read_layer(path, layer)
        except AfterbellError as error:
            assert name in str(error)  # noqa: PT017 - a refusal is one of two right answers
        else:
            assert reading.accepted + len(reading.rejects) == reading.read
