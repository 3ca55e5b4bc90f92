"""afterbell app."""

from pathlib import Path

from dashboard import server
from geo.workspace import Workspace


def serve(host: str, port: int, workspace: Path | None, *, browser: bool) -> None:
    """Serve the dashboard until it is stopped; a workspace that cannot be opened is said first."""
    if workspace is not None:
        Workspace.open(workspace)
    server.serve(host=host, port=port, workspace=workspace, open_browser=browser)
