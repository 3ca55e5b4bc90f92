"""The figures of a backtest as rows for pictures, and as words: what each method finds."""

import datetime as dt
from typing import Final

import pandas as pd

from geo.evidence.backtest import MAIN_REACH, Conclusion, Difference, Reach, Report, percent, rate
from geo.model import Interval
from geo.text import short_date

CHANCES: Final = (
    "Whole weeks were drawn again and again, the same for both methods. With several methods, one "
    "interval in ten leaves out nought by chance alone."
)
#: Name of the line of a method that knows nothing.
CHANCE: Final = "By chance"
_LEAST_SHARE: Final = 0.005


def lines(report: Report, *, as_rate: bool) -> pd.DataFrame:
    """Every method's curve: method, share (of the area), found and shown."""
    rows = [
        (_named(method.title, default=method.is_default), share, rate)
        for method in report.methods
        for share, rate in zip(report.curve_shares, method.curve, strict=True)
    ]
    rows += [(CHANCE, share, share) for share in report.curve_shares]
    frame = pd.DataFrame(rows, columns=["method", "share", "found"])
    if not as_rate:
        frame = frame.loc[frame["share"] >= _LEAST_SHARE]
        frame = frame.assign(found=frame["found"] / frame["share"])
    return frame.assign(shown=[_shown(v, as_rate=as_rate) for v in frame["found"]])


def marks(report: Report, *, as_rate: bool) -> pd.DataFrame:
    """The default at each reach: share, found, shown, label, where and patrols."""
    rows = []
    for reach in report.reaches:
        score = report.default.at(reach.key, report.measure)
        found = (score.hit_rate if as_rate else score.pai).value
        shown = _shown(found, as_rate=as_rate)
        ours = reach.key == "patrols"
        if not ours or _LEAST_SHARE <= reach.area_share <= report.curve_shares[-1]:
            label = "" if ours else shown
            rows.append((reach.area_share, found, shown, label, reach.title, ours))
    return pd.DataFrame(rows, columns=["share", "found", "shown", "label", "where", "patrols"])


def tested(report: Report) -> str:
    """How often, when and on what it was tested."""
    first, last = report.origins[0].as_of, _last_day(report)
    by = "harm" if report.measure == "harm" else "number"
    return (
        f"{len(report.origins)} tests of {report.test_days} days from {short_date(first)} to "
        f"{short_date(last)}, each on incidents that no method had seen: {report.tested:,.0f} in "
        f"{report.window}, {report.days}, counted by {by}."
    )


def find_in_words(report: Report) -> str:
    """What lay in the riskiest 2% of the area, in one sentence."""
    score = report.default.at(MAIN_REACH, report.measure)
    what = "harm" if report.measure == "harm" else "incidents"
    return (
        f"In the riskiest 2% of the area lay {rate(score.hit_rate)} of the {what} that came after; "
        "by chance it would be 2 in 100."
    )


def reached(report: Report) -> pd.DataFrame:
    """The default at each reach, for people: area, found, PAI and PEI with their intervals."""
    rows = [
        {
            "Where one looks": _place(reach, report),
            "Found (90%)": _in_percent(score.hit_rate),
            "PAI (90%)": _in_number(score.pai, 1),
            "PEI (90%)": _in_number(score.pei, 2),
        }
        for reach in report.reaches
        for score in [report.default.at(reach.key, report.measure)]
    ]
    return pd.DataFrame(rows)


def apart(report: Report) -> pd.DataFrame:
    """The default less each method in 2% of the area, in incidents of a hundred."""
    titles = {method.key: method.title for method in report.methods}
    rows = [
        {
            "name": titles[difference.method],
            "value": 100 * difference.hit_rate.value,
            "low": 100 * difference.hit_rate.low,
            "high": 100 * difference.hit_rate.high,
            "words": more_in_words(difference),
            "certain": difference.conclusion is not Conclusion.CANNOT_TELL,
        }
        for difference in _at_main(report)
    ]
    return pd.DataFrame(rows)


def costs(report: Report) -> pd.DataFrame:
    """What choosing another method would cost, in words."""
    titles = {method.key: method.title for method in report.methods}
    rows = [
        {
            "Instead of the default": titles[difference.method],
            _whole(report): cost_in_words(difference),
        }
        for difference in _at_main(report)
    ]
    return pd.DataFrame(rows)


def cost_of(report: Report | None, method: str) -> str:
    """One sentence on what another method would find of what happens next."""
    differences = [each for each in _at_main(report) if each.method == method] if report else []
    if not differences or report is None:
        return "What it costs has not been tested on this data yet; the Evidence page does that."
    cost = cost_in_words(differences[0])
    return f"Tested on past weeks. {_whole(report)}, against the default: {cost}."


def more_in_words(difference: Difference) -> str:
    """``finds about 4 more in 100; 90%: 1 to 7``, of the default."""
    if difference.conclusion is Conclusion.CANNOT_TELL:
        return f"cannot tell; 90%: {_signed(difference.hit_rate)}"
    word = "more" if difference.conclusion is Conclusion.BETTER else "fewer"
    rate = difference.hit_rate
    return f"finds about {_of_hundred(rate)} {word} in 100; 90%: {_between(rate)}"


def cost_in_words(difference: Difference) -> str:
    """``about 4 fewer (90%: 1 to 7)``, of the other method."""
    if difference.conclusion is Conclusion.CANNOT_TELL:
        turned = Interval(
            -difference.hit_rate.value, -difference.hit_rate.high, -difference.hit_rate.low
        )
        return f"the data cannot tell (90%: {_signed(turned)})"
    word = "fewer" if difference.conclusion is Conclusion.BETTER else "more"
    found = _of_hundred(difference.hit_rate)
    return f"about {found} {word} (90%: {_between(difference.hit_rate)})"


def compared(report: Report) -> str:
    """One sentence on the default against all others."""
    differences = _at_main(report)
    if not differences:
        return "No other method was chosen to compare with."
    if not report.can_tell:
        return "Too little was tested to hold the methods against one another."
    better, worse, unclear = (
        sum(each.conclusion is word for each in differences)
        for word in (Conclusion.BETTER, Conclusion.WORSE, Conclusion.CANNOT_TELL)
    )
    parts = [
        *([f"finds more than {better}"] if better else []),
        *([f"finds fewer than {worse}"] if worse else []),
        *([f"cannot be told from {unclear}"] if unclear else []),
    ]
    others = "1 other method" if len(differences) == 1 else f"{len(differences)} other methods"
    return f"Of {others}, in 2% of the area, the default {' and '.join(parts)}."


def provenance(report: Report) -> list[tuple[str, str]]:
    """What a test rests on, so that it can be made again."""
    parameters = report.parameters
    area = f"{report.study_area_ha:,.0f} ha in {report.cells:,} cells of {report.cell_m:g} m"
    return [
        (
            "Data",
            f"{report.data_version}, to {short_date(_last_day(report))}",
        ),
        ("Area", area),
        ("Seed", f"{parameters['seed']}, {parameters['resamples']:,} resamples of whole weeks"),
        ("Hours", f"{report.window}, {report.days}"),
        (
            "Counted",
            "harm, and incidents in the table" if report.measure == "harm" else "incidents",
        ),
        ("Took", f"{report.seconds:,.0f} s"),
    ]


def _last_day(report: Report) -> dt.date:
    return report.origins[-1].until - dt.timedelta(days=1)


def _at_main(report: Report) -> list[Difference]:
    return [
        each
        for each in report.differences
        if each.reach == MAIN_REACH and each.measure == report.measure
    ]


def _named(title: str, *, default: bool) -> str:
    return f"{title} (default)" if default else title


def _whole(report: Report) -> str:
    what = "parts of the harm" if report.measure == "harm" else "incidents"
    return f"In 2% of the area, of 100 {what}"


def _place(reach: Reach, report: Report) -> str:
    if reach.key != "patrols":
        return reach.title
    pairs = report.patrols.patrols
    patrols = "1 patrol" if pairs == 1 else f"{pairs} patrols"
    return f"as much as {patrols} can reach: {percent(reach.area_share)} of the area"


def _shown(value: float, *, as_rate: bool) -> str:
    return percent(value) if as_rate else f"{value:.3g}"


def _in_percent(figure: Interval) -> str:
    return f"{percent(figure.value)} ({percent(figure.low)} to {percent(figure.high)})"


def _in_number(figure: Interval, digits: int) -> str:
    value, low, high = (f"{part:.{digits}f}" for part in (figure.value, figure.low, figure.high))
    return f"{value} ({low} to {high})"


def _of_hundred(figure: Interval) -> str:
    """A whole number, or less than one."""
    count = round(100 * abs(figure.value))
    return str(count) if count else "half of one"


def _between(figure: Interval) -> str:
    low, high = sorted((abs(figure.low), abs(figure.high)))
    return (
        f"{100 * low:.0f} to {100 * high:.0f}"
        if low >= 0.01
        else f"{100 * low:.1f} to {100 * high:.0f}"
    )


def _signed(figure: Interval) -> str:
    low, high = (round(100 * end, 1) + 0.0 for end in (figure.low, figure.high))
    return f"{_sign(low)} to {_sign(high)}"


def _sign(number: float) -> str:
    return f"{number:+.1f}".replace("-", "−") if number else "0"
