"""The network of an area: its streets, and the buses and trains that its team wrote down."""

from geo.network.network import WalkingNetwork
from geo.workspace import Workspace
from geo.workspace.hops import hops_from_text


def network_of(area: Workspace) -> WalkingNetwork:
    """Lay out the streets of an area, with the hops of its table.

    Raises
    ------
    NetworkError
        When its streets cannot be walked.
    FileRefusedError
        When a hop's stop is not known.
    """
    file = area.files["hops"].name if "hops" in area.files else "hops"
    hops = hops_from_text(area.table("hops"), area.layers.interchanges, file)
    return WalkingNetwork.from_streets(area.layers.streets, hops=hops)
