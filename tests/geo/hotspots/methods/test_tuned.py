from dataclasses import replace

import numpy as np
import pytest

from geo.errors import SettingError
from geo.hotspots.methods._tuned import Choice, _hits
from geo.hotspots.methods.classical import AdaptiveKde, Counts, GetisOrd, Kde, NearRepeat
from geo.hotspots.methods.clustering import Dbscan, Hdbscan


def test_the_choice_is_the_best_of_what_was_tried(town_past):
    choice = Kde().chosen(town_past)
    scores = dict(choice.trials)
    assert set(scores) == {(bandwidth,) for bandwidth in Kde().bandwidths_m}
    assert scores[choice.setting] == max(scores.values())


def test_the_choice_says_itself(town_past):
    choice = Kde(bandwidths_m=(200,)).chosen(town_past)
    assert choice.parameters == {"bandwidth_m": 200}
    assert str(choice).startswith("bandwidth 200 m, chosen by likelihood on 3 hold-outs of 28 days")


def test_names_of_two_words_become_one_key(town_past):
    assert GetisOrd(bands_m=(300,)).chosen(town_past).parameters == {"distance_band_m": 300}


def test_too_few_incidents_leave_the_middle_of_the_range(square, past):
    incidents = past(square(20), [(1000, 1000, age) for age in range(1, 300, 30)])
    choice = NearRepeat(reaches_m=(100, 200, 400), half_lives_days=(7, 28, 90)).chosen(incidents)
    assert choice == Choice(NearRepeat.names, (200, 28))
    assert str(choice) == "reach 200 m, half-life 28 days; too few held-out incidents to choose by"


def test_incidents_of_all_hours_decide_where_few_are_in_the_window(town_past):
    few = replace(town_past, share=np.where(np.arange(len(town_past)) < 5, 1.0, 0.0))
    choice = Kde().chosen(few)
    assert choice.all_hours
    assert choice.setting == Kde().chosen(town_past).setting
    assert "at all hours" in str(choice)


def test_the_window_decides_where_it_has_enough(square, past):
    """At night incidents lie anywhere; in the window they come back to one spot."""
    rng = np.random.default_rng(3)
    ages = np.tile(np.arange(1, 401), 2)
    spot = np.arange(800) < 400
    x, y = (np.where(spot, 2050, rng.uniform(0, 4000, 800)) for _ in range(2))
    incidents = past(square(40), np.column_stack([x, y, ages]), share=spot)
    everything = replace(incidents, share=np.ones(800))
    assert Kde().chosen(incidents).setting == (50,)
    assert not Kde().chosen(incidents).all_hours
    assert Kde().chosen(everything).trials != Kde().chosen(incidents).trials


def test_what_has_no_parameters_chooses_nothing(town_past):
    assert str(Counts().chosen(town_past)) == "nothing to choose"
    assert Counts().chosen(town_past).parameters == {}


def test_a_method_does_not_see_its_own_hold_outs(town_past):
    """One that did would take the narrowest kernel for pure noise."""
    rng = np.random.default_rng(11)
    noise = replace(
        town_past, x=rng.uniform(0, 4000, len(town_past)), y=rng.uniform(0, 4000, len(town_past))
    )
    assert Kde().chosen(noise).parameters["bandwidth_m"] >= 600


def test_hit_rates_take_cells_alike_in_part():
    """One incident somewhere on a hundred cells: 1, 2, 5 and 10% of it where all are alike."""
    happened = np.zeros(100)
    happened[40] = 1
    alike = np.ones(100)
    found = np.where(happened > 0, 2.0, 1.0)
    missed = np.where(np.arange(100) < 50, 1.0, 2.0)
    assert _hits(alike, happened) == pytest.approx((0.01 + 0.02 + 0.05 + 0.1) / 4)
    assert _hits(found, happened) == pytest.approx(1)
    assert _hits(missed, happened) == 0


@pytest.mark.parametrize(
    "wrong",
    [
        lambda: Kde(bandwidths_m=()),
        lambda: Kde(bandwidths_m=(0, 100)),
        lambda: Kde(bandwidths_m=(float("nan"),)),
        lambda: Kde(bandwidths_m=(float("inf"),)),
        lambda: AdaptiveKde(bandwidths_m=(200, 100)),
        lambda: NearRepeat(reaches_m=(100, 100)),
        lambda: NearRepeat(half_lives_days=(-1,)),
        lambda: GetisOrd(bands_m=(-5,)),
        lambda: Dbscan(distances_m=()),
        lambda: Dbscan(fewest=(0,)),
        lambda: Hdbscan(fewest=(1,)),
        lambda: Hdbscan(fewest=(2.5,)),
        lambda: Hdbscan(reaches_m=()),
        lambda: Counts(side_m=0),
        lambda: Counts(side_m=float("nan")),
    ],
)
def test_nonsense_is_refused_in_a_sentence(wrong):
    with pytest.raises(SettingError, match=r"expected .*\.$"):
        wrong()
