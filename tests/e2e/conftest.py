"""A real server on the sample, and a real Chromium that may speak to nobody else."""

import contextlib
import os
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request
from dataclasses import dataclass, field

import pytest
from playwright.sync_api import expect

from geo.bundle import bundled

#: A machine that does other things too answers late, and is right all the same.
expect.set_options(timeout=30_000)
#: For plans that are looked at and not judged.
BRIEF_SEARCH_STEPS = 100
WIDE = {"width": 1400, "height": 900}
#: Streamlit's own page asks Chromium for features that it does not know, frames its components, and
#: says so when one left the page before a message reached it.
TOLERATED = ("Unrecognized feature", "sandbox attribute can escape", "Can't send ForwardMsg")


@pytest.fixture(scope="session")
def browser_type_launch_args(browser_type_launch_args):
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    if chromium is None:
        pytest.fail("There is no Chromium on this machine; run make browser, or apt-get it.")
    arguments = ["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
    return {**browser_type_launch_args, "executable_path": chromium, "args": arguments}


@pytest.fixture(scope="session")
def browser_context_args(browser_context_args):
    still = {"reduced_motion": "reduce"}
    return {**browser_context_args, "viewport": WIDE, "accept_downloads": True, **still}


@pytest.fixture(scope="session")
def context(browser, browser_context_args):
    """One browser for all tests, which keeps scripts that it has fetched and compiled."""
    context = browser.new_context(**browser_context_args)
    yield context
    context.close()


@pytest.fixture
def page(context):
    """A tab of its own: another visitor, for all that the server knows."""
    page = context.new_page()
    page.set_default_timeout(90_000)
    yield page
    page.close()


@pytest.fixture(scope="session")
def base_url(address):
    """Where the pages of a test start."""
    return address


@pytest.fixture(scope="session")
def address():
    """Where the dashboard is served while the tests run."""
    with dashboard_at() as url:
        yield url


@pytest.fixture(scope="session")
def serve():
    """Serves another dashboard, which nobody has visited yet."""
    return dashboard_at


@contextlib.contextmanager
def dashboard_at(workspace=None, search_steps=BRIEF_SEARCH_STEPS):
    """A dashboard on the sample or on a workspace, in a process of its own."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = {**os.environ, "AFTERBELL_TODAY": "2026-11-24"}
    environment["AFTERBELL_SEARCH_STEPS"] = str(search_steps)
    environment.pop("AFTERBELL_WORKSPACE", None)
    if workspace is not None:
        environment["AFTERBELL_WORKSPACE"] = str(workspace)
    process = subprocess.Popen(
        [sys.executable, "-m", "dashboard.cli", "app", "--port", str(port), "--no-browser"],
        env=environment,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        _wait(f"{url}/health", process)
        yield url
    finally:
        process.terminate()
        process.wait(timeout=20)


def _wait(url, process):
    for _ in range(300):
        if process.poll() is not None:
            pytest.fail(f"The dashboard stopped with code {process.returncode} before it answered.")
        with contextlib.suppress(OSError), urllib.request.urlopen(url, timeout=2):
            return
        time.sleep(0.2)
    pytest.fail("The dashboard did not answer within a minute.")


def until(frame, expression):
    """Wait for an expression to hold in a frame whose policy forbids a script to wait for it."""
    for _ in range(150):
        if frame.evaluate(expression):
            return
        frame.page.wait_for_timeout(100)
    raise AssertionError(f"{expression} did not come true within 15 seconds")


@dataclass
class Watched:
    """What a page asked for and complained of."""

    home: str
    strangers: list = field(default_factory=list)
    complaints: list = field(default_factory=list)

    def request(self, request):
        own = (self.home, self.home.replace("http", "ws", 1), "data:", "blob:")
        if not request.url.startswith(own):
            self.strangers.append(request.url)

    def console(self, message):
        told = message.text
        if message.type in ("error", "warning") and not any(t in told for t in TOLERATED):
            self.complaints.append(told)

    def error(self, error):
        self.complaints.append(str(error))


@pytest.fixture
def watched(page, address):
    """Nothing may leave the host and nothing may complain: checked after each test."""
    watch = Watched(address)
    page.on("request", watch.request)
    page.on("console", watch.console)
    page.on("pageerror", watch.error)
    page.on("websocket", watch.request)
    yield watch
    assert watch.strangers == []
    assert watch.complaints == []


class Dashboard:
    """The dashboard as a person sees it."""

    def __init__(self, page, address):
        self.page, self.address = page, address

    def open(self, name=""):
        """Open a page by its address and wait until its map is drawn."""
        self.page.goto(f"{self.address}/{name}")
        self.settle()
        return self

    def settle(self):
        """Wait until Streamlit has finished and, where there is one, the map stands."""
        self.page.wait_for_selector('[data-testid="stApp"][data-test-script-state="notRunning"]')
        self.page.wait_for_selector("h1")

    def map(self):
        """The frame of the map, once it has hotspots or schools on it."""
        self.page.wait_for_selector('iframe[title^="streamlit_folium"]')
        frame = self.page.locator('iframe[title^="streamlit_folium"]').last.element_handle()
        inside = frame.content_frame()
        until(inside, "!!window.map && window.feature_group?.length > 0")
        return inside

    def view(self):
        """Centre and zoom of the map."""
        return self.map().evaluate("[map.getCenter().lat, map.getCenter().lng, map.getZoom()]")

    def go(self, name):
        """Follow the navigation to another page."""
        self.page.get_by_role("link", name=name, exact=True).first.click()
        self.settle()

    def press(self, name):
        self.page.get_by_role("button", name=name).first.click()
        self.settle()

    def plan(self):
        """Suggest routes and wait until nothing better is looked for."""
        self.open("plan").map()
        self.press("Suggest routes")
        self.searched()
        self.page.wait_for_selector("td.badge >> text=A1")
        return self

    def searched(self):
        """Wait until a search has ended."""
        self.page.get_by_role("button", name="Suggest again", exact=True).wait_for(timeout=120_000)
        self.settle()

    def overflow(self):
        """Pixels by which the page is wider than the window."""
        return self.page.evaluate(
            """Math.max(document.documentElement.scrollWidth - innerWidth,
                ...[...document.querySelectorAll('[data-testid="stMain"]')]
                    .map((box) => box.scrollWidth - box.clientWidth))"""
        )


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


@pytest.fixture
def dashboard(page, address, watched):
    return Dashboard(page, address)


@pytest.fixture
def copied(page, tmp_path):
    """A dashboard on a copy of the sample that can be edited, and the copy's folder."""
    folder = tmp_path / "area"
    shutil.copytree(bundled("sample"), folder, ignore=shutil.ignore_patterns("generat*"))
    with dashboard_at(folder) as address:
        yield Dashboard(page, address), folder
