"""One area on disk: its settings, its layers and their snapshots, and the log of its changes.

A folder in; a `Workspace` out, whose version names the state of everything in it.
"""

from geo.workspace._change_log import Change, changes, verify_changes
from geo.workspace._disk import path_of, whole
from geo.workspace._keeping import Kept, rejects_table
from geo.workspace._mappings import mapping_name
from geo.workspace._open_folder import ENVIRONMENT, generation, workspace_folder
from geo.workspace._settings import Settings
from geo.workspace._snapshots import raw_table
from geo.workspace.area import Workspace, record_review, review_of
from geo.workspace.create import create_workspace
from geo.workspace.provenance import Provenance, engine

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
