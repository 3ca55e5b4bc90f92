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
# # One school day, from incidents to a briefing
#
# The whole path on the bundled sample: a borough that does not exist, SIMULATED throughout.
# Each step is one call into `geo`; nothing is defined here.

# %%
from datetime import date

import pandas as pd

from geo.briefing import Briefing
from geo.hotspots import detect_hotspots
from geo.model import Patrol
from geo.model import clock
from geo.network import network_of
from geo.patrol import candidate_places
from geo.patrol import suggest_plan
from geo.text import chance_in_words
from geo.workspace import Workspace

area = Workspace.open()
day = area.calendar.next_school_day(date(2026, 11, 23))
f"{area.about.name}: {day.date:%A %-d %B %Y}, {day.window}, data as at {area.about.data_as_at}"

# %% [markdown]
# ## What was read
#
# Accepted and rejected rows add up to the rows read, file by file.

# %%
pd.DataFrame(
    [
        (layer.value, reading.read, reading.accepted, len(reading.rejects))
        for layer, reading in area.readings.items()
    ],
    columns=["layer", "read", "accepted", "rejected"],
)

# %% [markdown]
# ## Hotspots
#
# Every scored incident before the day informs the ranking: by harm, by recency at several
# half-lives, at several distances, and other hours by a weight that is learned on held-out time.

# %%
hotspots = detect_hotspots(
    area.layers.incidents, day.window, as_of=day.date, surroundings=area.layers
)
pd.DataFrame(
    [
        (
            h.rank,
            h.name,
            chance_in_words(h.incidents.mean),
            f"{h.incidents.mean:.2f} ({h.incidents.low:.2f} to {h.incidents.high:.2f})",
            day.window.label(h.peak_slice),
            h.reason,
        )
        for h in hotspots
    ],
    columns=["rank", "place", "how often", "expected (90%)", "peak", "why"],
)

# %% [markdown]
# ## Routes

# %%
places = candidate_places(hotspots, area.layers, day)
network = network_of(area)
plan = suggest_plan(places, network, patrols=[Patrol("Alpha"), Patrol("Bravo")], day=day, seed=7)
pd.DataFrame(
    [
        (route.patrol.name, clock(stop.arrive_min), clock(stop.leave_min), stop.place.name)
        for route in plan.routes
        for stop in route.stops
    ],
    columns=["patrol", "arrive", "leave", "place"],
)

# %% [markdown]
# ## The briefing
#
# A plan that exists has passed the checker. Until somebody approves it, what is printed is a draft.

# %%
briefing = Briefing.of(plan, hotspots)
f"{len(briefing.pdf()):,} bytes of PDF"
