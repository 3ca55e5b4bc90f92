# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3
#     language: python
#     name: python3
# ---

# %% [markdown]
# # What a ranking is worth, on the sample
#
# The bundled borough does not exist, and every row is SIMULATED. So the figures below show how the
# method is judged, not how well it does on any real place. Each step is one call into `geo`.

# %%
from datetime import date

import pandas as pd

from geo.evidence.backtest import backtest
from geo.evidence.backtest import _tables as tables
from geo.evidence.ranking import chosen_parameters
from geo.hotspots import METHODS
from geo.hotspots import risk_surface
from geo.workspace import Workspace

area = Workspace.open()
incidents, window = area.layers.incidents, area.calendar.window
as_of = date(2026, 11, 24)
f"{area.about.name}: {len(incidents):,} incidents, {window} on {window.days.name}"

# %% [markdown]
# ## The method
#
# Several ways lead from weighted incidents to a share of the risk in each cell. The first is the
# default; the others stand beside it so that anybody can see what choosing them would cost.

# %%
pd.DataFrame(
    [(method.title, method.paper) for method in METHODS.values()], columns=["method", "paper"]
)

# %% [markdown]
# Nothing in them is set by hand. Each tries its settings on weeks that it holds out for itself, and
# the default weighs hours, distances and places in the same way.

# %%
chosen = chosen_parameters(
    incidents, window, as_of, surroundings=area.layers, methods=["learned", "counts", "kde"]
)
pd.DataFrame([(one.title, one.parameters) for one in chosen], columns=["method", "it chose"])

# %% [markdown]
# What comes out is the number of incidents to expect in each cell, in one window.

# %%
surface = risk_surface(incidents, window, as_of, surroundings=area.layers)
f"{surface.incidents.sum():.1f} incidents expected in one {window.noun} over the whole area"

# %% [markdown]
# ## The test
#
# The last weeks are hidden. Before each block of four weeks every method gets what was over by
# then; what happened in the block is counted in the cells that it called riskiest. Two blocks are
# few, to keep this short; `afterbell backtest` makes eight.

# %%
report = backtest(
    incidents,
    window,
    origins=2,
    methods=["counts", "kde"],
    surroundings=area.layers,
    seed=0,
)
report.verdict

# %%
tables.methods(report)

# %% [markdown]
# The default against each of the others, on the same weeks. The interval comes from whole weeks
# drawn again; where it holds 0, nothing is claimed.

# %%
tables.differences(report)

# %% [markdown]
# ## Are the numbers honest?
#
# Cells from the riskiest down, in ten bands that each expect a tenth of the incidents. What
# happened should lie in the range of chance around it.

# %%
tables.calibration(report)

# %%
report.calibration.summary

# %% [markdown]
# ## Does it hold still?

# %%
report.stability.summary

# %% [markdown]
# ## What this cannot tell
#
# - **Whether it works anywhere else.** The sample was made by rules; a real place was not. Run the
#   test on your own extract.
# - **What was never recorded.** All methods learn from records and are tested on records. Where few
#   people report, the ranking and the test are blind together.
# - **Whether patrols help.** A forecast that finds the next incidents says where they will be, not
#   that officers there prevent any. That needs control days, drawn by lot.
# - **A difference that a few weeks cannot show.** Below are the words of the report for that.

# %%
[told for told in report.sentences if "cannot tell" in told] or "Here every difference is clear."
