"""Pictures that are not maps."""

from dashboard.charts import year
from dashboard.charts.profile import profile
from dashboard.charts.quality import picture
from dashboard.charts.tally import tally

__all__ = ["picture", "profile", "tally", "year"]
