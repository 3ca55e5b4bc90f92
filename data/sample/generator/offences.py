"""What happens: offences, the words a force writes for them, and the flags on a record."""

from typing import Final

import numpy as np
import pandas as pd
from numpy.random import Generator

_ASB, _VWI, _ROB, _TFP, _KNIFE, _SEX = (
    "anti-social behaviour",
    "violence with injury",
    "personal robbery",
    "theft from the person",
    "knife-enabled crime",
    "sexual offence",
)
_POLICE: Final = ("stop and search", "drugs", "weapons possession")
#: Shares of each offence, by the process that made the incident.
MIX: Final = {
    "hot place": {_ASB: 0.22, _VWI: 0.27, _ROB: 0.27, _TFP: 0.17, _KNIFE: 0.06, _SEX: 0.01},
    "after school": {_ASB: 0.34, _VWI: 0.27, _ROB: 0.20, _TFP: 0.14, _KNIFE: 0.04, _SEX: 0.01},
    "street": {_ASB: 0.40, _VWI: 0.25, _ROB: 0.11, _TFP: 0.18, _KNIFE: 0.03, _SEX: 0.03},
    "night out": {_ASB: 0.36, _VWI: 0.38, _ROB: 0.07, _TFP: 0.13, _KNIFE: 0.02, _SEX: 0.04},
    "police": {"stop and search": 0.61, "drugs": 0.24, "weapons possession": 0.15},
    "home": {
        "domestic abuse": 0.46,
        "burglary in a dwelling": 0.29,
        "online crime": 0.15,
        _VWI: 0.10,
    },
}
#: What else a record may call an offence; the first is the commonest.
_WORDS: Final = {
    _ASB: ("ASB", "Rowdy behaviour", "Public disorder"),
    _VWI: ("Violence with injury", "ABH", "Wounding", "GBH"),
    _ROB: ("Robbery of personal property", "Robbery"),
    _TFP: ("Theft from person", "Snatch", "Pickpocketing"),
    _KNIFE: ("Knifepoint", "Wounding with knife"),
    _SEX: ("Sexual offences", "Sexual assault"),
    "stop and search": ("Person search",),
    "drugs": ("Possession of drugs", "Drug offence"),
    "weapons possession": ("Offensive weapon", "Possession of weapon"),
    "domestic abuse": ("Domestic violence",),
    "burglary in a dwelling": ("Residential burglary",),
    "online crime": ("Malicious communications",),
}
_MANNER: Final = {
    _TFP: "theft",
    "burglary in a dwelling": "dwelling",
    **dict.fromkeys(_POLICE, "police"),
}
FLAGS: Final = ("weapon", "knife", "injury", "victim_under_18", "police_generated", "domestic")


def draw(process: str, size: int, rng: Generator) -> np.ndarray:
    """Give canonical offence codes in the mix of a process."""
    mix = MIX[process]
    share = np.array(list(mix.values()))
    return rng.choice(np.array(list(mix)), size, p=share / share.sum())


def manner(offence: pd.Series) -> pd.Series:
    """How precisely the time of an offence tends to be known; see `when.known_span`."""
    return offence.map(_MANNER).fillna("personal")


def worded(offence: pd.Series, rng: Generator) -> pd.Series:
    """Write three in ten offences in other words."""
    luck, pick = rng.random(len(offence)), rng.random(len(offence))
    return pd.Series(
        [
            _WORDS[code][int(which * which * len(_WORDS[code]))] if chance < 0.3 else code
            for code, chance, which in zip(offence, luck, pick, strict=True)
        ],
        index=offence.index,
    )


def sourced(table: pd.DataFrame, rng: Generator) -> pd.Series:
    """Which simulated system holds a record."""
    luck = rng.random(len(table))
    source = pd.Series("SIM-CRIS", index=table.index)
    source[table["offence"] == _ASB] = "SIM-CAD"
    source[table["location_type"].eq("railway station") & (luck < 0.7)] = "SIM-BTP"
    source[table["offence"] == "stop and search"] = "SIM-STOPS"
    return source


def flagged(table: pd.DataFrame, rng: Generator) -> pd.DataFrame:
    """Add the six flags."""
    offence, size = table["offence"], len(table)
    luck = rng.random((size, 6))
    young = table["process"].isin(["hot place", "after school"]).map({True: 0.52, False: 0.11})
    chance_weapon = offence.map({_ROB: 0.24, _VWI: 0.10}).fillna(0.0)
    knife = offence.eq(_KNIFE) | (offence.eq(_ROB) & (luck[:, 0] < 0.11))
    weapon = knife | offence.eq("weapons possession") | (luck[:, 1] < chance_weapon)
    hurt = offence.eq(_VWI) | (luck[:, 2] < offence.map({_KNIFE: 0.55, _ROB: 0.16}).fillna(0.0))
    police = offence.isin(_POLICE)
    victim = ~police & (luck[:, 3] < young)
    at_home = offence.eq("domestic abuse") | (offence.eq(_VWI) & table["process"].eq("home"))
    values = (weapon, knife, hurt, victim, police, at_home)
    return table.assign(**dict(zip(FLAGS, values, strict=True)))
