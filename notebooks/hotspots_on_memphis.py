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
# # The ranking on a real city
#
# Every personal robbery recorded in Memphis in 2019: 2,245 rows of open data by the City of
# Memphis, republished under MIT. They are not part of this project. Where the folder
# `../shared/real-data` is absent, this notebook says so and ends.

# %%
from pathlib import Path

import geo
from geo.clock import EveryDay
from geo.clock import Weekdays
from geo.clock import Window
from geo.evidence.backtest import backtest
from geo.evidence.backtest import _tables as tables
from geo.hotspots import HotspotSettings
from geo.model import LayerName
from geo.layers import read_layer

file = Path(geo.__file__).resolve().parents[2] / "shared/real-data/memphis/robberies-2019.csv"
here = file.is_file()
"The robberies are here." if here else (
    "The robberies of Memphis are not here (../shared/real-data), so nothing is shown."
)

# %% [markdown]
# ## What was read
#
# Times are local to Memphis. Points are rounded to three decimals of a degree, about 100 m, so
# cells are no finer than that.

# %%
reading = read_layer(file, LayerName.INCIDENTS, timezone="America/Chicago") if here else None
here and f"{reading.read:,} rows, {reading.accepted:,} accepted, in {reading.frame.crs.name}"

# %% [markdown]
# ## All hours of all days
#
# Every robbery counts as one. The test has two blocks of four weeks to keep this short.

# %%
settings = HotspotSettings(weights="equal", cell_m=125)
day = Window.parse("00:00-24:00", EveryDay(), "America/Chicago")
all_hours = (
    backtest(reading.frame, day, settings=settings, origins=2, methods=["counts", "kde"])
    if here
    else None
)
here and all_hours.verdict

# %%
tables.methods(all_hours) if here else None

# %%
tables.differences(all_hours) if here else None

# %% [markdown]
# ## The afternoon alone
#
# A map of the afternoon's own robberies throws most of what is known away. The default lets other
# hours speak, by a weight that it learns.

# %%
afternoon = Window(days=Weekdays(), timezone="America/Chicago")
after_school = (
    backtest(
        reading.frame,
        afternoon,
        settings=settings,
        origins=4,
        methods=["counts_window", "counts"],
    )
    if here
    else None
)
here and after_school.verdict

# %%
tables.methods(after_school) if here else None

# %% [markdown]
# ## Are the numbers honest?

# %%
here and all_hours.calibration.summary

# %% [markdown]
# ## What this cannot tell
#
# One city, one crime and one year. A few dozen robberies fall into the afternoons of the test, so
# most differences there are within chance, and the report says that it cannot tell. Robberies that
# nobody reported are missing from the ranking and from the test alike.

# %%
after_school.sentences if here else None
