"""Ways from weighted incidents to a risk surface, behind one interface."""

from typing import Final

from geo.hotspots.methods.base import Method, Past
from geo.hotspots.methods.classical import CLASSICAL
from geo.hotspots.methods.learned import Learned

#: By key; the default first.
METHODS: Final[dict[str, Method]] = {method.key: method for method in (Learned(), *CLASSICAL)}

DEFAULT_METHOD: Final = next(iter(METHODS))

__all__ = ["DEFAULT_METHOD", "METHODS", "Method", "Past"]
