import datetime as dt

import pytest

from geo.errors import WorkspaceError
from geo.workspace._settings import read_settings

LEAST = 'name = "Little"\n[files]\nincidents = "incidents.csv"\n'


@pytest.fixture
def settings(tmp_path):
    def read(text):
        (tmp_path / "incidents.csv").touch()
        (tmp_path / "afterbell.toml").write_text(text, encoding="utf-8")
        return read_settings(tmp_path)

    return read


def test_most_settings_have_a_default(settings):
    found = settings(LEAST)
    assert (found.window, found.timezone) == ("15:00-18:00", "Europe/London")
    assert found.marking == "OFFICIAL-SENSITIVE"
    assert found.crs is None
    assert found.files == (("incidents", "incidents.csv"),)
    assert isinstance(hash(found), int)


def test_a_date_may_be_quoted(settings):
    found = settings(f'data_as_at = "2026-11-22"\n{LEAST}')
    assert found.data_as_at == dt.date(2026, 11, 22)


def test_harm_weights_are_read(settings):
    found = settings(f'{LEAST}[harm_weights]\n"personal robbery" = 9\n')
    assert found.harm_weights == (("personal robbery", 9.0),)


def test_files_are_optional(settings):
    assert settings("name = 'Little'").files == ()


def test_roles_have_names_of_their_own(settings):
    found = settings(f"{LEAST}[roles]\nofficer = 'Safer Schools officer'\n")
    assert [found.role(name) for name in ("supervisor", "officer", "analyst", "contact")] == [
        "Supervisor",
        "Safer Schools officer",
        "Analyst",
        "Named contact",
    ]


def test_a_force_groups_its_own_words(settings):
    found = settings(f"{LEAST}[offence_groups]\n'personal robbery' = ['ROBP', 34]\n")
    assert found.offence_groups == (("personal robbery", ("ROBP", "34")),)
    assert found.offence_words == {"ROBP": "personal robbery", "34": "personal robbery"}


def test_exclusions_are_columns_and_values(settings):
    found = settings(
        f"{LEAST}[exclusions]\nsources = ['Training']\noffences = ['anti-social behaviour', 'X9']\n"
    )
    assert found.exclusions == (
        ("offence", ("anti-social behaviour", "X9")),
        ("source", ("Training",)),
    )
    assert isinstance(hash(found), int)


def test_how_fair_the_minutes_must_be_is_set(settings, tmp_path):
    assert settings(LEAST).fairness.ratio == 1.5
    (tmp_path / "areas.csv").touch()
    found = settings(f"{LEAST}[fairness]\nratio = 2\nattributes = 'areas.csv'\n")
    assert (found.fairness.ratio, found.fairness.attributes) == (2.0, "areas.csv")


def test_reassurance_counts_for_a_third_unless_set(settings):
    assert settings(LEAST).reassurance == pytest.approx(1 / 3)
    assert settings(f"reassurance = 0.5\n{LEAST}").reassurance == 0.5


def test_masks_name_ground_without_hotspots(settings):
    assert settings(LEAST).masks == ()
    found = settings(f"masks = ['Northgate Prison', 'W04']\n{LEAST}")
    assert found.masks == ("Northgate Prison", "W04")


def test_bounds_are_west_south_east_north(settings):
    assert settings(f"bounds = [-0.2, 51, 0, 52]\n{LEAST}").bounds == (-0.2, 51.0, 0.0, 52.0)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"windw = 1\n{LEAST}", "the key windw is not known (did you mean window?)"),
        (f"zebra = 1\n{LEAST}", "the key zebra is not known; known are name"),
        (f"{LEAST}scools = 'x'\n", "files.scools is not known (did you mean schools?)"),
        (f"simulated = 'yes'\n{LEAST}", "simulated is 'yes'; expected true or false"),
        (f"crs = 'EPSG:4326'\n{LEAST}", "expected a projected one such as EPSG:27700"),
        (f"crs = 'EPSG:0'\n{LEAST}", "crs is 'EPSG:0'"),
        (f"crs = true\n{LEAST}", "crs is True"),
        (f"timezone = 'Mars'\n{LEAST}", "timezone is 'Mars'"),
        (f"window = '18:00-15:00'\n{LEAST}", "must end after it starts"),
        (f"data_as_at = 'soon'\n{LEAST}", "data_as_at is soon; expected a date"),
        (f"data_as_at = 2026-11-22T10:00:00\n{LEAST}", "data_as_at"),
        (f"{LEAST}schools = 'none.csv'\n", "files.schools names none.csv, which is not in"),
        (f"{LEAST}schools = '../x.csv'\n", "expected a file name inside the folder"),
        (f"{LEAST}schools = '/etc/passwd'\n", "expected a file name inside the folder"),
        (f"{LEAST}schools = 5\n", "files.schools is 5"),
        ("name = 'x'\nfiles = 3\n", "files must be a table"),
        (f"bounds = [1, 2, 3]\n{LEAST}", "expected [west, south, east, north] in degrees"),
        (f"bounds = [2, 50, 1, 51]\n{LEAST}", "bounds is [2, 50, 1, 51]"),
        (f"country = 'XX'\n{LEAST}", "no bank holidays are known for country 'XX'"),
        (f"{LEAST}[roles]\nsargent = 'S'\n", "roles.sargent is not known"),
        (f"{LEAST}[roles]\nofficer = ''\n", "officer is empty"),
        (f"{LEAST}[offence_groups]\nmugging = ['M']\n", "did you mean personal robbery?"),
        (f"{LEAST}[offence_groups]\ndrugs = 'D'\n", "expected a list of texts"),
        (f"{LEAST}[offence_groups]\ndrugs = ['D']\n'sexual offence' = ['d']\n", "twice"),
        (f"{LEAST}[exclusions]\noffence = ['x']\n", "did you mean offences?"),
        (f"{LEAST}[exclusions]\nsources = [true]\n", "exclusions.sources is [True]"),
        (f"{LEAST}[exclusions]\noffences = ['mugging']\n", "name personal robbery instead"),
        (f"mask = ['x']\n{LEAST}", "mask is not known (did you mean masks?)"),
        (f"masks = 'Prison'\n{LEAST}", "masks is 'Prison'; expected a list of texts"),
        (f"{LEAST}[harm_weights]\nmugging = 3\n", "name personal robbery instead"),
        (f"reassurance = 1.5\n{LEAST}", "reassurance is 1.5; expected a number of 0 to 1"),
        (f"reassurance = true\n{LEAST}", "reassurance is True; expected a number of 0 to 1"),
        (f"{LEAST}[fairness]\nratio = 1\n", "fairness.ratio is 1; expected a number above 1"),
        (f"{LEAST}[fairness]\nratio = 'x'\n", "fairness.ratio is 'x'"),
        (f"{LEAST}[fairness]\nattributes = 'no.csv'\n", "fairness.attributes names no.csv"),
        (f"{LEAST}[fairness]\nrate = 2\n", "fairness.rate is not known (did you mean ratio?)"),
        ("name = ''\n[files]\nincidents = 'incidents.csv'\n", "name is empty"),
        (f"bases = 3\n{LEAST}", "bases must be tables"),
        (f"{LEAST}[[bases]]\nname = 'S'\neasting = 'x'\nnorthing = 1\n", "base 1 needs a name"),
        (f"{LEAST}[[bases]]\nname = 'S'\neasting = nan\nnorthing = 1\n", "base 1 needs a name"),
        (f"{LEAST}[harm_weights]\nrobbery = -1\n", "harm_weights.robbery is -1"),
    ],
)
def test_a_wrong_setting_is_said(settings, text, said):
    with pytest.raises(WorkspaceError) as refused:
        settings(text)
    assert said in str(refused.value)
    assert "afterbell.toml" in str(refused.value)


def test_all_faults_are_said_at_once(settings):
    with pytest.raises(WorkspaceError) as refused:
        settings(f"windw = 1\nsimulated = 3\ntimezone = 'Mars'\n{LEAST}")
    assert all(word in str(refused.value) for word in ("windw", "simulated", "Mars"))


def test_toml_that_cannot_be_read_names_the_line(settings):
    with pytest.raises(WorkspaceError, match="line 1"):
        settings("name = \n")


def test_a_folder_without_settings_is_no_workspace(tmp_path):
    with pytest.raises(WorkspaceError, match="is no workspace"):
        read_settings(tmp_path)
