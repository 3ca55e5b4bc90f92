"""What each method would have found in weeks that it had not seen."""

from geo.evidence.backtest.checks import (
    Calibration,
    CalibrationGroup,
    Coverage,
    LearningCurve,
    LearningPoint,
    SliceResult,
    Stability,
    StabilityWeek,
)
from geo.evidence.backtest.engine import backtest
from geo.evidence.backtest.report import OriginResult, PatrolReach, Report
from geo.evidence.backtest.results import (
    Counted,
    Difference,
    MethodResult,
    Reach,
    Score,
    Word,
)
from geo.evidence.backtest.wording import digits
from geo.evidence.backtest.writing import refuse_other_files, report_json, write
from geo.evidence.interval import Interval

__all__ = [
    "Calibration",
    "CalibrationGroup",
    "Counted",
    "Coverage",
    "Difference",
    "Interval",
    "LearningCurve",
    "LearningPoint",
    "MethodResult",
    "OriginResult",
    "PatrolReach",
    "Reach",
    "Report",
    "Score",
    "SliceResult",
    "Stability",
    "StabilityWeek",
    "Word",
    "backtest",
    "digits",
    "refuse_other_files",
    "report_json",
    "write",
]
