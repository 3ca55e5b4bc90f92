"""What can go wrong when data is fetched, in sentences."""

from geo.errors import AfterbellError


class FetchError(AfterbellError):
    """A public service that did not give what was asked; what came before it is kept."""


class NotAsExpectedError(FetchError):
    """A body that is not what was asked for: a web page, damaged JSON, another table."""


class WireError(FetchError):
    """A request that came to nothing on its way.

    Parameters
    ----------
    sentence : str
        What happened.
    passing : bool
        Whether asking again can help.
    """

    def __init__(self, sentence: str, *, passing: bool) -> None:
        super().__init__(sentence)
        self.passing = passing
