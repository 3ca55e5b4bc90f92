"""The planning table in a real browser. Each test also checks that nothing leaves the host."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Dashboard

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def table(dashboard, page):
    dashboard.plan()
    return Board(page)


class Board:
    """The board as a person uses it."""

    def __init__(self, page):
        self.page = page
        self.stops = page.locator(".stop")
        self.title = page.locator(".message b")
        self.message = page.locator(".message span")

    def names(self, lane=None):
        lanes = self.page.locator(".lane")
        stops = (lanes.nth(lane) if lane is not None else lanes).locator(".stop .name")
        return stops.all_inner_texts()

    def button(self, name):
        return self.page.locator(".ab-board").get_by_role("button", name=name)

    def points(self):
        """What the search compares plans by, which the board says on pointing at a figure."""
        figure = self.page.locator(".facts span[title]").first
        return int(re.match(r"\d+(?= points)", figure.get_attribute("title"))[0])

    def answered(self, words):
        expect(self.title).to_contain_text(words)
        expect(self.page.locator(".ab-board.busy")).to_have_count(0)


def test_a_supervisor_who_dislikes_a_stop_has_a_better_plan_in_three_actions(table):
    every = table.names()
    at = next(n for n, name in enumerate(every) if every.count(name) == 1)
    disliked = every[at]
    table.stops.nth(at).click()
    table.button("Drop").click()
    table.answered("Drop")
    dropped = table.points()
    table.button("Undo").click()
    table.answered("Undone")
    table.stops.nth(at).click()
    table.button("Replace").click()
    table.answered(f"Replace {disliked}")
    assert disliked not in table.names()
    assert table.points() >= dropped
    expect(table.title).to_have_text(re.compile("worth .*(more|less|same)"))
    expect(table.message).to_contain_text("Dropped and not replaced: worth")
    table.button("Improve the rest").click()
    table.answered("Search again")
    assert disliked not in table.names()
    assert table.points() >= dropped


def test_every_change_can_be_undone_and_done_again(table, page):
    before = table.names()
    table.stops.nth(1).focus()
    page.keyboard.press("Delete")
    table.answered("Drop")
    dropped = table.names()
    assert dropped != before
    table.button("Undo").click()
    table.answered("Undone")
    assert table.names() == before
    page.keyboard.press("Control+y")
    table.answered("Redone")
    assert table.names() == dropped
    page.keyboard.press("Control+z")
    table.answered("Undone")
    assert table.names() == before


def test_a_stop_moves_by_keyboard_and_keeps_the_focus(table, page):
    first, second = table.names(lane=0)[:2]
    visits = table.names(lane=0).count(first)
    table.stops.nth(0).focus()
    page.keyboard.press("ArrowRight")
    table.answered("Move")
    expect(table.stops.nth(0).locator(".name")).to_have_text(second)
    assert page.evaluate(FOCUS).startswith(table.stops.nth(1).get_attribute("data-ident"))
    page.keyboard.press("ArrowDown")
    table.answered("Move")
    assert first in table.names(lane=1)
    assert table.names(lane=0).count(first) == visits - 1


FOCUS = """(() => {
  let at = document.activeElement;
  while (at?.shadowRoot) at = at.shadowRoot.activeElement;
  return at?.dataset?.ident ?? "";
})()"""


def test_a_move_that_cannot_be_says_why_and_changes_nothing(table, page):
    before = table.names()
    table.stops.nth(0).focus()
    page.keyboard.press("ArrowLeft")
    expect(table.message).to_contain_text("first stop already")
    assert table.names() == before


def test_a_stop_can_be_dragged_to_another_patrol(table, page):
    name = table.names(lane=0)[1]
    start = table.stops.nth(1).bounding_box()
    lane = page.locator(".lane").nth(1).bounding_box()
    page.mouse.move(start["x"] + 10, start["y"] + 8)
    page.mouse.down()
    page.mouse.move(start["x"] + 20, start["y"] + 30, steps=3)
    page.mouse.move(start["x"] + 20, lane["y"] + 20, steps=5)
    expect(page.locator(".drop")).to_contain_text("Bravo")
    page.mouse.up()
    table.answered("Bravo")
    assert name in table.names(lane=1)


def test_a_stop_that_is_kept_says_so_in_words(table):
    table.stops.nth(1).click()
    keep = table.button(re.compile("^Keep at"))
    time = keep.inner_text().removeprefix("Keep at ")
    keep.click()
    expect(table.stops.nth(1).locator(".held")).to_contain_text(time)
    table.button("Let it move").click()
    expect(table.stops.nth(1).locator(".held")).to_have_count(0)


def test_a_search_shows_progress_and_can_be_stopped(serve, page):
    with serve(search_steps=20_000) as address:
        dashboard = Dashboard(page, address).open("plan")
        dashboard.map()
        page.get_by_role("button", name="Suggest routes").click()
        expect(page.get_by_text("Looking for better routes. So far")).to_be_visible()
        expect(page.locator(".stop").first).to_be_visible()
        page.get_by_role("button", name="Stop and keep this plan").click()
        again = page.get_by_role("button", name="Suggest again", exact=True)
        expect(again).to_be_visible(timeout=20_000)
        expect(page.locator(".stop").first).to_be_visible()
        expect(page.get_by_text("DRAFT, not approved")).to_be_visible()


def test_a_place_is_added_after_its_cost_is_told(table, page):
    choose_a_place(page)
    expect(
        page.get_by_text(re.compile("The (plan covers|value of the plan)")).first
    ).to_be_visible()
    page.get_by_role("button", name="Add this stop").click()
    table.answered("Add")


def choose_a_place(page):
    """Open the list of places, which a scrolling page would close, and take the first."""
    box = page.get_by_role("combobox", name="Add a stop")
    box.scroll_into_view_if_needed()
    page.wait_for_timeout(500)
    box.click()
    page.get_by_role("option").first.click()


def test_any_point_of_the_map_can_become_a_stop(dashboard, table, page):
    inside = dashboard.map()
    inside.evaluate("map.setView(map.getCenter(), 16, { animate: false })")
    box = page.locator('iframe[title^="streamlit_folium"]').bounding_box()
    page.mouse.click(box["x"] + box["width"] * 0.55, box["y"] + box["height"] * 0.15)
    offered = page.get_by_role("combobox", name="Add a stop")
    expect(offered).to_have_value(re.compile("Point near"), timeout=20_000)
    page.get_by_role("button", name="Add this stop").click()
    table.answered("Point near")
    assert any(name.startswith("Point near") for name in table.names())


def test_two_plans_stand_side_by_side(table, page):
    table.stops.nth(1).click()
    table.button("Drop").click()
    table.answered("Drop")
    page.get_by_role("tab", name="Compare").click()
    expect(page.get_by_role("table").filter(has_text="Before: ")).to_be_visible()


def test_login_to_an_approved_plan_for_tomorrow(dashboard, page):
    dashboard.open().map()
    dashboard.press("Next school day: Wed 25 Nov 2026")
    dashboard.go("Plan")
    dashboard.press("Suggest routes")
    page.get_by_role("textbox", name="Approver").fill("Sgt 42")
    page.get_by_role("button", name="Approve this plan").click()
    expect(page.get_by_text("Approved by Sgt 42")).to_be_visible()
    dashboard.go("Briefing")
    expect(page.get_by_text("Wednesday 25 November 2026").first).to_be_visible()


def test_on_a_phone_the_board_is_a_list_with_the_same_actions(dashboard, page):
    page.set_viewport_size(PHONE)
    dashboard.plan()
    table = Board(page)
    assert dashboard.overflow() <= 0
    disliked = table.names()[1]
    table.stops.nth(1).click()
    table.button("Replace").click()
    table.answered("Replace")
    assert disliked not in table.names()
    assert dashboard.overflow() <= 0


def download(page):
    """What the plan on the table says as GeoJSON."""
    button = page.get_by_role("button", name="Download plan.geojson")
    with page.expect_download() as taken:
        button.click()
    return json.loads(taken.value.path().read_text(encoding="utf-8"))


def reasons(plan):
    return " ".join(each["properties"].get("why", "") for each in plan["features"])


def edited(dashboard, path, old, new):
    """Change a table in an editor, and come back to the plan."""
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new), encoding="utf-8")
    dashboard.go("Data")
    dashboard.go("Plan")


def test_a_plan_says_that_bells_and_terms_changed_and_the_next_one_follows_them(copied, page):
    dashboard, folder = copied
    dashboard.plan()
    first = download(page)
    assert "Saltmarsh College lets out at 16:10" in reasons(first)
    assert "out_of_date" not in first
    bells, terms = folder / "bells.csv", folder / "terms.csv"
    edited(dashboard, bells, "990111,2023-09-01,,Tue,16:10", "990111,2023-09-01,,Tue,17:00")
    outdated = page.get_by_role("status").filter(has_text="changed after this was made")
    expect(outdated).to_have_text("Bells changed after this was made: suggest again.")
    stale = download(page)
    assert stale.pop("out_of_date") == "Bells changed after this was made"
    assert stale == first
    dashboard.go("Briefing")
    expect(outdated).to_be_visible()
    dashboard.go("Back to plan")
    dashboard.press("Suggest again")
    dashboard.searched()
    expect(outdated).to_have_count(0)
    second = download(page)
    assert "lets out at 16:10" not in reasons(second)
    tables = [plan["afterbell"]["made_from"]["tables"] for plan in (first, second)]
    assert tables[0]["bells"] != tables[1]["bells"]
    assert tables[0]["terms"] == tables[1]["terms"]
    closed = "urn,990111,2026/27,closure,2026-11-24,2026-11-24,college\n"
    edited(dashboard, terms, terms.read_text(encoding="utf-8"), f"{terms.read_text()}{closed}")
    expect(outdated).to_have_text("Term dates changed after this was made: suggest again.")
    dashboard.press("Suggest again")
    dashboard.searched()
    assert "Saltmarsh College" not in reasons(download(page))
