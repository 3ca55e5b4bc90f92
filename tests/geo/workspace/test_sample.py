"""The bundled sample opens as it stands."""

import pytest

from geo.bundle import bundled
from geo.model import LayerName
from geo.workspace import Workspace

pytestmark = pytest.mark.skipif(
    not (bundled("sample") / "afterbell.toml").exists(), reason="the sample has not been made"
)


@pytest.fixture(scope="module")
def sample():
    with pytest.MonkeyPatch.context() as patch:
        patch.delenv("AFTERBELL_WORKSPACE", raising=False)
        yield Workspace.open()


def test_the_sample_opens_and_is_called_simulated(sample):
    assert sample.about.simulated
    assert "SIMULATED" in sample.about.name
    assert set(sample.readings) == set(LayerName) - {LayerName.CONTEXT}


def test_only_the_dirt_of_the_sample_is_rejected(sample):
    for layer, reading in sample.readings.items():
        if layer is not LayerName.INCIDENTS:
            assert not len(reading.rejects), layer
    dirt = sample.readings[LayerName.INCIDENTS].rejects["reason"]
    assert set(dirt) == {
        "duplicate row",
        "missing point",
        "easting and northing look swapped",
        "impossible date",
        "no start time",
        "a later row has the same incident_id",
    }


def test_every_offence_of_the_sample_is_known(sample):
    assert sample.readings[LayerName.INCIDENTS].notices == ()
