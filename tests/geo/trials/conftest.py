"""The places and days on which the effect of patrols is tested serve trials too."""

from tests.geo.evidence.effect.conftest import build

__all__ = ["build"]
