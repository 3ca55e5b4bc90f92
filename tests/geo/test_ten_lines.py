"""The library example of the README runs as written, and is the design's."""

import re
from pathlib import Path

README = Path(__file__).parents[2] / "README.md"
DESIGN = """\
area      = Workspace.open()                      # the bundled sample, or a folder
day       = area.calendar.next_school_day(date(2026, 11, 23))
incidents = area.layers.incidents
hotspots  = detect_hotspots(incidents, day.window, as_of=day.date)
places    = candidate_places(hotspots, area.layers, day)
network   = WalkingNetwork.from_streets(area.layers.streets)
plan      = suggest_plan(places, network, patrols=[Patrol("Alpha"), Patrol("Bravo")], day=day, seed=7)
briefing  = Briefing.of(plan, hotspots)
briefing.to_pdf("briefing.pdf")
"""


def test_the_library_example_runs_as_written(tmp_path, monkeypatch):
    (example,) = re.findall(r"```python\n(.*?)```", README.read_text(encoding="utf-8"), re.DOTALL)
    assert DESIGN in example
    monkeypatch.chdir(tmp_path)
    exec(compile(example, "README.md", "exec"), {})
    assert (tmp_path / "briefing.pdf").read_bytes().startswith(b"%PDF")
