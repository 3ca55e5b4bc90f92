"""The check of a whole area: every finding, worst first."""

from collections.abc import Iterator
from dataclasses import replace

from pyproj import Transformer

from geo.crs import WGS84
from geo.quality._areas import check_areas
from geo.quality._bells_and_terms import check_bells_and_terms, check_tables
from geo.quality._coverage import check_coverage, check_lag
from geo.quality._facts import Incidents
from geo.quality._fixed_places import check_fixed_places
from geo.quality._points import Bounds, check_points
from geo.quality._rows import NOT_SCORED, check_rejected, check_rows, scored
from geo.quality._streets import check_streets
from geo.quality._timing import check_timing, clock_change
from geo.quality.findings import Finding, QualityRules, Severity
from geo.quality.quality_report import QualityReport
from geo.workspace import Workspace

_NO_EFFECT = "None: no row of the file is scored, so none of them moves a hotspot."


def check_area(area: Workspace, rules: QualityRules | None = None) -> QualityReport:
    """Look at everything that an area holds, and report what of it can be believed.

    Parameters
    ----------
    area : Workspace
        Opened. Nothing of it is changed.
    rules : QualityRules, optional
        Thresholds of warnings and errors.

    Returns
    -------
    QualityReport
        The same for the same area: worst first, what is fine last.
    """
    chosen = rules or QualityRules()
    layers = area.layers
    return QualityReport.of(
        area.about,
        (
            *_incidents(area, chosen),
            *check_rejected(area, chosen),
            *check_fixed_places(layers, chosen, area.settings.role("contact")),
            *check_streets(layers, chosen),
            *check_areas(layers, chosen),
            *check_bells_and_terms(area.calendar, layers.schools, area.about.data_as_at, chosen),
            *check_tables(area),
        ),
    )


def _incidents(area: Workspace, rules: QualityRules) -> Iterator[Finding]:
    """Findings of incidents; where none of them is scored, none can do any harm."""
    frame = area.layers.incidents
    if not len(frame):
        return
    settings = area.settings
    facts = Incidents.of(frame, settings.timezone, area.about.data_as_at)
    findings = [
        *check_coverage(facts, rules),
        check_lag(facts, rules),
        *check_timing(facts, rules),
        clock_change(facts, area.calendar.window),
        *check_points(facts, area.layers.areas, _bounds(area), rules),
        *check_rows(facts, settings, rules),
    ]
    if not scored(facts, settings).any():
        findings = [_harmless(finding) for finding in findings]
    yield from findings


def _harmless(finding: Finding) -> Finding:
    if finding.severity is Severity.OK or finding.code == NOT_SCORED:
        return finding
    return replace(finding, severity=Severity.WARNING, effect=_NO_EFFECT)


def _bounds(area: Workspace) -> Bounds | None:
    """Bounds of the area in its own CRS, where the settings give them in degrees."""
    if area.settings.bounds is None:
        return None
    to_area = Transformer.from_crs(WGS84, area.layers.crs, always_xy=True)
    west, south, east, north = to_area.transform_bounds(*area.settings.bounds)
    return west, south, east, north
