"""What holds for every test: how hard properties are tried."""

from hypothesis import settings

from tests.effort import examples

settings.register_profile("afterbell", examples(25))
settings.load_profile("afterbell")
