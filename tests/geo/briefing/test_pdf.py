import io
from dataclasses import replace

import pytest
from pypdf import PdfReader

from geo.briefing.sheet import _COVERAGE, NOT_GROUNDS, PRINCIPLES, STANDING_GUIDANCE


def words(pdf):
    """The words of each page."""
    reader = PdfReader(io.BytesIO(pdf))
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def pages(sheet):
    return words(sheet.pdf())


@pytest.fixture(scope="module")
def pdf(build):
    """A briefing of two patrols with five stops each, as a file."""
    return build.briefing().pdf()


@pytest.fixture(scope="module")
def draft(pdf):
    return words(pdf)


def test_every_page_carries_marking_age_status_and_number(draft):
    for number, text in enumerate(draft, start=1):
        assert text.count("OFFICIAL-SENSITIVE") == 2
        assert "Data as at Sun 22 Nov 2026" in text
        assert "DRAFT, not approved" in text
        assert "SIMULATED" in text
        assert f"Page {number} of {len(draft)}" in text


def test_the_words_are_all_there(draft):
    whole = " ".join(draft)
    assert "Tuesday 24 November 2026, 15:00–18:00" in draft[0]
    assert NOT_GROUNDS in draft[0]
    for name, line in PRINCIPLES:
        assert name in whole
        assert line in whole
    for line in (*STANDING_GUIDANCE, *_COVERAGE):
        assert line in whole
    assert "Closed today: Lantern School (INSET day)." in whole
    assert "Look out for: Groups who wait" in whole


def test_an_approved_briefing_names_the_approver_and_is_no_draft(build):
    for text in pages(build.briefing(1, 1, approved_by="Insp. Example")):
        assert "Approved by Insp. Example" in text
        assert "DRAFT" not in text


def test_a_long_marking_is_never_cut(build):
    marking = (
        "OFFICIAL-SENSITIVE, HANDLE WITH CARE, NOT TO BE SHARED OUTSIDE THE WARD TEAM, WWWWWWWW"
    )
    for text in pages(build.briefing(1, 1, layers=build.make_layers(marking=marking))):
        assert text.count(marking) == 2


def test_an_area_that_is_real_is_not_called_simulated(build):
    real = build.briefing(1, 1, layers=build.layers(simulated=False))
    assert "SIMULATED" not in " ".join(pages(real))


def fit_with_every_stop(texts, patrols, stops):
    whole = " ".join(texts)
    named = [f"{letter}{n} 1" for letter in "ABCDEFGH"[:patrols] for n in range(1, stops + 1)]
    return len(texts) <= 4 and all(name in whole for name in named)


def test_two_patrols_fit_four_pages(draft):
    assert fit_with_every_stop(draft, 2, 5)


@pytest.mark.parametrize(("patrols", "stops"), [(1, 0), (4, 6), (8, 8)])
def test_up_to_eight_patrols_fit_four_pages(build, patrols, stops):
    assert fit_with_every_stop(pages(build.briefing(patrols, stops)), patrols, stops)


def test_long_words_in_every_place_still_fit_four_pages(build):
    long = "Wait where the path leaves the road and look along it both ways. " * 8
    hotspots = build.five_hotspots(name="N" * 200, reason="Why " * 200)
    assert len(pages(build.briefing(8, 8, hotspots=hotspots, text=long))) <= 4


@pytest.mark.parametrize("part", [{"patrols": 0}, {"hotspots": ()}, {"patrols": 0, "hotspots": ()}])
def test_a_part_that_is_missing_is_said_in_words(build, part):
    whole = " ".join(pages(build.briefing(layers=build.make_layers(), **part)))
    assert ("No patrols are assigned" in whole) == ("patrols" in part)
    assert ("No hotspot stands out" in whole) == ("hotspots" in part)


def test_the_same_briefing_gives_the_same_bytes_and_is_written_as_such(
    build, pdf, afternoon_sheet, tmp_path
):
    assert pdf.startswith(b"%PDF-")
    path = build.briefing().to_pdf(tmp_path / "brief.pdf")
    assert path.read_bytes() == pdf
    assert afternoon_sheet.pdf() == afternoon_sheet.pdf()


def test_markup_in_names_is_printed_and_not_obeyed(build):
    layers = build.layers(name="<b>Salt</b> & <script>alert(1)</script>")
    hotspots = build.five_hotspots(name='<img src="http://x.example/"/>', reason="<para>&amp;</i>")
    sheet = build.briefing(1, 1, layers=layers, hotspots=hotspots, text="<br/></para>")
    whole = " ".join(pages(sheet))
    assert "<script>alert(1)</script>" in whole
    assert "<para>&amp;</i>" in whole
    assert "<br/></para>" in whole


def test_every_letter_is_set_in_our_own_typeface(pdf):
    reader = PdfReader(io.BytesIO(pdf))
    faces = {
        str(font.get_object()["/BaseFont"])
        for page in reader.pages
        for font in page["/Resources"]["/Font"].values()
    }
    assert faces
    assert all("SourceSans3" in face for face in faces)


def test_it_carries_a_title_and_no_clock(pdf):
    about = PdfReader(io.BytesIO(pdf)).metadata
    assert about.title == "After-school patrol briefing, Saltmarsh, Tue 24 Nov 2026"
    assert about.creation_date.year == 2000


def test_a_briefing_that_is_out_of_date_says_so_on_every_page_and_in_every_form(build, draft):
    since = "Bells changed after this was made"
    sheet = replace(build.briefing(1, 1), approved_by="Sgt 42", out_of_date=since)
    made = pages(sheet)
    assert all("OUT OF DATE. Approved by Sgt 42" in text for text in made)
    assert f"OUT OF DATE: {since}." in made[0]
    assert not sheet.holds
    assert since in sheet.html()
    assert f"{since}." in sheet.gpx()
    assert f"{since}." in sheet.ics().replace("\r\n ", "")
    assert "OUT OF DATE" not in " ".join(draft)
