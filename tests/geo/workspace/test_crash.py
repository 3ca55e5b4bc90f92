"""kill -9 in the middle of an import leaves the layer as it was, or as it is to be."""

import contextlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from geo.layers import read_layer
from geo.model import LayerName
from geo.workspace import Workspace, verify_changes

from .conftest import rows

#: For each line that comes in (a folder, a file, a number): bring the file in, in a process of its
#: own that is killed before it asks the system for the n-th time to change a file. Says whether it
#: came to its end. A file is read, and brought into a copy of the folder, before the first process
#: parts: so each begins with everything imported, and does only what may be killed.
KILLED = """
import functools, json, os, shutil, signal, sys, tempfile
from pathlib import Path
from geo.layers import read_layer
from geo.model import LayerName
from geo.workspace import Workspace

def counted(called, left):
    def call(*given, **named):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return called(*given, **named)
    return call

@functools.cache
def read(folder, file):
    reading = read_layer(Path(file), LayerName.INCIDENTS)
    with tempfile.TemporaryDirectory() as aside:
        Workspace.open(shutil.copytree(folder, Path(aside, "copy"))).keep(reading)
    return reading

def bring_in(folder, reading, at):
    area = Workspace.open(Path(folder))
    left = [at]
    for name in ("fsync", "write", "mkdir", "unlink", "replace"):
        setattr(os, name, counted(getattr(os, name), left))
    for name in ("replace", "unlink", "mkdir", "write_bytes", "write_text"):
        setattr(Path, name, counted(getattr(Path, name), left))
    print(os.getpid(), flush=True)
    area.keep(reading)
    os._exit(0)

for line in sys.stdin:
    folder, file, at = json.loads(line)
    reading = read(folder, file)
    child = os.fork()
    if not child:
        bring_in(folder, reading, at)
    _, status = os.waitpid(child, 0)
    print({0: "done", signal.SIGKILL: "killed"}.get(status, "failed"), flush=True)
"""


class Importer:
    """Brings files in again and again, and is killed at one step after another."""

    def __init__(self):
        self.run = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", KILLED],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[3],
        )

    def start(self, folder, file, at):
        """Begin an import, and give its process once it is about to be kept."""
        self.run.stdin.write(json.dumps([str(folder), str(file), at]) + "\n")
        self.run.stdin.flush()
        return int(self.run.stdout.readline())

    def ended(self):
        """Whether it came to its end, and was not killed."""
        said = self.run.stdout.readline()
        assert said in ("done\n", "killed\n")
        return said == "done\n"

    def close(self):
        self.run.communicate()


@pytest.fixture(scope="module")
def imports():
    importer = Importer()
    yield importer
    importer.close()


def state(folder):
    frame = Workspace.open(folder).layers.incidents
    hours = frame["committed_from"].dt.hour
    return dict(zip(frame["incident_id"], hours, strict=True))


@pytest.fixture
def half(folder, tmp_path):
    """A workspace with a layer, and a file that changes and adds rows, with a reject."""
    old, new = tmp_path / "old.csv", tmp_path / "new.csv"
    old.write_text(rows(1, 2, 3), encoding="utf-8")
    new.write_text(rows(2, 4, hour=17) + "9,robbery,soon,1,1\n", encoding="utf-8")
    Workspace.open(folder).keep(read_layer(old, LayerName.INCIDENTS))
    return folder, new


def leftovers(folder):
    return [path.name for path in folder.rglob(".*") if path.name != ".lock"]


def test_a_kill_before_any_step_leaves_the_old_layer_or_the_new_one_whole(half, imports):
    folder, new = half
    before, after = {"1": 15, "2": 15, "3": 15}, {"1": 15, "2": 17, "3": 15, "4": 17}
    old = read_layer(new.with_name("old.csv"), LayerName.INCIDENTS)
    ended, at, seen = False, 0, []
    while not ended:
        at += 1
        imports.start(folder, new, at)
        ended = imports.ended()
        found = state(folder)
        assert found in (before, after)
        assert verify_changes(folder) is None
        seen.append(found == after)
        if seen[-1] and not ended:
            Workspace.open(folder).keep(old, replace=True)
    assert at > 10
    assert not seen[0]
    assert seen[-1]
    assert "interrupted" in [change.what for change in Workspace.open(folder).changes()]
    assert leftovers(folder) == []


def test_a_kill_at_any_moment_leaves_a_whole_layer(half, imports, tmp_path):
    folder, _ = half
    draw = random.Random(5)
    big = tmp_path / "big.csv"
    big.write_text(rows(*range(1, 4000), hour=17), encoding="utf-8")
    old = read_layer(tmp_path / "old.csv", LayerName.INCIDENTS)
    imports.start(folder, big, 100_000)
    began, ended = time.monotonic(), [imports.ended()]
    takes = time.monotonic() - began
    for _ in range(12):
        if len(state(folder)) == 3999:
            Workspace.open(folder).keep(old, replace=True)
        child = imports.start(folder, big, 100_000)
        time.sleep(draw.uniform(0, takes))
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        ended.append(imports.ended())
        assert len(state(folder)) == 3999 if ended[-1] else len(state(folder)) in (3, 3999)
        assert verify_changes(folder) is None
    assert ended[0]
    assert not all(ended)
    kept = Workspace.open(folder).keep(read_layer(big, LayerName.INCIDENTS))
    assert kept.total == 3999
    assert leftovers(folder) == []
