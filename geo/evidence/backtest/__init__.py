"""What each method would have found in weeks that it had not seen.

Incidents and origins in; hit rates, PAI, PEI and calibration by method, with intervals, out.
"""

from geo.evidence.backtest import _tables as tables
from geo.evidence.backtest._checks import Promise, promise
from geo.evidence.backtest._report import Report
from geo.evidence.backtest._results import Conclusion, Difference, Reach, hidden, shown
from geo.evidence.backtest._verdict import MAIN_REACH, digits, percent, rate
from geo.evidence.backtest.engine import backtest
from geo.evidence.backtest.page import render, report_json, write

__all__ = [
    "MAIN_REACH",
    "Conclusion",
    "Difference",
    "Promise",
    "Reach",
    "Report",
    "backtest",
    "digits",
    "hidden",
    "percent",
    "promise",
    "rate",
    "render",
    "report_json",
    "shown",
    "tables",
    "write",
]
