"""The board of a plan in a real browser. Each test also checks that nothing leaves the host."""

import re

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Board, Dashboard

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def page(context, address):
    """A tab with a plan on it, for all of these tests."""
    page = context.new_page()
    page.set_default_timeout(90_000)
    Dashboard(page, address).plan()
    yield page
    page.close()


@pytest.fixture
def table(page, watched):
    """The board; what a test changes is undone after it, and what it opened is shut."""
    board = Board(page)
    yield board
    opened = page.locator('.stop[aria-expanded="true"]')
    if opened.count():
        opened.press("Escape")
    undo = board.button("Undo")
    while undo.is_enabled():
        undo.click()
        board.answered("Undone")


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
    frame = page.locator('iframe[title^="streamlit_folium"]')
    frame.scroll_into_view_if_needed()
    box = frame.bounding_box()
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
