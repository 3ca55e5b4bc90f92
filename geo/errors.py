"""The one tree of errors: each a sentence for the person who can act on it."""


class AfterbellError(Exception):
    """Anything Afterbell refuses, in words fit for the person at the screen."""


class FileRefusedError(AfterbellError):
    """A file that cannot become a layer or a table.

    Parameters
    ----------
    file : str
        Name of the file, as the person knows it.
    came : str
        What was found in it.
    expected : str
        What was looked for.
    mend : str
        What to do about it.
    """

    def __init__(self, file: str, came: str, expected: str, mend: str) -> None:
        super().__init__(f"{file}: {came}; expected {expected}. {mend}")
        self.file, self.came, self.expected, self.mend = file, came, expected, mend


class MonthOnlyError(FileRefusedError):
    """Crime by month brought in as incidents; it can be brought in as context, and no further."""


class CrsError(AfterbellError):
    """A coordinate system that is missing, unknown, or not the one the layer must have."""


class SettingError(AfterbellError):
    """A parameter or a setting outside what makes sense."""


class WorkspaceError(AfterbellError):
    """A workspace folder that cannot be opened."""


class NoSchoolDayError(AfterbellError):
    """A date on which no bell rings."""


class NothingToScoreError(AfterbellError):
    """No incident is left that could say where a hotspot is."""


class NetworkError(AfterbellError):
    """Streets that do not make a walkable network."""


class PlanImpossibleError(AfterbellError):
    """Constraints that no plan can keep; the message names those that clash."""


class PlanRefusedError(AfterbellError):
    """A plan that the independent checker does not accept: our fault, never shown as a plan."""


class FetchError(AfterbellError):
    """A public service that did not give what was requested; what came before it is kept."""


class NotAsExpectedError(FetchError):
    """A body that is not what was requested: a web page, damaged JSON, another table."""


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
