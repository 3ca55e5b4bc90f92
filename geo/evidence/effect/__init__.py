"""Did it work? What patrols changed, with an interval, or that nobody can tell.

`measure_effect` runs: incidents → counted by place and date (`tally`) → stretches (`periods`) →
comparison places by rule (`pool`, `matching`) → recorded against expected (`ratio`) → rings and
displacement (`displacement`) → words (`said`). `control_days` draws a trial (`design`), `power_of`
says what it would notice (`power`), and `measure_trial` what it found (`trial`).
"""

from geo.evidence.effect.design import control_days
from geo.evidence.effect.measure import measure_effect
from geo.evidence.effect.places import Patrolled
from geo.evidence.effect.pool import comparison_pool
from geo.evidence.effect.power import Power, Usual, power_of
from geo.evidence.effect.result import Change, Effect, Ring, Verdict
from geo.evidence.effect.settings import EffectSettings
from geo.evidence.effect.tally import Record
from geo.evidence.effect.trial import TrialResult, measure_trial
from geo.evidence.effect.visits import Visits, patrolled_places, read_visits

__all__ = [
    "Change",
    "Effect",
    "EffectSettings",
    "Patrolled",
    "Power",
    "Record",
    "Ring",
    "TrialResult",
    "Usual",
    "Verdict",
    "Visits",
    "comparison_pool",
    "control_days",
    "measure_effect",
    "measure_trial",
    "patrolled_places",
    "power_of",
    "read_visits",
]
