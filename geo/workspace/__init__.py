"""One area on disk: its settings, its layers and their snapshots, and the log of its changes.

A folder in; a `Workspace` out, whose version names the state of everything in it.
"""

from geo.workspace.area import Workspace, record_review, review_of
from geo.workspace.catalogue import path_of
from geo.workspace.change_log import Change, changes, verify_changes
from geo.workspace.create import create_workspace
from geo.workspace.disk import whole
from geo.workspace.keeping import Kept, rejects_table
from geo.workspace.mappings import mapping_name
from geo.workspace.open_folder import ENVIRONMENT, generation, workspace_folder
from geo.workspace.provenance import Provenance, engine
from geo.workspace.settings import Settings
from geo.workspace.snapshots import raw_table

__all__ = [
    "ENVIRONMENT",
    "Change",
    "Kept",
    "Provenance",
    "Settings",
    "Workspace",
    "changes",
    "create_workspace",
    "engine",
    "generation",
    "mapping_name",
    "path_of",
    "raw_table",
    "record_review",
    "rejects_table",
    "review_of",
    "verify_changes",
    "whole",
    "workspace_folder",
]
