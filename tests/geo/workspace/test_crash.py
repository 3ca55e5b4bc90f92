"""kill -9 in the middle of an import leaves the layer as it was, or as it is to be."""

import contextlib
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

#: For each number that comes in: bring the file in, in a process of its own that is killed before
#: it asks the system for the n-th time to change a file. Says whether it came to its end.
KILLED = """
import os, signal, sys
from pathlib import Path
from geo.layers import read_layer
from geo.model import LayerName
from geo.workspace import Workspace

folder, file = Path(sys.argv[1]), Path(sys.argv[2])

def counted(called, left):
    def call(*given, **named):
        left[0] -= 1
        if left[0] == 0:
            os.kill(os.getpid(), signal.SIGKILL)
        return called(*given, **named)
    return call

def bring_in(at):
    area = Workspace.open(folder)
    reading = read_layer(file, LayerName.INCIDENTS)
    left = [at]
    for name in ("fsync", "write", "mkdir", "unlink", "replace"):
        setattr(os, name, counted(getattr(os, name), left))
    for name in ("replace", "unlink", "mkdir", "write_bytes", "write_text"):
        setattr(Path, name, counted(getattr(Path, name), left))
    os.kill(os.getppid(), signal.SIGUSR1)
    area.keep(reading)
    os._exit(0)

signal.signal(signal.SIGUSR1, lambda *_: print("ready", flush=True))
for line in sys.stdin:
    child = os.fork()
    if not child:
        bring_in(int(line))
    print(child, flush=True)
    _, status = os.waitpid(child, 0)
    print("done" if status == 0 else "killed", flush=True)
"""


class Importer:
    """Brings one file in again and again, and is killed at one step after another."""

    def __init__(self, folder, file):
        self.run = subprocess.Popen(
            [sys.executable, "-W", "ignore", "-c", KILLED, folder, file],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[3],
        )

    def start(self, at):
        """Begin an import, and give its process once it is about to be kept."""
        self.run.stdin.write(f"{at}\n")
        self.run.stdin.flush()
        child = int(self.run.stdout.readline())
        assert self.run.stdout.readline() == "ready\n"
        return child

    def ended(self):
        """Whether it came to its end, and was not killed."""
        said = self.run.stdout.readline()
        assert said in ("done\n", "killed\n")
        return said == "done\n"

    def close(self):
        self.run.communicate()


@pytest.fixture
def importer():
    running = []

    def start(folder, file):
        running.append(Importer(folder, file))
        return running[-1]

    yield start
    for one in running:
        one.close()


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


def test_a_kill_before_any_step_leaves_the_old_layer_or_the_new_one_whole(half, importer):
    folder, new = half
    before, after = {"1": 15, "2": 15, "3": 15}, {"1": 15, "2": 17, "3": 15, "4": 17}
    old = read_layer(new.with_name("old.csv"), LayerName.INCIDENTS)
    imports, ended, at, seen = importer(folder, new), False, 0, []
    while not ended:
        at += 1
        imports.start(at)
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


def test_a_kill_at_any_moment_leaves_a_whole_layer(half, importer, tmp_path):
    folder, _ = half
    draw = random.Random(5)
    big = tmp_path / "big.csv"
    big.write_text(rows(*range(1, 4000), hour=17), encoding="utf-8")
    imports = importer(folder, big)
    for _ in range(12):
        child = imports.start(100_000)
        time.sleep(draw.uniform(0, 0.15))
        with contextlib.suppress(ProcessLookupError):
            os.kill(child, signal.SIGKILL)
        imports.ended()
        assert len(state(folder)) in (3, 3999)
        assert verify_changes(folder) is None
    kept = Workspace.open(folder).keep(read_layer(big, LayerName.INCIDENTS))
    assert kept.total == 3999
    assert leftovers(folder) == []
