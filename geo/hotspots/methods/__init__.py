"""Ways from weighted incidents to a risk surface, behind one interface."""

from geo.hotspots.methods.base import Method, Past

__all__ = ["Method", "Past"]
