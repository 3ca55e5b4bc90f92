"""Functions that are compiled to machine code on first use, and kept for the next time.

numba keeps what it compiled beside the source, and compiles it anew when that file changes, but
not when a function that it calls changes in another file. So what is kept lies in a folder that is
named after the content of every file with compiled functions: no release meets another's code.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any, Final, TypeVar, cast

import numba
from numba.core import config

_Function = TypeVar("_Function", bound=Callable[..., Any])
_MARK: Final = "geo.compiled import"
_KEPT_DAYS: Final = 30


def compiled(function: _Function) -> _Function:
    """Compile a function when it is first called; it runs without holding up other threads."""
    return cast("_Function", numba.njit(cache=True, nogil=True)(function))


def inlined(function: _Function) -> _Function:
    """The same, made part of whatever compiled function calls it: for the innermost loops."""
    return cast("_Function", numba.njit(cache=True, nogil=True, forceinline=True)(function))


def _keep_beside(package: Path) -> None:
    """Point numba to a folder for what it compiles, unless the environment names one."""
    if os.environ.get("NUMBA_CACHE_DIR"):
        return
    name = f"compiled-{_digest(package)}"
    for parent in (package / "__pycache__", Path.home() / ".cache" / "afterbell"):
        try:
            (parent / name).mkdir(parents=True, exist_ok=True)
            os.utime(parent / name)
        except OSError:
            continue
        config.CACHE_DIR = str(parent / name)  # type: ignore[attr-defined]
        _forget_old(parent, name)
        return


def _digest(package: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(package.rglob("*.py")):
        content = file.read_bytes()
        if _MARK.encode() in content:
            digest.update(content)
    return digest.hexdigest()[:16]


def _forget_old(parent: Path, name: str) -> None:
    """Remove what other releases compiled, unless one of them ran within the last month."""
    for folder in parent.glob("compiled-*"):
        age_days = (time.time() - folder.stat().st_mtime) / 86_400
        if folder.name != name and age_days > _KEPT_DAYS:
            shutil.rmtree(folder, ignore_errors=True)


_keep_beside(Path(__file__).parent)
