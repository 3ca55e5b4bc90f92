"""What of an area's data can be believed.

An opened area in; findings with their severity, effect and remedy out.
"""

from geo.quality.check import QualityReport, check_area
from geo.quality.findings import Chart, ChartKind, Finding, Part, QualityRules, Severity, text_of

__all__ = [
    "Chart",
    "ChartKind",
    "Finding",
    "Part",
    "QualityReport",
    "QualityRules",
    "Severity",
    "check_area",
    "text_of",
]
