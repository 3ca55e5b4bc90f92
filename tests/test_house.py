"""The rules of the house that a linter does not know."""

import ast
import re
from collections import Counter
from pathlib import Path

import pytest

from tests.effort import SLOW

ROOT = Path(__file__).parents[1]
CODE = sorted(p for folder in ("geo", "dashboard", "data") for p in (ROOT / folder).rglob("*.py"))
ENGINE = [p for p in CODE if (ROOT / "geo") in p.parents]
#: Names of modules that do the same for two stages.
SAME_FOR_STAGES = ("geojson", "settings")
PAGES = sorted((ROOT / "dashboard" / "pages").glob("*.py"))


def lines(path):
    return path.read_text(encoding="utf-8").splitlines()


def body_lines(function):
    """Lines of a function without its docstring."""
    first = function.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = first.end_lineno - first.lineno + 1 if documented else 0
    return function.end_lineno - function.lineno + 1 - docstring


def test_no_module_is_over_600_lines():
    assert {str(p.relative_to(ROOT)): len(lines(p)) for p in CODE if len(lines(p)) > 600} == {}


def test_no_folder_of_the_engine_has_more_than_14_modules():
    folders = Counter(str(p.parent.relative_to(ROOT)) for p in ENGINE if p.stem != "__init__")
    assert {folder: count for folder, count in folders.items() if count > 14} == {}


def test_the_engine_has_at_most_240_modules():
    assert len(ENGINE) <= 240


def test_no_two_modules_of_the_engine_share_a_name_unless_they_do_the_same_for_two_stages():
    stems = Counter(p.stem.lstrip("_") for p in ENGINE if p.stem != "__init__")
    for stem in SAME_FOR_STAGES:
        del stems[stem]
    assert {stem for stem, count in stems.items() if count > 1} == set()


def test_every_package_of_the_engine_says_what_it_is_and_what_it_offers():
    for face in (p for p in ENGINE if p.stem == "__init__" and p.parent != ROOT / "geo"):
        tree = ast.parse(face.read_text(encoding="utf-8"))
        defined = [n for n in tree.body if isinstance(n, ast.FunctionDef | ast.ClassDef)]
        assert ast.get_docstring(tree), face
        assert defined == [], f"{face} defines what belongs into a module"


def test_no_page_is_over_80_lines():
    assert PAGES
    assert {p.name: len(lines(p)) for p in PAGES if len(lines(p)) > 80} == {}


def test_no_function_is_longer_than_a_screen():
    long = {
        f"{path.relative_to(ROOT)}:{node.name}": body_lines(node)
        for path in CODE
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef) and body_lines(node) > 34
    }
    assert long == {}


@pytest.mark.parametrize("word", ["TODO", "FIXME", "raise NotImplementedError"])
def test_nothing_is_left_undone(word):
    assert [str(p) for p in CODE if word in p.read_text(encoding="utf-8")] == []


def test_nothing_in_the_product_names_another_host():
    """XML namespaces are names, not requests."""
    allowed = re.compile(
        r"https?://(www\.w3\.org|127\.0\.0\.1|localhost|scripts\.sil\.org|purl\.org"
        r"|www\.topografix\.com/GPX)"
    )
    found = {}
    for path in (p for f in ("geo", "dashboard") for p in (ROOT / f).rglob("*")):
        if path.suffix in (".py", ".js", ".css", ".j2", ".html"):
            if path == ROOT / "geo/connectors/addresses.py":
                continue  # where public services live, and nowhere else
            text = path.read_text(encoding="utf-8")
            hosts = [u for u in re.findall(r"https?://[^\s\"'<>)]+", text) if not allowed.match(u)]
            if hosts:
                found[str(path.relative_to(ROOT))] = hosts
    assert found == {}


def test_the_lock_names_no_host_and_pins_by_hash():
    lock = (ROOT / "requirements.lock").read_text(encoding="utf-8")
    assert "://" not in lock
    assert "index-url" not in lock
    pinned = re.findall(r"^[\w.\-\[\]]+==", lock, re.MULTILINE)
    assert len(pinned) > 50
    assert lock.count("--hash=sha256:") >= len(pinned)


#: Words of a private language and the plain word for each. None may stand in an identifier.
GONE = {
    "dispersal": "pupil flow",
    "sitting": "planning session",
    "told": "options or request",
    "said": "messages or notices",
    "wish": "constraint, or request",
    "warmth": "temperature",
    "stands": "a plain verb",
    "ground": "basemap, study area or surroundings",
    "picture": "provenance",
}
PLURALS = {"wishes": "wish", "pictures": "picture"}
#: Good English in the dashboard, where a mark on a map is one.
ONLY_IN_THE_ENGINE = ("picture",)


def identifiers(path):
    """Every name that a module gives to something, and its own, with the line."""
    yield path.stem, 1
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        match node:
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.name, node.lineno
            case ast.arg():
                yield node.arg, node.lineno
            case ast.Name(ctx=ast.Store()):
                yield node.id, node.lineno
            case ast.Attribute(ctx=ast.Store()):
                yield node.attr, node.lineno
            case ast.alias(asname=str()):
                yield node.asname, node.lineno


def words(identifier):
    """The words of a name, in whatever way it is written: `WishList` and `wish_list` alike."""
    split = re.findall(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+", identifier)
    return {PLURALS.get(word.lower(), word.lower()) for word in split}


def leftovers():
    """Where each word of the private language is still part of an identifier."""
    left = {word: [] for word in GONE}
    for path in (p for p in CODE if p.relative_to(ROOT).parts[0] != "data"):
        for name, line in identifiers(path):
            for word in words(name) & left.keys():
                if word in ONLY_IN_THE_ENGINE and path not in ENGINE:
                    continue
                left[word].append(f"{path.relative_to(ROOT)}:{line} {name}")
    return left


@pytest.fixture(scope="module")
def left():
    return leftovers()


@pytest.mark.parametrize("word", GONE)
def test_no_identifier_has_a_word_of_the_private_language(left, word):
    assert left[word] == [], f"{len(left[word])} names say {word}; say {GONE[word]}"


def public_names(path):
    """Names without an underscore that a module defines at its top."""
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        match node:
            case ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                found = [name]
            case ast.Assign():
                found = [each.id for each in node.targets if isinstance(each, ast.Name)]
            case ast.AnnAssign(target=ast.Name(id=name)):
                found = [name]
            case _:
                found = []
        yield from (name for name in found if not name.startswith("_"))


def offered(package):
    """What the face of a package offers: its `__all__`."""
    for node in ast.parse((package / "__init__.py").read_text(encoding="utf-8")).body:
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__":
            return set(ast.literal_eval(node.value))
    return set()


def not_offered():
    """Public names of the engine's modules that are missing from their package's face.

    A module that stands there itself is offered whole.
    """
    missing = {}
    for path in ENGINE:
        package = path.parent
        face = offered(package)
        if package == ROOT / "geo" or path.stem.startswith("_") or path.stem in face:
            continue
        for name in sorted(set(public_names(path)) - face):
            where = ".".join(package.relative_to(ROOT).parts)
            missing.setdefault(where, []).append(f"{path.stem}.{name}")
    return missing


def test_what_a_module_of_the_engine_shows_is_on_the_face_of_its_package():
    assert not_offered() == {}


def test_what_make_quick_leaves_out_is_there():
    assert [path for path in SLOW if not (ROOT / "tests" / path).exists()] == []


if __name__ == "__main__":
    for word, places in leftovers().items():
        print(f"{len(places):5} {word}, for {GONE[word]}")
    for package, names in not_offered().items():
        print(f"{len(names):5} public names that {package} does not offer")
