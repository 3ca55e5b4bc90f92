"""The Plan page in a real browser. Each test also checks that nothing leaves the host."""

import json

import pytest
from playwright.sync_api import expect

from tests.e2e.conftest import Board, Dashboard

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


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
