"""Widgets in, frozen choices out, in the order in which one decides."""

from dashboard.controls.constraints import balance, constraints
from dashboard.controls.constraints import carry_over as carry_constraints
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
from dashboard.controls.day import RECORDED, SURFACE, TodayChoice, day, go_to, today
from dashboard.controls.mapping import column_label, date_order, lacking, mapping
from dashboard.controls.patrols import AT_FIRST_STOP, Start, patrols
from dashboard.controls.patrols import show as show_patrols

__all__ = [
    "AT_FIRST_STOP",
    "RECORDED",
    "SURFACE",
    "Intake",
    "Section",
    "Start",
    "TodayChoice",
    "balance",
    "carry_constraints",
    "column_label",
    "constraints",
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
    "show_patrols",
    "today",
    "turn_to",
]
