"""Which days a window runs on, as it was asked for on the command line."""

from geo.clock import Calendar, Days, EveryDay, Weekdays
from geo.errors import SettingError


def days_chosen(calendar: Calendar | None, asked: str | None) -> Days:
    """School days where a calendar knows them, unless other days were asked for.

    Raises
    ------
    SettingError
        When school days were asked for and nobody gave term dates.
    """
    if asked == "all":
        return EveryDay()
    if asked == "weekday":
        return Weekdays()
    if calendar is not None:
        return calendar.window.days
    if asked == "school":
        raise SettingError(
            "School days are not known without term dates. Give --calendar FILE with them, or "
            "choose --days weekday."
        )
    return Weekdays()


def days_notice(calendar: Calendar | None, asked: str | None) -> tuple[str, ...]:
    """Say when weekdays stand in for school days."""
    if calendar is None and asked is None:
        return ("No term dates were given, so weekdays stand in for school days.",)
    return ()
