"""Minutes against harm on the Evidence page: what is claimed, and what counts are shown."""

import pytest

from dashboard.charts import evidence_checks as charts
from dashboard.listings import evidence_fair as listings
from geo.evidence.fairness import Compared, Fairness, Verdict
from geo.evidence.fairness._shares import Measured
from geo.model import Interval


def ward(label, harm, verdict, recorded=40):
    ratio = Interval(1.0, 0.5, 2.0)
    share = Interval(harm, harm / 2, harm * 1.5)
    return Compared("", label, label, recorded, 1.0, share, Measured(24.0, 0.2, ratio, verdict))


@pytest.fixture
def fairness():
    wards = (
        ward("Castle", 0.2, Verdict.WITHIN),
        ward("Fen", 0.5, Verdict.FEWER),
        ward("Priory", 0.1, Verdict.CANNOT_TELL, recorded=3),
    )
    return Fairness(wards, (), 1.5, "said")


def test_the_area_with_most_harm_comes_first(fairness):
    assert listings.bars(fairness)["area"].tolist() == ["Fen", "Castle", "Priory"]


def test_a_breach_differs_by_form_and_what_is_unclear_is_a_ring(fairness):
    assert listings.bars(fairness)["kind"].tolist() == ["breach", "within", "unclear"]
    drawn = charts.fairness(listings.bars(fairness), "").to_dict()
    scales = [layer["encoding"].get("shape", {}).get("scale") for layer in drawn["layer"]]
    assert {"circle", "diamond"} <= {shape for scale in scales if scale for shape in scale["range"]}


def test_what_is_allowed_is_the_ratio_around_the_whole_interval(fairness):
    row = listings.bars(fairness).set_index("area").loc["Castle"]
    assert (row["allowed_from"], row["allowed_to"]) == pytest.approx((0.1 / 1.5, 0.3 * 1.5))


def test_few_incidents_are_not_counted_out(fairness):
    assert listings.shares(fairness).set_index("Area").loc["Priory", "Incidents"] == "<5"
