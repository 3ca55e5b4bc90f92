"""One area on disk: its settings, its layers and their snapshots, and the log of its changes."""

from geo.workspace.area import Workspace
from geo.workspace.changes import Change, changes, verify_changes
from geo.workspace.create import create_workspace
from geo.workspace.generation import generation
from geo.workspace.keeping import Kept
from geo.workspace.mappings import mapping_name
from geo.workspace.opening import ENVIRONMENT, workspace_folder
from geo.workspace.picture import Picture
from geo.workspace.settings import Settings

__all__ = [
    "ENVIRONMENT",
    "Change",
    "Kept",
    "Picture",
    "Settings",
    "Workspace",
    "changes",
    "create_workspace",
    "generation",
    "mapping_name",
    "verify_changes",
    "workspace_folder",
]
