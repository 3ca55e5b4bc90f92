"""Widgets in, frozen choices out, in the order in which one decides."""

from dashboard.controls.data import (
    Intake,
    Section,
    intake,
    layer_label,
    next_file,
    part,
    section,
    turn_to,
)
from dashboard.controls.day import (
    AT_FIRST_STOP,
    RECORDED,
    SURFACE,
    Start,
    TodayChoice,
    day,
    go_to,
    patrols,
    today,
)
from dashboard.controls.mapping import column_label, date_order, lacking, mapping

__all__ = [
    "AT_FIRST_STOP",
    "RECORDED",
    "SURFACE",
    "Intake",
    "Section",
    "Start",
    "TodayChoice",
    "column_label",
    "date_order",
    "day",
    "go_to",
    "intake",
    "lacking",
    "layer_label",
    "mapping",
    "next_file",
    "part",
    "patrols",
    "section",
    "today",
    "turn_to",
]
