import io
import re
from types import SimpleNamespace

import numpy as np
from matplotlib.image import imread

from geo.briefing import _map, _map_layers
from geo.briefing._scene import Room, Scene, ring


def pixels(png):
    return imread(io.BytesIO(png), format="png")[..., :3]


def test_the_same_scene_gives_the_same_bytes(build):
    one, other = build.briefing().scene, build.briefing().scene
    assert _map.png(one, 300, 320, dpi=72) == _map.png(other, 300, 320, dpi=72)
    assert _map.svg(one, 300, 320) == _map.svg(other, 300, 320)


def test_the_map_has_the_size_that_was_given(build):
    assert pixels(_map.png(build.briefing().scene, 360, 400, dpi=72)).shape[:2] == (400, 360)


def test_a_scene_without_layers_is_still_drawn(build):
    scene = build.briefing(layers=build.make_layers()).scene
    assert np.ptp(pixels(_map.png(scene, 300, 320, dpi=72))) > 0.5


def test_a_map_of_nothing_says_so(build):
    scene = Scene(build.make_layers(), (), ())
    drawn = _map.draw(scene, 300, 320)
    assert "Nothing to show" in drawn.axes[0].texts[0].get_text()


def test_the_legend_names_only_what_is_there(build):
    def legend(scene):
        return " ".join(t.get_text() for t in _map.draw(scene, 500, 500).axes[-1].texts)

    full = legend(build.briefing(patrols=2).scene)
    for words in ("Alpha", "Bravo", "Hotspots, ranked 1 (darkest) to 5", "School letting out",
                  "Other school", "Interchange", "Start of patrol"):  # fmt: skip
        assert words in full
    bare = legend(build.briefing(patrols=1, layers=build.make_layers(), start=False).scene)
    assert "Alpha" in bare
    for words in ("Bravo", "School", "Interchange", "Start"):
        assert words not in bare


def test_no_text_of_the_data_reaches_the_markup(build):
    layers = build.layers()
    layers.interchanges["name"] = "<script>alert(1)</script>"
    drawn = _map.svg(build.briefing(layers=layers).scene, 400, 400)
    assert "script" not in drawn
    assert "<!--" not in drawn


def test_identifiers_of_two_maps_on_a_page_never_meet(build):
    scene = build.briefing(patrols=1, stops=1).scene
    ids = [set(re.findall(r'\bid="([^"]+)"', _map.svg(scene, 300, 300, key=k))) for k in "wn"]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_references_inside_a_map_find_their_target(build):
    drawn = _map.svg(build.briefing().scene, 400, 400)
    ids = set(re.findall(r'\bid="([^"]+)"', drawn))
    used = set(re.findall(r'url\(#([^)]+)\)|href="#([^"]+)"', drawn))
    assert {a or b for a, b in used} <= ids


def test_names_that_look_like_formulas_or_foreign_scripts_are_drawn(build):
    layers = build.layers()
    layers.interchanges["name"] = ["$\\frac{1}{0}$", "東京駅", "50% off & more"]
    assert _map.png(build.briefing(layers=layers).scene, 300, 300, dpi=72)


def test_a_badge_without_room_steps_aside_and_never_onto_another():
    room = Room(100, 100)
    first = room.settle((50, 50), 12, 12, ring(12))
    second = room.settle((50, 50), 12, 12, ring(12))
    assert first == (50, 50)
    assert max(abs(a - b) for a, b in zip(first, second, strict=True)) >= 12
    assert room.settle((500, 500), 12, 12, ring(12)) is None


def test_the_map_has_room_for_an_end_and_names_it(afternoon_sheet):
    scene = afternoon_sheet.scene
    assert _map_layers.ends(scene) == [scene.routes[0].patrol.end]
    same = SimpleNamespace(routes=[SimpleNamespace(patrol=SimpleNamespace(start=(1, 2), end=None))])
    assert _map_layers.ends(same) == []
