"""What the papers point at is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAPERS = ("README.md", "CONTRIBUTING.md", "DECISIONS.md", "SECURITY.md", "data/README.md",
          "tests/benchmarks/README.md")  # fmt: skip


def there(path):
    """Whether a path is there; papers leave out the underscore of a private module."""
    return path.exists() or path.with_name(f"_{path.name}").exists()


@pytest.mark.parametrize("paper", PAPERS)
def test_every_path_that_a_paper_names_is_there(paper):
    text = (ROOT / paper).read_text(encoding="utf-8")
    named = re.findall(r"\b(?:geo|dashboard|tests|data|notebooks)/[\w/.]*\w", text)
    assert [path for path in named if not there(ROOT / path)] == []
    links = re.findall(r"\]\(([^)#:]+)\)", text)
    assert [link for link in links if not (ROOT / paper).parent.joinpath(link).exists()] == []


def test_every_module_that_the_map_names_beside_a_folder_is_there():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    for cell in re.findall(r"^\| .* \| (.*`geo/.*) \|$", text, re.MULTILINE):
        folder = ROOT
        for name in re.findall(r"`([\w/.]+)`", cell):
            folder = ROOT / name if (ROOT / name).is_dir() else folder
            beside = folder if "/" not in name else ROOT
            assert there(beside / name) or (ROOT / name).is_dir(), f"{name} of: {cell}"


def test_the_ten_rules_of_the_domain_are_numbered():
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    rules = text[text.index("## The rules of the domain") : text.index("## Glossary")]
    assert re.findall(r"^(\d+)\. ", rules, re.MULTILINE) == [str(n) for n in range(1, 11)]
