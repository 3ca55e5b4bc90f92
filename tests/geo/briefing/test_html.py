import re
from html.parser import HTMLParser

import pytest

from geo.briefing import Briefing
from geo.briefing.sheet import _COVERAGE, NOT_GROUNDS, STANDING_GUIDANCE

POLICY = "default-src 'none'; style-src 'unsafe-inline'; font-src data:; img-src data:"


class Outline(HTMLParser):
    """Tags with their attributes, and the text that a reader sees."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.words, self.silent = [], [], 0
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        self.silent += tag in {"style", "svg"}

    def handle_endtag(self, tag):
        self.silent -= tag in {"style", "svg"}

    def handle_data(self, data):
        if not self.silent:
            self.words.append(data)

    @property
    def text(self):
        return " ".join(" ".join(self.words).split())

    def all(self, tag):
        return [attrs for name, attrs in self.tags if name == tag]


@pytest.fixture(scope="module")
def draft(build):
    return build.briefing().html()


@pytest.fixture(scope="module")
def outline(draft):
    return Outline(draft)


def test_it_refers_to_nothing_outside(draft, outline):
    without_namespaces = re.sub(r'xmlns(:\w+)?="[^"]*"', "", draft)
    assert not re.search(r"https?:|//[\w.-]+\.\w|@import", without_namespaces)
    assert all(u.startswith(("data:", '"data:', "#")) for u in re.findall(r"url\(([^)]*)", draft))
    links = [v for _, attrs in outline.tags for k, v in attrs.items() if k in {"src", "href"}]
    assert all(link.startswith(("data:", "#")) for link in links)
    assert not outline.all("script")


def test_a_policy_forbids_what_it_does_not_need(outline):
    policies = [m for m in outline.all("meta") if m.get("http-equiv") == "Content-Security-Policy"]
    assert [m["content"] for m in policies] == [POLICY]


def test_the_words_are_all_there(outline):
    assert outline.text.count("OFFICIAL-SENSITIVE") == 2
    for words in ("Data as at Sun 22 Nov 2026", "DRAFT, not approved", "SIMULATED",
                  "Tuesday 24 November 2026, 15:00–18:00", NOT_GROUNDS,
                  "About 1 in 2 afternoons", "Anchor Lane School, main gate",
                  *STANDING_GUIDANCE, *_COVERAGE):  # fmt: skip
        assert words in outline.text


def test_an_approved_briefing_names_the_approver_and_is_no_draft(build):
    text = Outline(build.briefing(1, 1, approved_by="Insp. Example").html()).text
    assert "Approved by Insp. Example" in text
    assert "DRAFT" not in text


def test_it_can_be_read_without_seeing_it(outline):
    assert outline.all("html") == [{"lang": "en-GB"}]
    tags = [tag for tag, _ in outline.tags]
    assert (
        tags.count("main") == tags.count("h1") == tags.count("header") == tags.count("footer") == 1
    )
    maps = [attrs for attrs in outline.all("div") if attrs.get("role") == "img"]
    assert len(maps) == 2
    assert all("Hotspots: 1 Saltmarsh Central 1" in attrs["aria-label"] for attrs in maps)
    heads = [attrs.get("scope") for attrs in outline.all("th")]
    assert set(heads) == {"col", "row"}
    assert all(attrs.get("aria-hidden") == "true" for attrs in outline.all("svg"))
    ids = [attrs["id"] for _, attrs in outline.tags if "id" in attrs]
    assert len(ids) == len(set(ids))
    named = [a["aria-labelledby"] for _, a in outline.tags if "aria-labelledby" in a]
    assert named
    assert set(named) <= set(ids)


def test_an_operation_a_break_a_ride_and_a_loop_are_all_there(afternoon_sheet):
    html = afternoon_sheet.html()
    for words in ("Weapon sweep at Mill Corner, with Bravo", "Break at Quayside", "bus 91"):
        assert words in html
    assert "Walk the streets around it." in html


HOSTILE = (
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</style></svg><script>alert(1)</script>",
    "{{ 7 * 7001 }}{% raw %}",
    "'; } body { background: url(javascript:1)",
)


@pytest.fixture(scope="module")
def clean(build):
    return Outline(build.briefing(1, 2).html())


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_names_are_inert_wherever_they_stand(build, clean, name):
    layers = build.layers(rows=5, name=name, marking=f"MARKED {name}")
    layers.interchanges["name"] = name
    layers.schools["name"] = name
    hotspots = build.five_hotspots(name=name, reason=name)
    route = build.route(name, 0, 2, text=name)
    sheet = Briefing.of(build.plan(layers, [route], notices=(name,)), hotspots, approved_by=name)
    outline = Outline(sheet.html())
    assert not outline.all("script")
    assert not [a for _, attrs in outline.tags for a in attrs if a.startswith("on")]
    assert {tag for tag, _ in outline.tags} <= {tag for tag, _ in clean.tags}
    assert " ".join(name.split()) in outline.text
    assert "49007" not in outline.text
    assert [t for t, _ in outline.tags].count("style") == [t for t, _ in clean.tags].count("style")


def test_a_marking_cannot_leave_its_string_in_the_style_sheet(build):
    layers = build.layers(marking='SECRET"; } body { display: none')
    text = build.briefing(1, 1, layers=layers).html()
    style = re.search(r"<style>(.*?)</style>", text, flags=re.DOTALL)[1]
    assert "display: none" not in style.split("@top-center")[1].split("@top-left")[0]


@pytest.mark.parametrize("part", [{"patrols": 0}, {"hotspots": ()}, {"stops": 0}])
def test_a_part_that_is_missing_is_said_in_words(build, part):
    text = Outline(build.briefing(layers=build.make_layers(), **part).html()).text
    assert ("No patrols are assigned" in text) == ("patrols" in part)
    assert ("No hotspot stands out" in text) == ("hotspots" in part)
    assert ("No stops today" in text) == ("stops" in part)


def test_the_same_briefing_gives_the_same_bytes_and_is_written_as_such(build, draft, tmp_path):
    path = build.briefing().to_html(tmp_path / "brief.html")
    assert path.read_bytes() == draft.encode()


def test_a_briefing_of_eight_patrols_is_small_enough_to_send(build):
    assert len(build.briefing(8, 8).html()) < 2_000_000
