"""The examples in docstrings of what the engine's packages offer run as written.

An example knows the names of the package whose face offers it, and imports any other.
"""

import doctest
import importlib
import inspect
import pkgutil

import pytest

import geo

FLAGS = doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE


def faces():
    """The packages of the engine, and the modules that stand beside them."""
    return [
        importlib.import_module(module.name)
        for module in pkgutil.walk_packages(geo.__path__, "geo.")
        if (module.ispkg or module.name.count(".") == 1) and "._" not in module.name
    ]


def examples():
    """Every docstring with an example, once, by the name of what it describes."""
    finder, known = doctest.DocTestFinder(exclude_empty=True), {}
    for face in faces():
        public = [name for name in vars(face) if not name.startswith("_")]
        names = {name: getattr(face, name) for name in getattr(face, "__all__", public)}
        own = doctest.DocTestParser().get_doctest(face.__doc__ or "", names, face.__name__, "", 0)
        described = [own]
        for each in names.values():
            if inspect.isroutine(each) or inspect.isclass(each):
                name = f"{each.__module__}.{each.__qualname__}"
                described += finder.find(each, name, globs=names) if name not in known else []
        known |= {test.name: test for test in described if test.examples}
    return {name: test for name, test in known.items() if name.startswith("geo.")}


EXAMPLES = examples()


@pytest.mark.parametrize("name", sorted(EXAMPLES))
def test_an_example_runs_as_written(name, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("AFTERBELL_WORKSPACE", raising=False)
    complaints = []
    doctest.DocTestRunner(optionflags=FLAGS).run(EXAMPLES[name], out=complaints.append)
    assert complaints == [], "".join(complaints)


def test_there_are_examples():
    assert EXAMPLES
