"""The Evidence page in a real browser."""

import re

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
PHONE = {"width": 390, "height": 844}


def test_the_page_opens_at_once_and_waits_to_be_asked(dashboard, page):
    dashboard.open("evidence")
    expect(page.get_by_role("button", name="Test the ranking")).to_be_visible()
    expect(page.get_by_text("Nothing is tested yet on these hours.")).to_be_visible()


def test_every_page_is_within_reach_of_a_thumb(dashboard, page):
    page.set_viewport_size(PHONE)
    dashboard.open("evidence")
    for name in ("Today", "Plan", "Briefing", "Evidence", "Data"):
        link = page.locator(".st-key-nav").get_by_role("link", name=name, exact=True)
        box = link.bounding_box()
        assert box["x"] + box["width"] <= PHONE["width"]
    assert dashboard.overflow() <= 0


def test_a_test_goes_on_while_one_looks_at_another_page(serve, page):
    with serve() as address:
        page.goto(f"{address}/evidence")
        page.get_by_role("button", name="Test the ranking").click()
        expect(page.get_by_role("progressbar")).to_be_visible(timeout=40_000)
        page.get_by_role("link", name="Data", exact=True).first.click()
        expect(page.get_by_role("heading", name="Data", exact=True)).to_be_visible()
        page.get_by_role("link", name="Evidence", exact=True).first.click()
        expect(page.get_by_text("This goes on while you look at other pages")).to_be_visible()
        expect(page.get_by_role("progressbar")).to_be_visible()


def test_the_feedback_of_patrols_is_told_with_its_table(dashboard, page):
    dashboard.open("evidence")
    page.get_by_text("Fairness", exact=True).first.click()
    page.get_by_role("button", name="Simulate").click()
    answer = page.get_by_text(re.compile("^No: what police generate is never scored"))
    expect(answer).to_be_visible(timeout=240_000)
    expect(page.locator(".vega-embed canvas, .vega-embed svg").first).to_be_visible()
    expect(page.get_by_text("The same as a table").first).to_be_visible()
