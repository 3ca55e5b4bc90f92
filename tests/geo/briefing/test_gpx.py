from itertools import pairwise
from xml.etree import ElementTree as ET

GPX = {"g": "http://www.topografix.com/GPX/1/1"}


def test_gpx_holds_stops_and_a_segment_for_each_leg_and_loop(afternoon_sheet, afternoon):
    root = ET.fromstring(afternoon_sheet.gpx())
    names = [name.text for name in root.findall("g:wpt/g:name", GPX)]
    assert names[0].startswith("A1 15:12–15:24 ")
    assert len(names) == 4
    segments = root.findall("g:trk/g:trkseg", GPX)
    assert len(segments) == len(afternoon.legs) + 1
    loop = [tuple(p.attrib.values()) for p in segments[1].findall("g:trkpt", GPX)]
    assert loop[0] == loop[-1]
    ends = [[tuple(p.attrib.values()) for p in s.findall("g:trkpt", GPX)] for s in segments]
    assert all(a[-1] == b[0] for a, b in pairwise(ends))
    about = root.find("g:metadata/g:desc", GPX).text
    assert about == afternoon_sheet.handling
    for words in ("OFFICIAL-SENSITIVE", "Approved by Sgt 42", "Data as at Sun 22 Nov", "SIMULATED"):
        assert words in about
