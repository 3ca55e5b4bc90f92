from geo.quality import Severity
from geo.quality._fixed_places import check_fixed_places


def schools(build, *rows):
    """Rows of urn, name, x, y, contact and pupils."""
    urn, name, x, y, contact, pupils = zip(*rows, strict=True)
    at = [(build.east + a, build.north + b) for a, b in zip(x, y, strict=True)]
    columns = {
        "urn": list(urn), "name": list(name), "phase": ["secondary"] * len(urn),
        "pupils": list(pupils), "has_named_contact": list(contact),
    }  # fmt: skip
    return build.places("schools", columns, at)


def line(build, *points):
    return build.streets([(build.east + x, build.north + y) for x, y in points])


def test_schools_with_everything_are_fine(build):
    two = schools(build, ("1", "Park", 0, 10, True, 900), ("2", "Quay", 800, 10, True, 800))
    gates = build.places(
        "gates",
        {"urn": ["1", "2"], "gate": ["Main gate"] * 2},
        [(build.east, build.north), (build.east + 800, build.north)],
    )
    town = build.layers(schools=two, gates=gates, streets=line(build, (0, 0), (900, 0)))
    findings = list(check_fixed_places(town, build.rules, "Named contact"))
    assert {finding.severity for finding in findings} == {Severity.OK}
    assert build.found(findings, "named-contact").title == "All 2 schools have a named contact."


def test_each_gap_of_a_school_is_named(build):
    two = schools(build, ("1", "Park", 0, 10, False, 900), ("2", "Quay", 8_000, 10, True, None))
    gates = build.places(
        "gates", {"urn": ["9"], "gate": ["Main gate"]}, [(build.east, build.north)]
    )
    town = build.layers(schools=two, gates=gates, streets=line(build, (0, 0), (900, 0)))
    findings = list(check_fixed_places(town, build.rules, "Named contact"))
    assert build.found(findings, "named-contact").table["Name"].tolist() == ["Park"]
    assert build.found(findings, "pupils").table["Name"].tolist() == ["Quay"]
    assert build.found(findings, "without-gates").table["URN"].tolist() == ["1", "2"]
    assert build.found(findings, "gates-astray").table["From its school"].tolist() == [
        "no such school"
    ]
    assert build.found(findings, "far-from-streets").table["Nearest street"].tolist() == ["7.1 km"]


def test_a_school_that_stands_twice_is_one_pair(build):
    three = schools(
        build,
        ("1", "St. Mary's School", 0, 0, True, 1),
        ("2", "St Mary's school", 90, 0, True, 1),
        ("3", "Quay", 500, 0, True, 1),
    )
    twice = build.found(
        check_fixed_places(build.layers(schools=three), build.rules, "Named contact"),
        "same-place-twice",
    )
    assert twice.title.startswith("2 of 3 schools")
    assert twice.table["Apart, m"].tolist() == [90]


def test_interchanges_far_from_streets_and_twice(build):
    stops = build.places(
        "interchanges",
        {"interchange_id": ["a", "b", "c"], "name": ["Mill", "Mill (Rail)", "Far"],
         "kind": ["rail"] * 3, "modes": ["rail"] * 3},
        [(build.east + x, build.north + y) for x, y in ((0, 0), (12, 0), (0, 900))],
    )  # fmt: skip
    town = build.layers(interchanges=stops, streets=line(build, (0, 0), (900, 0)))
    findings = list(check_fixed_places(town, build.rules, "Named contact"))
    assert build.found(findings, "same-place-twice").severity is Severity.WARNING
    assert build.found(findings, "far-from-streets").table["Name"].tolist() == ["Far"]
