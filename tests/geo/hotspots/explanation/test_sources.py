import datetime as dt

import numpy as np
import pandas as pd

from geo.hotspots.explanation._tallies import _UNREPORTED, missing, source_names, sources_of

AS_OF = dt.date(2026, 11, 24)


def sources(newest_age=1, **ages):
    """Sources by the ages of their incidents."""
    names = pd.Series([name for name, days in ages.items() for _ in days])
    days = np.concatenate([np.asarray(list(days), dtype=float) for days in ages.values()])
    return sources_of(source_names(names), days, AS_OF, newest_age)


def said(found, newest_age=1, *, by_interchange=False):
    return missing(found, AS_OF, newest_age, by_interchange=by_interchange)


def test_a_source_that_stops_while_others_go_on_is_missing():
    found = sources(CRIS=range(1, 800), CAD=range(30, 800))
    assert [(each.name, each.stopped) for each in found] == [("CRIS", False), ("CAD", True)]
    assert said(found)[0].startswith("CAD says nothing after Sun 25 Oct 2026, while others go on")


def test_a_source_of_few_rows_may_be_silent_for_weeks():
    found = sources(CRIS=range(1, 800), BTP=range(30, 800, 40))
    assert not any(each.stopped for each in found)
    assert said(found) == (_UNREPORTED,)


def test_a_source_that_begins_late_is_named():
    found = sources(CRIS=range(1, 800), BTP=range(1, 100))
    assert "begin later: BTP on Mon 17 Aug 2026" in said(found)[0]


def test_interchanges_without_a_transport_police_are_warned_of():
    alone = sources(CRIS=range(1, 800))
    assert "transport police" in " ".join(said(alone, by_interchange=True))
    assert "transport police" not in " ".join(said(alone))
    both = sources(CRIS=range(1, 800), BTP=range(1, 800))
    assert said(both, by_interchange=True) == (_UNREPORTED,)


def test_data_that_end_before_the_day_say_so():
    found = sources(newest_age=5, CRIS=range(5, 800))
    assert said(found, 5)[0] == "Nothing after Thu 19 Nov 2026 is in the data."


def test_a_source_without_a_name_still_counts():
    found = sources_of(source_names(pd.Series(["", None])), np.array([1.0, 2]), AS_OF, 1)
    assert [(each.name, each.recorded) for each in found] == [("source not named", 2)]
