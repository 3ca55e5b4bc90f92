"""How a backtest speaks: words first, digits second, and never more than the data allow."""

from geo.evidence.interval import Interval

#: Shares that people can picture.
_PICTURED = (
    (1, 20), (1, 15), (1, 10), (1, 8), (1, 6), (1, 5), (1, 4), (1, 3), (2, 5), (1, 2), (3, 5),
    (2, 3), (3, 4), (4, 5), (9, 10),
)  # fmt: skip


def percent(share: float) -> str:
    """``22%``; ``1.4%`` below ten; ``0.03%`` below one."""
    if 0 < share < 0.001:
        return f"{share * 100:.1g}%" if share >= 0.00005 else "under 0.01%"
    return f"{share:.0%}" if share >= 0.0995 or share == 0 else f"{share:.1%}"


def share_in_words(share: float) -> str:
    """``about 1 in 5``, ``hardly any``, ``nearly all``."""
    if share < 0.04:
        return "hardly any"
    if share > 0.95:
        return "nearly all"
    of, among = min(_PICTURED, key=lambda pair: abs(share - pair[0] / pair[1]))
    return "about half" if (of, among) == (1, 2) else f"about {of} in {among}"


def rate(interval: Interval) -> str:
    """``about 1 in 5 (22%, 90% interval 18% to 27%)``."""
    return (
        f"{share_in_words(interval.value)} ({percent(interval.value)}, 90% interval "
        f"{percent(interval.low)} to {percent(interval.high)})"
    )


def past_in_words(history: float) -> str:
    """``the last quarter``; ``all``."""
    return {0.125: "the last eighth", 0.25: "the last quarter", 0.5: "the last half"}.get(
        history, "all"
    )


def digits(interval: Interval) -> str:
    """``22% (18%–27%)``: for tables, where words would not fit."""
    return f"{percent(interval.value)} ({percent(interval.low)}–{percent(interval.high)})"


def points(interval: Interval) -> str:
    """A difference of shares: ``+3.1 points, 90% interval −0.4 to +6.5``."""
    return (
        f"{_signed(interval.value)} points, 90% interval {_signed(interval.low)} to "
        f"{_signed(interval.high)}"
    )


def _signed(share: float) -> str:
    value = round(share * 100, 1)
    return f"{'−' if value < 0 else '+' if value > 0 else ''}{abs(value):.1f}"
