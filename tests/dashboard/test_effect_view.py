"""The effect panel on the sample, with circles around its interchanges for hotspots."""

import io
import shutil

import pandas as pd
from streamlit.testing.v1 import AppTest

from dashboard.views.effect import sample_table
from geo.bundle import bundled
from geo.evidence.effect._visits import read_visits
from geo.workspace import Workspace


def page(content=b"", drawn_on=""):
    import datetime as dt
    from types import SimpleNamespace

    from dashboard.controls import effect as controls
    from dashboard.controls.effect import EffectChoice, Given
    from dashboard.views import effect
    from geo.evidence.effect import effect_of_visits
    from geo.trials import trial_of, trial_so_far
    from geo.workspace import Workspace

    area = Workspace.open(drawn_on or None)
    named = area.layers.interchanges
    around = [
        SimpleNamespace(hotspot_id=f"H{n}", name=name, shape=point.buffer(80))
        for n, (name, point) in enumerate(zip(named["name"], named.geometry, strict=True), 1)
    ]
    opening = dt.date(2026, 11, 25)
    on = effect.board()
    with on.panel:
        choice = controls.effect(area.calendar, opening, effect.sample_table(area))
    if content:
        choice = EffectChoice(Given("visits.csv", content), choice.trial)
    answers = effect.Answers(
        lambda given: effect_of_visits(area, given.content, lambda _: around, file=given.file),
        lambda wish: trial_of(area, wish, lambda _: around),
        lambda: trial_so_far(area),
        lambda name, frame, who, why: area.keep_table(name, frame, who=who, why=why),
    )
    with on.main:
        effect.draw(area, choice, answers)


def drawn(content=b"", folder=""):
    ran = AppTest.from_function(page, args=(content, folder)).run(timeout=60)
    assert not ran.exception
    return ran


def html(ran):
    return "".join(element.proto.body for element in ran.get("html"))


def test_without_patrols_it_says_what_to_give_and_offers_a_trial():
    ran = drawn()
    text = html(ran)
    assert "No patrol has been recorded yet" in text
    assert "this design would notice a halving" in text
    names = [button.proto.label for button in ran.get("download_button")]
    assert names == ["Download a sample table", "Download the control days"]


def test_the_sample_that_cannot_be_changed_says_so():
    assert "afterbell init NAME" in html(drawn())


def test_a_table_of_patrols_is_answered_in_words_with_the_rule_and_the_places():
    content = b"hotspot,from,to,minutes\nH1,2026-09-07,2026-10-23,600\nH2,2026-09-07,2026-10-23,600"
    text = html(drawn(content))
    assert "2 places patrolled in 1,200 minutes" in text
    assert "cannot tell" in text
    assert "nobody chose a place by hand" in text
    assert "Hot places cool down by themselves" in text


def test_a_table_that_cannot_be_read_is_a_sentence_and_the_trial_stays():
    ran = drawn(b"where,when\na,b")
    assert "the columns are where, when" in ran.text[0].value
    assert "this design would notice" in html(ran)


def test_the_names_of_a_table_are_no_markup():
    content = (
        b"place,easting,northing,from,to\n<img src=x onerror=alert(1)>,620000,480000,"
        b"2026-09-07,2026-10-23"
    )
    assert "<img src=x" not in html(drawn(content))


def test_the_sample_table_can_be_read():
    area = Workspace.open()
    content = sample_table(area)
    assert len(read_visits(content, area.layers.crs).frame) == 2
    assert list(pd.read_csv(io.BytesIO(content)).columns)[:2] == ["place", "hotspot"]


def test_another_draw_is_another_lot():
    ran = drawn()
    before = html(ran)
    ran.number_input(key="trial_seed").set_value(2).run(timeout=60)
    assert html(ran) != before


def test_a_trial_begins_under_a_name_and_then_runs(tmp_path):
    folder = tmp_path / "town"
    shutil.copytree(bundled("sample"), folder)
    ran = drawn(folder=str(folder))
    (button,) = [each for each in ran.button if each.label == "Begin this trial"]
    button.click().run(timeout=60)
    assert "Not begun" in ran.text[0].value
    ran.text_input(key="trial_who").set_value("Sgt 42")
    (button,) = [each for each in ran.button if each.label == "Begin this trial"]
    button.click().run(timeout=60)
    assert not ran.exception
    assert Workspace.open(folder).control_days.rests.any()
    assert Workspace.open(folder).changes()[0].who == "Sgt 42"
    text = html(ran)
    assert "6 places from 25 Nov to" in text
    assert "Cannot tell yet. The data ends on 22 Nov 2026, before the trial" in text
