"""Pictures that are not maps."""

from dashboard.charts import year
from dashboard.charts.patrols import patrols
from dashboard.charts.profile import profile
from dashboard.charts.quality import finding
from dashboard.charts.tally import tally

__all__ = ["finding", "patrols", "profile", "tally", "year"]
