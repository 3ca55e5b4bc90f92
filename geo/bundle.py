"""Where the data that travels with Afterbell lies: in the source tree, or inside the wheel."""

from pathlib import Path

_HERE = Path(__file__).parent


def bundled(name: str) -> Path:
    """Path of a bundled folder or file.

    Parameters
    ----------
    name : str
        Relative to ``data/``, such as ``"sample"`` or ``"reference/offences.csv"``.

    Raises
    ------
    FileNotFoundError
        When it was left out of the installation.
    """
    for root in (_HERE / "_data", _HERE.parent / "data"):
        if (root / name).exists():
            return root / name
    raise FileNotFoundError(f"{name} is missing from this installation of Afterbell")
