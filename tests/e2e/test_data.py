"""From `afterbell init` to a map of one's own area, in a real browser, at both sizes."""

import re
import subprocess
import sys

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.browser
SIZES = {"wide": {"width": 1400, "height": 900}, "phone": {"width": 390, "height": 844}}
_SETTLED = '[data-testid="stApp"][data-test-script-state="notRunning"]'


def extract(count=400):
    """An extract as a force would send it: its own words, a name in it, and a few faults."""
    rows = ["Crime Ref;Committed On;Long;Lat;Offence;Victim Name"]
    for n in range(count):
        lon, lat = -0.11 + n % 9 * 0.0002, 51.52 + n * 7 % 11 * 0.0002
        if n % 2:
            lon, lat = -0.15 + n * 37 % 401 / 5000, 51.49 + n * 91 % 397 / 6000
        when = f"{n % 28 + 1:02d}/{n % 12 + 1:02d}/2025 {15 + n % 3}:{n % 60:02d}"
        rows.append(f"R{n};{when};{lon:.5f};{lat:.5f};Robbery - personal;Jo Bloggs {n}")
    rows.append("R900;31/02/2025 15:00;-0.11;51.52;Robbery - personal;Sam Body")
    rows.append("R901;;-0.11;51.52;Robbery - personal;Sam Body")
    return ("\n".join(rows) + "\n").encode("cp1252")


@pytest.fixture
def area(tmp_path):
    """A workspace as somebody makes it."""
    folder = tmp_path / "mine"
    subprocess.run(
        [sys.executable, "-m", "dashboard.cli", "init", "Mine", "--workspace", str(folder)],
        check=True,
        capture_output=True,
    )
    return folder


def settle(page):
    page.wait_for_timeout(300)
    page.wait_for_selector(_SETTLED, timeout=60_000)


def bring(page, address, name, content):
    page.goto(f"{address}/data")
    settle(page)
    page.set_input_files(
        "input[type=file]", {"name": name, "mimeType": "text/csv", "buffer": content}
    )
    expect(page.get_by_role("button", name=re.compile("Keep 400 rows"))).to_be_visible(
        timeout=60_000
    )
    settle(page)


@pytest.mark.parametrize("size", [*SIZES])
def test_an_own_file_becomes_a_map_of_an_own_area(serve, page, area, size):
    page.set_viewport_size(SIZES[size])
    with serve(area) as address:
        page.goto(address)
        expect(page.get_by_text("has no incidents yet")).to_be_visible(timeout=60_000)
        page.get_by_role("link", name="Bring in data").click()
        bring(page, address, "extract.csv", extract())
        expect(page.get_by_text("402 rows read: 400 accepted, 2 rejected.")).to_be_visible()
        expect(page.get_by_text("Victim Name").first).to_be_visible()
        assert page.get_by_text("Bloggs").count() == 0
        page.get_by_role("button", name="Keep 400 rows").click()
        expect(page.get_by_text("Not kept: give your name first.")).to_be_visible()
        page.get_by_label("Your name").fill("PC 7")
        page.get_by_role("button", name="Keep 400 rows").click()
        expect(page.get_by_text("Kept: 400 new. The layer now has 400 rows.")).to_be_visible(
            timeout=60_000
        )
        page.get_by_role("link", name="See it on Today").click()
        expect(page.get_by_text("Hotspots by rank")).to_be_visible(timeout=60_000)
        expect(page.get_by_text("weekdays that are no bank holidays").first).to_be_visible()
        width = "document.documentElement.scrollWidth - innerWidth"
        assert page.evaluate(width) <= 0
    kept = [path for path in area.rglob("*") if path.is_file()]
    assert len(kept) >= 4
    assert not any(b"Bloggs" in p.read_bytes() or b"Body" in p.read_bytes() for p in kept)


def test_rejected_rows_can_be_taken_away_and_the_same_file_again_changes_nothing(serve, page, area):
    with serve(area) as address:
        bring(page, address, "extract.csv", extract())
        with page.expect_download() as download:
            page.get_by_role("link", name="Download rejected rows (CSV)").click()
        rejected = download.value.path().read_text(encoding="utf-8-sig")
        assert rejected.startswith("line,reason,Crime Ref,Committed On,Long,Lat,Offence")
        assert "402,impossible date,R900,31/02/2025 15:00" in rejected
        assert "Body" not in rejected
        keep(page, "Kept: 400 new.")
        bring(page, address, "extract.csv", extract())
        keep(page, "Kept: 400 as they were.")


def keep(page, answer):
    page.get_by_label("Your name").fill("PC 7")
    page.get_by_role("button", name="Keep 400 rows").click()
    expect(page.get_by_text(answer)).to_be_visible(timeout=60_000)


def test_after_one_file_the_page_takes_the_next_and_a_plan_asks_for_streets(serve, page, area):
    complaints = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    schools = "urn,name,phase,longitude,latitude\n"
    schools += "1,Mill School,secondary,-0.11,51.52\n2,Hill School,primary,-0.13,51.53\n"
    with serve(area) as address:
        bring(page, address, "extract.csv", extract())
        page.get_by_label("Your name").fill("PC 7")
        page.get_by_role("button", name="Keep 400 rows").click()
        expect(page.get_by_text("Next: bring in schools.")).to_be_visible(timeout=60_000)
        page.get_by_role("button", name="Bring in another file").click()
        expect(page.get_by_text("Kept: 400 new.")).to_have_count(0)
        settle(page)
        file = {"name": "schools.csv", "mimeType": "text/csv", "buffer": schools.encode()}
        page.set_input_files("input[type=file]", file)
        expect(page.get_by_text("Read as schools")).to_be_visible(timeout=60_000)
        settle(page)
        assert page.get_by_label("Your name").input_value() == "PC 7"
        page.get_by_role("button", name="Keep 2 rows").click()
        expect(page.get_by_text("Next: bring in streets.")).to_be_visible(timeout=60_000)
        settle(page)
        page.get_by_role("button", name="See its quality").click()
        expect(page.get_by_text("There are no streets.")).to_be_visible(timeout=60_000)
        page.get_by_role("link", name="Plan", exact=True).click()
        expect(page.get_by_text("Mine has no streets yet")).to_be_visible(timeout=60_000)
        page.get_by_role("link", name="Bring in streets").click()
        expect(page.get_by_text("What Mine holds")).to_be_visible(timeout=60_000)
    assert complaints == []


def test_incidents_are_squares_under_the_names_of_the_map(dashboard, watched):
    inside = dashboard.open("data").map()
    inside.wait_for_selector(".leaflet-squares-pane canvas", state="attached")
    order = "['ground', 'squares', 'names'].map((n) => +getComputedStyle(map.getPane(n)).zIndex)"
    assert inside.evaluate(order) == sorted(inside.evaluate(order))
    drawn = """Object.values(map._layers)
        .filter((each) => each.options.pane === "squares" && each.getTooltip?.())
        .map((each) => each.getTooltip().getContent())"""
    said = inside.evaluate(drawn)
    assert len(said) > 100
    shown = [re.fullmatch(r"<b>(.+)</b> in 250 m by 250 m", text).group(1) for text in said]
    assert not {"1", "2", "3", "4"} & set(shown)
    assert "&lt;5" in shown


@pytest.mark.parametrize("size", [*SIZES])
def test_every_part_of_the_page_opens_on_the_sample(dashboard, page, watched, size):
    page.set_viewport_size(SIZES[size])
    dashboard.open("data").map()
    for name in ("Quality", "Bell times", "Term dates", "Changes"):
        page.get_by_role("radio", name=name, exact=True).or_(
            page.get_by_role("button", name=name, exact=True)
        ).first.click()
        settle(page)
        expect(page.get_by_text("Something went wrong")).to_have_count(0)
        assert dashboard.overflow() <= 0, name
