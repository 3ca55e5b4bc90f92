"""What each command of `afterbell` does: read, call the engine, write, say what came of it."""

from dashboard.commands.files import Files
from dashboard.commands.hotspots import HotspotWish, hotspots
from dashboard.commands.ingest import ingest
from dashboard.commands.planning import PlanWish, brief, plan
from dashboard.commands.serve import serve

__all__ = ["Files", "HotspotWish", "PlanWish", "brief", "hotspots", "ingest", "plan", "serve"]
