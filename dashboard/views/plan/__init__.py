"""The Plan page: what is asked for, the search, and a view for each state of the session."""

from dashboard.views.plan.panel import options
from dashboard.views.plan.search import outdated, suggest
from dashboard.views.plan.states import show

__all__ = ["options", "outdated", "show", "suggest"]
