"""What of an area's data can be believed: `check_area` looks at all of it and says so."""

from geo.quality.check import check_area
from geo.quality.findings import Finding, Kind, Part, Picture, QualityRules, Severity, text_of
from geo.quality.quality_report import QualityReport, refuse_other_files

__all__ = [
    "Finding",
    "Kind",
    "Part",
    "Picture",
    "QualityReport",
    "QualityRules",
    "Severity",
    "check_area",
    "refuse_other_files",
    "text_of",
]
