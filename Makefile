# make run    set everything up and open the dashboard on the bundled sample
# make test   set everything up and pass every test, in a real browser too
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8501
BROWSER ?= yes
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS ?= 2

.PHONY: run install test check unit e2e browser benchmarks sample lock clean

run: $(READY)
	$(BIN)/afterbell app --port $(PORT) $(if $(filter no,$(BROWSER)),--no-browser,)

install: $(READY)

$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Afterbell needs Python 3.11 or newer; $(PYTHON) is older. Try make PYTHON=python3.12 $(MAKECMDGOALS)"; exit 1; }
	@$(PYTHON) -m venv --clear $(VENV) >/dev/null 2>&1 || .ci/need python3-venv
	@test -x $(BIN)/pip || $(PYTHON) -m venv --clear $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@echo "Compiling the search, once"; $(BIN)/afterbell plan --patrols 1 --json >/dev/null
	@touch $@

test: $(READY) browser check unit e2e

check: $(READY)
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

unit: $(READY)
	$(BIN)/pytest -n $(WORKERS) --dist worksteal -m "not browser"

e2e: $(READY) browser
	$(BIN)/pytest -m browser

browser:
	@command -v chromium >/dev/null || command -v chromium-browser >/dev/null || .ci/need chromium

benchmarks: $(READY)
	$(BIN)/python -m tests.benchmarks

sample: $(READY)
	$(BIN)/python data/sample/generate.py

lock:
	uv pip compile pyproject.toml --group dev --universal --python-version 3.11 --generate-hashes \
	  --no-emit-index-url --no-header --no-annotate -o requirements.lock

clean:
	rm -rf $(VENV) build dist .mypy_cache .ruff_cache .pytest_cache
