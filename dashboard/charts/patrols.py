"""What a plan is worth by the number of patrols."""

import altair as alt
import pandas as pd

from dashboard.charts.look import quiet
from geo.patrol.options import Marginal
from geo.rendering import palette

_HEIGHT_PX = 190


def patrols(found: Marginal) -> alt.Chart:
    """A curve through the values, with the number that there is now marked by shape and words."""
    steps = [step for step in found.steps if step.value is not None]
    table = pd.DataFrame(
        {
            "patrols": [step.patrols for step in steps],
            "value": [step.value for step in steps],
            "now": ["now" if step.patrols == found.given else "" for step in steps],
            "said": [f"{step.value:.0f}" for step in steps],
        }
    )
    base = alt.Chart(table).encode(
        x=alt.X("patrols:O", title="Patrols", axis=alt.Axis(labelAngle=0)),
        y=alt.Y("value:Q", title="Points", axis=alt.Axis(tickCount=4)),
        tooltip=[alt.Tooltip("patrols:O", title="Patrols"), alt.Tooltip("said:N", title="Points")],
    )
    line = base.mark_line(color=palette.QUIET, strokeWidth=2)
    points = base.mark_point(filled=True, size=70, opacity=1, color=palette.ACCENT).encode(
        shape=alt.condition("datum.now == 'now'", alt.value("diamond"), alt.value("circle")),
        size=alt.condition("datum.now == 'now'", alt.value(220), alt.value(70)),
    )
    words = base.mark_text(dy=18, fontSize=13, font="Source Sans", color=palette.INK).encode(
        text="now:N"
    )
    values = ", ".join(f"{step.patrols}: {step.value:.0f}" for step in steps)
    return quiet(
        alt.layer(line, points, words), _HEIGHT_PX, f"Points by number of patrols: {values}"
    )
