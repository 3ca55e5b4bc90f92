# make run    set everything up and open the dashboard on the bundled sample
# make test   set everything up and pass every test, in a real browser too (ten minutes on two cores)
# make quick  lint, types, contracts and the faster half of the tests (a minute and a half)
# make long   the tests with twenty times as many examples of each property (an hour)
SHELL := /bin/bash
PYTHON ?= python3
PORT ?= 8501
BROWSER ?= yes
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS ?= 2
TESTS := $(BIN)/pytest -n $(WORKERS) --dist worksteal

.PHONY: run install test quick long check types contracts lint format unit e2e browser benchmarks \
  sample lock clean

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

# The types take one core for a minute, and the tests begin meanwhile.
test: $(READY) browser
	@$(MAKE) --no-print-directory -j2 contracts lint format
	@$(MAKE) --no-print-directory -j2 types unit
	@$(MAKE) --no-print-directory e2e

quick: $(READY) check
	$(TESTS) -m "not browser and not slow"

long: $(READY)
	AFTERBELL_LONG=1 $(TESTS) -m "not browser"

# Side by side; the types take longest.
check: $(READY)
	@$(MAKE) --no-print-directory -j$(WORKERS) types contracts lint format

types:
	$(BIN)/mypy

contracts:
	$(BIN)/lint-imports

lint:
	$(BIN)/ruff check .

format:
	$(BIN)/ruff format --check .

unit: $(READY)
	$(TESTS) -m "not browser"

e2e: $(READY) browser
	$(TESTS) -m browser tests/e2e

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
