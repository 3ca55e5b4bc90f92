"""One area on disk: its settings, its layers and their snapshots."""

from geo.workspace.area import Workspace
from geo.workspace.settings import Settings
from geo.workspace.snapshots import Kept

__all__ = ["Kept", "Settings", "Workspace"]
