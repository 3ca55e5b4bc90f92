"""What holds for every test: how hard properties are tried, and what `make quick` leaves out.

Most tests begin with the sample, and reading and learning it takes seconds. So in one process a
layer's file is read once for as long as its bytes and the way it is read are the same, and what is
learned of the bundled sample, which keeps nothing, is learned once.
"""

import gc
import hashlib
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import settings

from geo.bundle import bundled
from geo.hotspots import kept_fits
from geo.layers import read_layer
from geo.workspace import _open_folder
from tests.effort import SLOW, examples

HERE = Path(__file__).parent

settings.register_profile("afterbell", examples(25))
settings.load_profile("afterbell")


def pytest_collection_modifyitems(items):
    """Mark what is slow, and begin with it: what is left to the end is soon shared out."""
    for item in items:
        path = item.path.relative_to(HERE).as_posix()
        if path.startswith(SLOW):
            item.add_marker(pytest.mark.slow)
    items.sort(key=lambda item: "slow" not in item.keywords)


def pytest_collection_finish():
    """Set aside what stays, or every run of a page would look through all tests for garbage."""
    gc.collect()
    gc.freeze()


@pytest.fixture(scope="session", autouse=True)
def _files_are_read_once():
    known = {}

    def read(path, layer, **options):
        content = hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else None
        key = (content, path.name, layer, repr(sorted(options.items())))
        if content is None or key not in known:
            known[key] = read_layer(path, layer, **options)
        return replace(known[key], frame=known[key].frame.copy())

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(_open_folder, "read_layer", read)
        yield


@pytest.fixture(scope="session", autouse=True)
def _the_sample_is_learned_once():
    known, sample, asked = {}, bundled("sample"), threading.local()
    kept, learn = kept_fits._read, kept_fits.fit_hotspots

    def read(file):
        """What was learned before; the file is named after all that it depends on."""
        asked.file = file
        return known.get(file) or kept(file)

    def fit(*data, **options):
        fitted = learn(*data, **options)
        if asked.file.is_relative_to(sample):
            known[asked.file] = fitted
        return fitted

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kept_fits, "_read", read)
        patch.setattr(kept_fits, "fit_hotspots", fit)
        yield
