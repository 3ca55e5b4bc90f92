"""A backtest report of two toy methods, made by hand."""

import datetime as dt

import pytest

from geo.evidence.backtest import Conclusion, Difference, Reach, Report
from geo.evidence.backtest._report import OriginResult, PatrolReach
from geo.evidence.backtest._results import (
    Calibration,
    CalibrationGroup,
    Coverage,
    LearningCurve,
    LearningPoint,
    MethodResult,
    Score,
    SliceResult,
    Stability,
    StabilityWeek,
)
from geo.model import Interval

CURVE_SHARES = tuple(round(0.005 * n, 3) for n in range(41))
SLICES = tuple(
    SliceResult(day, start, start + 30, tested, tested / 2)
    for day, start, tested in ((0, 900, 12.0), (0, 930, 3.0), (4, 900, 7.0), (4, 930, 30.0))
)
AHEAD, AS_STATED = Interval(0.04, 0.01, 0.07), Interval(0.9, 0.85, 0.95)
SETTINGS = {"seed": 0, "resamples": 2000}


def around(value):
    return Interval(value, 0.8 * value, 1.2 * value)


def method(key, reaches, *, default):
    scores = tuple(
        Score(r.key, "incidents", around(0.3), around(15.0), around(0.5), (0.3,)) for r in reaches
    )
    curve = tuple(min(3 * share, 1.0) for share in CURVE_SHARES)
    return MethodResult(key, key.capitalize(), "Nobody (2026)", default, scores, curve)


def calibration(observed, coverage):
    groups = tuple(
        CalibrationGroup(n + 1, 0.1, expected=10.0, low=5.0, high=15.0, observed=count)
        for n, count in enumerate(observed)
    )
    tried = (Coverage(dt.date(2026, 10, 26), 40, 36),) if coverage else ()
    return Calibration(groups, tried, coverage, "said")


def report(
    difference=AHEAD,
    conclusion=Conclusion.BETTER,
    patrols_share=0.015,
    slices=SLICES,
    observed=(10.0,) * 10,
    coverage=AS_STATED,
    **changes,
):
    shares = {"1": 0.01, "2": 0.02, "5": 0.05, "10": 0.1, "patrols": patrols_share}
    reaches = tuple(Reach(key, f"{share:.0%} of the area", share) for key, share in shares.items())
    origin = OriginResult(
        dt.date(2026, 10, 26), dt.date(2026, 11, 23), 900, 80.0, patrols_share, 42.0, 0.0
    )
    week = StabilityWeek(dt.date(2026, 11, 2), 0.9, 0.8, 0.8, 0.9)
    known = {
        "verdict": "The riskiest 2% held about 1 in 3.",
        "can_tell": True,
        "sentences": (),
        "window": "15:00–18:00",
        "days": "school days",
        "measure": "incidents",
        "test_days": 28,
        "study_area_ha": 400.0,
        "cells": 1600,
        "cell_m": 50.0,
        "origins": (origin,),
        "reaches": reaches,
        "curve_shares": CURVE_SHARES,
        "methods": (method("toy", reaches, default=True), method("other", reaches, default=False)),
        "differences": tuple(
            Difference("other", r.key, "incidents", difference, 0.95, conclusion) for r in reaches
        ),
        "patrols": PatrolReach(2, 12, 12.0, patrols_share, around(0.3), around(15.0), "said"),
        "stability": Stability((week,), "It held still."),
        "learning": LearningCurve((LearningPoint(1.0, 300.0, 900.0, around(0.3)),), "said"),
        "calibration": calibration(observed, coverage),
        "slices": slices,
        "notices": ("A note.",),
        "parameters": SETTINGS,
        "data_version": "0123456789abcdef",
        "seconds": 12.0,
    }
    return Report(**{**known, **changes})


@pytest.fixture
def make_report():
    return report
