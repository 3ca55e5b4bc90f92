"""The pages in a real browser. Each test also checks that nothing leaves the host or complains."""

import json
import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


def test_every_page_draws_its_map_from_this_host_alone(dashboard, page, watched):
    dashboard.open()
    assert dashboard.map().evaluate("document.querySelectorAll('.ab-rank').length") > 5
    dashboard.plan()
    dashboard.go("Briefing")
    dashboard.map()
    assert watched.strangers == []


@pytest.mark.parametrize("name", ["", "plan", "data"])
def test_a_page_is_made_once_however_long_its_map_takes(dashboard, page, name):
    asked = []

    def note(sent):
        asked.append(sent)

    page.on("websocket", lambda socket: socket.on("framesent", note))
    dashboard.open(name).map()
    page.wait_for_timeout(1_000)
    assert len(asked) == 1


def test_the_first_visitor_may_come_by_the_address_of_a_page(serve, page):
    with serve() as address:
        page.goto(f"{address}/plan")
        expect(page.get_by_role("button", name="Suggest routes")).to_be_visible(timeout=40_000)
        expect(page.locator(".ab-strip")).to_have_count(2)
        expect(page.get_by_role("link", name="Briefing", exact=True)).to_be_visible()


def test_the_map_keeps_its_view_when_the_slider_moves(dashboard, page):
    dashboard.open()
    dashboard.map().evaluate("map.setView([54.21, 1.44], 15, { animate: false })")
    before = dashboard.view()
    mark = dashboard.map().evaluate("window.untouched = 'yes'")
    colours = "[...document.querySelectorAll('.ab-rank')].map((b) => b.style.background).join()"
    dark = dashboard.map().evaluate(colours)
    page.get_by_role("slider").focus()
    for _ in range(8):
        page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Hotspots by what is expected 16:45–17:00")).to_be_visible()
    inside = dashboard.map()
    for _ in range(100):
        if inside.evaluate(f"{colours} !== {json.dumps(dark)}"):
            break
        page.wait_for_timeout(100)
    assert inside.evaluate(colours) != dark
    assert dashboard.view() == before
    assert dashboard.map().evaluate("window.untouched") == mark


def test_the_whole_frame_stands_still_when_the_slider_moves(dashboard, page):
    dashboard.open().map()
    where = page.locator('iframe[title^="streamlit_folium"]').bounding_box()
    page.get_by_role("slider").focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_text("Hotspots by what is expected 15:00–15:15")).to_be_visible()
    assert page.locator('iframe[title^="streamlit_folium"]').bounding_box() == where


def test_a_click_on_the_map_selects_the_row(dashboard, page):
    dashboard.open()
    dashboard.map().locator(".ab-rank", has_text=re.compile("^5$")).first.click()
    expect(page.locator("tr.chosen")).to_have_attribute("data-ident", "H5")


def test_a_click_on_a_row_selects_the_place(dashboard, page):
    dashboard.open().map()
    page.locator('tr[data-ident="H3"]').click()
    expect(page.locator("tr.chosen")).to_have_attribute("data-ident", "H3")
    dashboard.map().wait_for_selector('.ab-chosen:text-is("3")')
    expect(page.locator(".st-key-why .ab-name-badge")).to_have_text("3")


def test_a_row_is_chosen_with_the_keyboard(dashboard, page):
    dashboard.open().map()
    page.locator('tr[data-ident="H2"] button.name').focus()
    page.keyboard.press("Enter")
    expect(page.locator("tr.chosen")).to_have_attribute("data-ident", "H2")
    expect(page.locator('tr[data-ident="H2"] button.name')).to_have_attribute(
        "aria-pressed", "true"
    )


def test_a_plan_keeps_what_is_locked_and_leaves_out_what_is_dropped(dashboard, page):
    dashboard.plan()
    rows = page.locator("tr[data-ident]")
    idents = [row.get_attribute("data-ident") for row in rows.all()]
    once = [n for n, i in enumerate(idents) if f"{i.rpartition('#')[0]}#2" not in idents]
    kept, dropped = idents[0], idents[once[-1]]
    when = rows.nth(0).locator('[data-key="time"] > span').inner_text()
    rows.nth(0).get_by_role("button", name="Lock").click()
    expect(rows.nth(0).get_by_role("button", name="Unlock")).to_be_visible()
    rows.nth(once[-1]).get_by_role("button", name="Drop").click()
    expect(page.locator(f'tr[data-ident="{dropped}"]')).to_have_count(0)
    dashboard.press("Suggest again")
    dashboard.searched()
    expect(page.locator(f'tr[data-ident="{dropped}"]')).to_have_count(0)
    again = page.locator(f'tr[data-ident="{kept}"]')
    assert again.locator('[data-key="time"] > span').inner_text() == when
    expect(again).to_contain_text("locked")


def test_a_plan_is_a_draft_until_somebody_approves_it(dashboard, page):
    dashboard.plan()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download plan.geojson").click()
    assert taken.value.suggested_filename == "plan-2026-11-24-DRAFT.geojson"
    page.get_by_role("textbox", name="Approver").fill("Sgt 42")
    page.get_by_role("button", name="Approve this plan").click()
    expect(page.get_by_text("Approved by Sgt 42")).to_be_visible()
    dashboard.settle()
    with page.expect_download() as taken:
        page.get_by_role("button", name="Download plan.geojson").click()
    plan = json.loads(taken.value.path().read_text())
    assert plan["status"] == "Approved by Sgt 42"
    assert plan["marking"] == "OFFICIAL-SENSITIVE"
    assert plan["features"]


def test_tomorrow_is_one_click_away_and_the_same_on_every_page(dashboard, page):
    dashboard.open().map()
    dashboard.press("Next school day: Wed 25 Nov 2026")
    expect(page.locator(".ab-when").first).to_have_text("Wednesday 25 November 2026")
    dashboard.go("Plan")
    expect(page.locator(".ab-when").first).to_have_text("Wednesday 25 November 2026")


def test_a_briefing_downloads_as_paper_and_as_one_file(dashboard, page, browser, tmp_path):
    dashboard.plan()
    dashboard.go("Briefing")
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download PDF").click()
    assert taken.value.path().read_bytes()[:5] == b"%PDF-"
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download HTML").click()
    target = tmp_path / "briefing.html"
    taken.value.save_as(target)
    alone = browser.new_context(offline=True).new_page()
    strangers = []
    alone.on("request", lambda r: strangers.append(r.url))
    alone.goto(target.as_uri())
    assert alone.get_by_text("OFFICIAL-SENSITIVE").first.is_visible()
    assert [url for url in strangers if not url.startswith(("file:", "data:"))] == []
    alone.context.close()


def test_a_briefing_tells_one_idea_a_step_in_large_letters(dashboard, page):
    dashboard.plan()
    dashboard.go("Briefing")
    dashboard.map()
    told = set()
    while True:
        told.add(page.locator(".ab-slide h1").first.inner_text())
        assert smallest(page) >= 28
        assert smallest(dashboard.map()) >= 28
        if page.get_by_role("button", name="Next").is_disabled():
            break
        step = page.locator(".ab-step").inner_text()
        page.get_by_role("button", name="Next").click()
        expect(page.locator(".ab-step")).not_to_have_text(step)
    assert {"Alpha", "Bravo", "A hotspot is not grounds for a search."} <= told
    assert len(told) == 11


def smallest(frame):
    """Size in pixels of the smallest text that can be seen."""
    return frame.evaluate(
        """() => {
          const seen = [...document.querySelectorAll("body *")].filter((each) =>
            [...each.childNodes].some((n) => n.nodeType === 3 && n.textContent.trim())
            && each.checkVisibility({ opacityProperty: true, visibilityProperty: true })
            && each.getBoundingClientRect().width > 1);
          return Math.min(...seen.map((e) => parseFloat(getComputedStyle(e).fontSize)));
        }"""
    )


def test_marking_and_age_of_the_data_stand_on_every_page(dashboard, page):
    for name in ("", "plan", "briefing"):
        dashboard.open(name)
        strips = page.locator(".ab-strip")
        expect(strips).to_have_count(2)
        for strip in strips.all():
            expect(strip).to_contain_text("OFFICIAL-SENSITIVE")
            expect(strip).to_contain_text("Data as at Sun 22 Nov 2026")
            expect(strip).to_contain_text("SIMULATED")


def test_on_a_phone_nothing_is_wider_than_the_screen(dashboard, page):
    page.set_viewport_size(PHONE)
    dashboard.open().map()
    assert dashboard.overflow() <= 0
    tops = [page.locator(f".st-key-{key}").bounding_box()["y"] for key in ("map", "next", "rows")]
    assert tops == sorted(tops)
    dashboard.plan()
    assert dashboard.overflow() <= 0
    dashboard.go("Briefing")
    dashboard.map()
    assert dashboard.overflow() <= 0


@pytest.mark.parametrize("name", ["", "plan", "briefing"])
def test_a_page_scrolls_to_its_end_and_nothing_around_it_moves(dashboard, page, name):
    dashboard.open(name)
    outside = "[...document.querySelectorAll('[data-testid=stAppViewContainer], html, body')]"
    assert page.evaluate(f"{outside}.map((e) => e.scrollHeight - e.clientHeight)") == [0, 0, 0]
    main = page.get_by_test_id("stMain").bounding_box()
    top, bottom = (strip.bounding_box() for strip in page.locator(".ab-strip").all())
    assert main["y"] >= top["y"] + top["height"]
    assert main["y"] + main["height"] <= bottom["y"]


def test_on_a_wide_screen_the_map_has_two_thirds(dashboard, page):
    dashboard.open().map()
    assert dashboard.overflow() <= 0
    box = page.locator('iframe[title^="streamlit_folium"]').bounding_box()
    assert box["width"] >= 1400 * 2 / 3
