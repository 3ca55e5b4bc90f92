"""A new workspace explains every setting, and opens at once."""

import re
import tomllib
from dataclasses import fields

import pytest

from geo.errors import WorkspaceError
from geo.workspace import Settings, Workspace, create_workspace, verify_changes
from geo.workspace._settings import KEYS, settings_from
from geo.workspace.create import _settings_text


def switched_on(text):
    """The settings file with every setting that is switched off taken as written."""
    return re.sub(r'(?m)^# (?=\[|"?[\w \-]+"? = )', "", text)


def test_a_new_workspace_opens_and_is_logged(tmp_path):
    path = create_workspace(tmp_path / "camden", "Camden", who="Mira")
    area = Workspace.open(tmp_path / "camden")
    assert path.name == "afterbell.toml"
    assert area.about.name == "Camden"
    assert area.settings.marking == "OFFICIAL-SENSITIVE"
    (change,) = area.changes()
    assert (change.what, change.who) == ("workspace made", "Mira")
    assert verify_changes(area.folder) is None


def test_what_is_known_already_is_set(tmp_path):
    create_workspace(
        tmp_path / "memphis", 'The "Bluff" \\ City', crs="EPSG:32616", timezone="America/Chicago",
        country="US", subdivision="TN", marking="OFFICIAL",
    )  # fmt: skip
    found = Workspace.open(tmp_path / "memphis").settings
    assert (found.name, found.crs.to_epsg()) == ('The "Bluff" \\ City', 32616)
    assert (found.timezone, found.country, found.subdivision) == ("America/Chicago", "US", "TN")
    assert found.marking == "OFFICIAL"


def test_another_country_is_meant_as_a_whole(tmp_path):
    create_workspace(tmp_path / "paris", "Paris", country="FR", timezone="Europe/Paris")
    assert Workspace.open(tmp_path / "paris").settings.subdivision == ""


def test_every_key_is_documented_and_its_example_can_be_switched_on():
    text = _settings_text({})
    toml = tomllib.loads(switched_on(text))
    assert set(toml) == set(KEYS)
    assert {field.name for field in fields(Settings)} - {"content"} == set(KEYS)
    settings_from(switched_on(text).encode(), "afterbell.toml")
    assert text.count("Default:") >= len(KEYS) - 2


def test_the_defaults_that_it_shows_are_the_defaults():
    plain = settings_from(b'name = "Little"', "afterbell.toml")
    toml = tomllib.loads(switched_on(_settings_text({})))
    for key in ("marking", "simulated", "timezone", "window", "country", "subdivision"):
        assert toml[key] == getattr(plain, key)
    assert tuple(toml["roles"].items()) == plain.roles


@pytest.mark.parametrize(
    ("chosen", "said"),
    [
        ({"crs": "EPSG:4326"}, "expected a projected one"),
        ({"timezone": "Mars"}, "timezone is 'Mars'"),
        ({"country": "XX"}, "no bank holidays are known"),
        ({"marking": " "}, "marking is empty"),
    ],
)
def test_a_wrong_setting_is_said_and_nothing_is_made(tmp_path, chosen, said):
    with pytest.raises(WorkspaceError, match=said):
        create_workspace(tmp_path / "camden", "Camden", **chosen)
    assert not (tmp_path / "camden").exists()


def test_a_folder_that_holds_something_is_refused(tmp_path):
    (tmp_path / "notes.txt").write_text("mine")
    with pytest.raises(WorkspaceError, match=r"is not empty: it holds notes\.txt"):
        create_workspace(tmp_path, "Camden")
    assert not (tmp_path / "afterbell.toml").exists()


def test_a_folder_that_cannot_be_made_is_a_sentence(tmp_path):
    (tmp_path / "file").touch()
    with pytest.raises(WorkspaceError, match="cannot be made"):
        create_workspace(tmp_path / "file" / "camden", "Camden")
