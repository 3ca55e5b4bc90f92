"""Whatever is edited, Today, Plan, Briefing and exports follow; what was planned before says so."""

import datetime as dt
import json
import shutil
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

import dashboard
from dashboard import evidence_jobs, services
from dashboard.cli.commands.recompute import recompute
from dashboard.controls.evidence import EvidenceChoice
from dashboard.planning import plans
from dashboard.planning.session import MadePlan
from geo.bundle import bundled
from geo.model import Patrol
from geo.patrol import Request, plan_for
from geo.workspace import Workspace

APP = Path(dashboard.__file__).parent / "app.py"
TUESDAY = dt.date(2026, 11, 24)
COLLEGE = "990111"


@pytest.fixture(scope="module")
def original(tmp_path_factory):
    """A writable copy of the sample, its layers kept so that it opens fast."""
    folder = tmp_path_factory.mktemp("edited") / "area"
    shutil.copytree(bundled("sample"), folder, ignore=shutil.ignore_patterns("generat*"))
    area = Workspace.open(folder)
    for reading in area.readings.values():
        area.keep(reading, who="PC 1")
    return folder


@pytest.fixture
def folder(original, monkeypatch):
    """The copy, served; what a test does to its files is undone."""
    monkeypatch.setenv("AFTERBELL_TODAY", str(TUESDAY))
    monkeypatch.setenv("AFTERBELL_WORKSPACE", str(original))
    kept = {path: path.read_bytes() for path in original.rglob("*") if path.is_file()}
    yield original
    for path, content in kept.items():
        if path.read_bytes() != content:
            path.write_bytes(content)


def made(area):
    """A plan as a search keeps it: Alpha goes to the college, or to the best place there is."""
    places, day = plans.offered(area, TUESDAY), area.calendar.day(TUESDAY)
    place = gate(area) or places.items[0]
    request = Request(TUESDAY, (Patrol("Alpha"),), orders=((place.place_id,),))
    plan = plan_for(request, day, places, services.network(area))
    return MadePlan(request, plan, area, area.why_not_remembered())


def edit_bells(folder):
    path = folder / "bells.csv"
    old, new = (f"{COLLEGE},2023-09-01,,Tue,{time}" for time in ("16:10", "17:00"))
    path.write_text(path.read_text(encoding="utf-8").replace(old, new), encoding="utf-8")


def close_college(folder):
    with (folder / "terms.csv").open("a", encoding="utf-8") as terms:
        terms.write(f"urn,{COLLEGE},2026/27,closure,{TUESDAY},{TUESDAY},college\n")


def edit_settings(folder):
    path = folder / "afterbell.toml"
    text = path.read_text(encoding="utf-8")
    path.write_text(text.replace('"OFFICIAL-SENSITIVE"', '"OFFICIAL"'), encoding="utf-8")


def keep_homes(folder):
    area = Workspace.open(folder)
    table = area.table("homes")
    table.loc[0, ["urn", "area", "pupils"]] = [
        COLLEGE,
        str(area.layers.areas["name"].iloc[0]),
        "900",
    ]
    area.keep_table("homes", table.fillna(""), who="Sgt 42")


def keep_hops(folder):
    area = Workspace.open(folder)
    stops = area.layers.interchanges["interchange_id"].iloc[:2].tolist()
    table = area.table("hops")
    table.loc[0, ["line", "from_stop", "to_stop", "departs", "ride_min"]] = [
        "91", *stops, "15:05 15:35 16:05", "4",
    ]  # fmt: skip
    area.keep_table("hops", table.fillna(""), who="Sgt 42")


def lose_incidents(folder):
    """A replacement with the half of the incidents that lies in the west."""
    area = Workspace.open(folder)
    reading = area.readings["incidents"]
    frame = reading.frame
    west = frame[frame.geometry.x < frame.geometry.x.median()].reset_index(drop=True)
    replaced = type(reading)(reading.layer, "west.csv", west, reading.rejects.iloc[:0], len(west))
    area.keep(replaced, replace=True, who="Sgt 42")


def gate(area):
    """The place where the college lets out."""
    return next((p for p in plans.offered(area, TUESDAY) if COLLEGE in p.urns), None)


def letting_out(area):
    return {bell.urn: bell.finish_min for bell in area.calendar.day(TUESDAY).letting_out()}


def values(area):
    return {place.place_id: place.value for place in plans.offered(area, TUESDAY)}


def hotspots(area):
    return [(spot.name, spot.shape.wkt) for spot in services.hotspots(area, TUESDAY)]


def recorded(area):
    return services.recorded(area, TUESDAY).to_json()


def hops(area):
    return services.network(area).hops


def marking(area):
    found = made(area)
    told = json.loads(plans.geojson(found, "", ""))["marking"]
    assert plans.briefing(found, "", "").marking == area.about.marking == told
    return told


@pytest.mark.parametrize(
    ("edit", "said", "followed"),
    [
        (edit_bells, "Bells changed", (letting_out, gate)),
        (close_college, "Term dates changed", (letting_out, gate)),
        (edit_settings, "Settings changed", (marking,)),
        (keep_homes, "Home areas changed", (values,)),
        (keep_hops, "Bus and rail times changed", (hops,)),
        (lose_incidents, "Incidents changed", (hotspots, recorded, values)),
    ],
)
def test_everything_follows_an_edit_and_the_plan_before_keeps_to_its_own(
    folder, tmp_path, edit, said, followed
):
    area = services.workspace()
    before, seen = made(area), [look(area) for look in followed]
    written = plans.geojson(before, "Sgt 42", "")
    assert before.outdated_in(area) == ""
    edit(folder)
    now = services.workspace()
    assert now.version != area.version
    assert [look(now) for look in followed] != seen
    assert [look(area) for look in followed] == seen
    outdated = before.outdated_in(now)
    assert outdated == f"{said} after this was made"
    stale = json.loads(plans.geojson(before, "Sgt 42", outdated))
    assert stale.pop("out_of_date") == outdated
    assert stale == json.loads(written)
    assert stale["afterbell"]["made_from"] == area.provenance.as_json() != now.provenance.as_json()
    told = plans.briefing(before, "Sgt 42", outdated)
    assert told.status == "OUT OF DATE. Approved by Sgt 42"
    assert f"{outdated}." in told.gpx()
    file = tmp_path / "plan.geojson"
    file.write_text(plans.geojson(before, "Sgt 42", outdated), encoding="utf-8")
    recompute(file, folder, as_json=True)


def test_a_plan_made_after_the_edit_says_the_new_bell(folder):
    (first,) = made(services.workspace()).plan.routes[0].stops
    assert "Saltmarsh College lets out at 16:10" in first.why
    edit_bells(folder)
    found = made(services.workspace())
    (stop,) = found.plan.routes[0].stops
    assert "Saltmarsh College lets out at 17:00" in stop.why
    assert "16:10" not in plans.geojson(found, "", "")
    assert any("17:00" in line.why for line in plans.briefing(found, "", "").assignments[0].stops)


def test_a_college_that_is_closed_is_no_place_that_lets_out(folder):
    close_college(folder)
    found = made(services.workspace())
    assert "Saltmarsh College" not in found.plan.routes[0].stops[0].why
    assert any("Saltmarsh College" in note for note in plans.briefing(found, "", "").notes)


def test_what_is_tested_is_tested_anew_after_an_edit(folder):
    area, choice = services.workspace(), EvidenceChoice(all_hours=False, methods=())
    keys = [
        evidence_jobs.of_ranking(area, choice).key,
        evidence_jobs.of_fairness(area, TUESDAY).key,
    ]
    edit_bells(folder)
    now = services.workspace()
    again = [evidence_jobs.of_ranking(now, choice).key, evidence_jobs.of_fairness(now, TUESDAY).key]
    assert not set(keys) & set(again)


@pytest.fixture
def app(folder):
    return AppTest.from_file(str(APP), default_timeout=120)


def said(app):
    parts = [*app.text, *app.title, *app.subheader, *app.get("html")]
    return " ".join(getattr(part, "value", None) or part.proto.body for part in parts)


def button(app, label):
    return next(each for each in app.button if each.label.startswith(label))


def suggested(app, label):
    """Suggest routes, and keep the first plan."""
    button(app, label).click().run()
    while any(each.label.startswith("Stop") for each in app.button):
        if not button(app, "Stop").disabled:
            button(app, "Stop").click()
        app.run()
    assert not app.exception


def test_the_pages_say_that_a_plan_is_out_of_date_until_another_is_suggested(app, folder):
    app.run()
    app.switch_page("pages/plan.py").run()
    suggested(app, "Suggest routes")
    app.text_input(key=approver(app)).set_value("Sgt 42")
    button(app, "Approve this plan").click().run()
    edit_bells(folder)
    app.run()
    assert "Bells changed after this was made: suggest again." in said(app)
    assert "Approved by Sgt 42" in said(app)
    button(app, "Withdraw approval").click().run()
    app.text_input(key=approver(app)).set_value("Sgt 7")
    button(app, "Approve this plan").click().run()
    assert "Not approved: tick “Approve it all the same”, or suggest again." in said(app)
    next(box for box in app.checkbox if box.label == "Approve it all the same").check()
    button(app, "Approve this plan").click().run()
    assert "Approved by Sgt 7" in said(app)
    app.switch_page("pages/briefing.py").run()
    assert "Bells changed after this was made: suggest again." in said(app)
    assert "OUT OF DATE. Approved by Sgt 7" in said(app)
    app.switch_page("pages/plan.py").run()
    suggested(app, "Suggest again")
    assert "changed after this was made" not in said(app)
    assert "DRAFT, not approved" in said(app)
    app.session_state["afterbell"].sessions[TUESDAY].step(back=True)
    app.run()
    assert not app.exception
    assert "Bells changed after this was made: suggest again." in said(app)


def approver(app):
    return next(each.key for each in app.text_input if each.label.startswith("Approver"))


def test_what_was_asked_of_a_place_that_is_gone_is_said(app, folder):
    app.run()
    app.switch_page("pages/plan.py").run()
    app.multiselect(key=f"schools_{TUESDAY}").select(COLLEGE).run()
    suggested(app, "Suggest routes")
    close_college(folder)
    app.run()
    assert not app.exception
    assert "does not let out any more, so no visit for its school is asked for." in said(app)
    suggested(app, "Suggest again")
    session = app.session_state["afterbell"].sessions[TUESDAY]
    assert "does not let out any more" in session.message
    assert session.made.outdated_in(services.workspace()) == ""
