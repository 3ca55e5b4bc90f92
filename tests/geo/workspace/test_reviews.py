import pytest

from geo.errors import WorkspaceError
from geo.workspace import Workspace, create_workspace, record_review, review_of, verify_changes

FINDING = "Castle: 31% of the planned minutes."


@pytest.fixture
def area(tmp_path):
    create_workspace(tmp_path / "little", "Little")
    return Workspace.open(tmp_path / "little")


def test_a_review_says_who_when_and_why(area):
    assert review_of(area, FINDING) is None
    record_review(area, FINDING, who="Insp. Hall", why="The school there asked for it; until May.")
    found = review_of(area, FINDING)
    assert (found.who, found.why) == ("Insp. Hall", "The school there asked for it; until May.")
    assert found.what == "fairness reviewed"
    assert verify_changes(area.folder) is None


def test_another_finding_is_not_reviewed_by_it(area):
    record_review(area, FINDING, who="Insp. Hall", why="Stands.")
    assert review_of(area, "Harbour: 40% of the planned minutes.") is None


def test_the_last_review_of_a_finding_counts(area):
    for why in ("Stands.", "Changed our mind."):
        record_review(area, FINDING, who="Insp. Hall", why=why)
    assert review_of(area, FINDING).why == "Changed our mind."


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"who": " ", "why": "x"}, "the name of who decided"),
        ({"who": "x", "why": ""}, "what was decided and why"),
    ],
)
def test_a_review_without_a_name_or_a_reason_is_none(area, given, said):
    with pytest.raises(WorkspaceError, match=said):
        record_review(area, FINDING, **given)
    assert review_of(area, FINDING) is None


def test_a_review_of_nothing_is_refused(area):
    with pytest.raises(WorkspaceError, match="a finding that asks for it"):
        record_review(area, "", who="x", why="y")


def test_the_sample_stays_as_it_is():
    with pytest.raises(WorkspaceError, match="bundled sample"):
        record_review(Workspace.open(), FINDING, who="x", why="y")
