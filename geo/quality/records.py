"""Rows of incidents: rejected, twice there, not known to the vocabulary, not scored."""

from collections.abc import Iterator
from typing import Final

import numpy as np
import pandas as pd

from geo.hotspots import HotspotSettings
from geo.hotspots.offences import label
from geo.hotspots.scored import excluded
from geo.quality.cells import part_of, percent, share
from geo.quality.facts import Bools, Incidents
from geo.quality.findings import Finding, Part, Severity
from geo.quality.rules import QualityRules
from geo.words import count_shown, listed
from geo.workspace import Settings

_INC = Part.INCIDENTS
#: The finding that says whether anything can make a hotspot.
NOT_SCORED: Final = "not-scored"
_MOST_OFFENCES: Final = 200


def check_records(facts: Incidents, settings: Settings, rules: QualityRules) -> Iterator[Finding]:
    """Copies, offences that are not known, and what is not scored."""
    yield _copies(facts, rules)
    yield _unknown(facts, settings, rules)
    yield _not_scored(facts, settings)


def _copies(facts: Incidents, rules: QualityRules) -> Finding:
    """Rows with the moment, point and offence of another, under another id."""
    offence, _ = pd.factorize(facts.frame["offence"])
    keys = pd.DataFrame({"moment": facts.local_s, "spot": facts.spot[0], "offence": offence})
    again = keys.duplicated().to_numpy()
    same_source = keys.assign(source=facts.source).duplicated().to_numpy()
    between = again & ~same_source
    midnight = again & (facts.second == 0)
    count, part = int(again.sum()), float(again.mean())
    table = pd.DataFrame(
        {
            "Source": facts.sources,
            "Copies": facts.by_source(again),
            "Of another source's row": facts.by_source(between),
            "At exactly midnight": facts.by_source(midnight),
            "Of its rows, %": percent(facts.by_source(again) / facts.rows_by_source),
        }
    )
    severity = Severity.LOOK if part >= rules.look_share / 2 else Severity.OK
    return Finding(
        "copies",
        _INC,
        Severity.MEND if part >= rules.mend_share else severity,
        f"{part_of(count, len(facts))} with the moment, point and offence of another row"
        + (f"; {int(between.sum()):,} of them of another source." if count else "."),
        "Each is counted again: a place with one event and many rows is ranked too high."
        if count
        else "None.",
        "Several victims of one event look like this too; ask the source, and keep one row an "
        "event where it is one."
        if count
        else "Nothing.",
        table if count else None,
    )


def _unknown(facts: Incidents, settings: Settings, rules: QualityRules) -> Finding:
    own = {code for code, _ in settings.harm_weights}
    offence = facts.frame["offence"]
    strange = (facts.role == "unknown").to_numpy() & ~offence.isin(own).to_numpy()
    counts = offence[strange].value_counts()
    count, part = int(counts.sum()), float(counts.sum() / len(facts))
    if not count:
        return Finding.fine("offences-unknown", _INC, "The vocabulary knows every offence.")
    order = counts.sort_index().sort_values(ascending=False, kind="stable").head(_MOST_OFFENCES)
    table = pd.DataFrame(
        {
            "Offence": [str(name) or "(none named)" for name in order.index],
            "Rows": [count_shown(int(n)) for n in order],
            "Share of rows, %": percent(order / len(facts)),
        }
    )
    named = listed([f"{n} ({r})" for n, r in table[["Offence", "Rows"]].head(3).to_numpy()])
    more = f" and {len(counts) - 3} more" if len(counts) > 3 else ""
    bare = bool((offence == "").all())
    return Finding(
        "offences-unknown",
        _INC,
        Severity.LOOK if bare or part < rules.mend_share else Severity.MEND,
        "The file names no offences, so every row counts the same."
        if bare
        else f"{part_of(count, len(facts))} with an offence that the vocabulary does not know: "
        f"{named}{more}.",
        "They count with weight 1, whatever harm they stand for.",
        "Name them under [offence_groups] or [harm_weights] in afterbell.toml.",
        table,
    )


def _not_scored(facts: Incidents, settings: Settings) -> Finding:
    reasons = _reasons(facts, settings)
    left = ~np.logical_or.reduce(list(reasons.values()))
    taken = np.zeros(len(facts), dtype=bool)
    told = []
    for why, hit in reasons.items():
        told.append((why, int((hit & ~taken).sum())))
        taken |= hit
    offence = facts.frame["offence"]
    context = offence[(facts.role != "scored") & (facts.role != "unknown")].value_counts()
    named = [(f"of these: {label(str(name))}", int(n)) for name, n in context.items()]
    table = pd.DataFrame([*told, *named], columns=["Why", "Rows"])
    table = table[table["Rows"] > 0].reset_index(drop=True)
    count = int(left.sum())
    mend = "Bring in an extract of offences against victims."
    return Finding(
        NOT_SCORED,
        _INC,
        Severity.OK if count else Severity.MEND,
        f"All {len(facts):,} rows are scored."
        if count == len(facts)
        else f"{count:,} of {len(facts):,} rows ({share(count, len(facts))}) are scored; the "
        "others are context, excluded, or of weight 0.",
        "Only these rows make hotspots; the others cannot move the ranking."
        if count
        else "No hotspot can be found: police-generated and excluded rows never make one.",
        "Nothing, unless a row is here that should count." if count else mend,
        table.assign(Rows=table["Rows"].map(count_shown)) if len(table) else None,
    )


def scored(facts: Incidents, settings: Settings) -> Bools:
    """Rows that can make a hotspot."""
    reasons = _reasons(facts, settings)
    return np.asarray(~np.logical_or.reduce(list(reasons.values())))


def _reasons(facts: Incidents, settings: Settings) -> dict[str, Bools]:
    """Why rows are not scored, as `geo.hotspots` leaves them out; the first reason counts."""
    frame = facts.frame
    own = HotspotSettings(exclusions=settings.exclusions)
    return {
        "context, by offence": (facts.role == "context").to_numpy(),
        "excluded, by offence": (facts.role == "excluded").to_numpy(),
        "police-generated": frame["police_generated"].to_numpy(dtype=bool),
        "domestic": frame["domestic"].to_numpy(dtype=bool),
        "in a dwelling or online": facts.place_out,
        "excluded in afterbell.toml": excluded(frame, own).to_numpy(dtype=bool),
        "a harm weight of 0": facts.weight(settings.harm_weights) <= 0,
    }
