# Two commands do all set-up: `make run` checks the shipped graph, `make test` runs every test.
.PHONY: run test tested lint types generated quick bench mutants docs screenshots format clean

# What does not wait for each other runs at the same time.
MAKEFLAGS += --jobs=2

# Tests start hundreds of programs, which start in half the time where what Python has compiled is kept.
export PYTHONDONTWRITEBYTECODE :=

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check
GRAPH ?= graph
SIZES ?= 200 1000 10000 100000 1000000

run: $(VENV)/run.stamp
	$(BIN)/averment check $(GRAPH)

test: tested lint types generated

# First, and the others beside it: together they keep all processors at work.
tested: $(VENV)/dev.stamp $(VENV)/node.stamp
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder --durations 30

lint: $(VENV)/dev.stamp
	$(BIN)/ruff check
	$(BIN)/ruff format --check

types: $(VENV)/dev.stamp
	$(BIN)/mypy

generated: $(VENV)/dev.stamp
	$(BIN)/python -m tools.generate --check

# Leaves out what is marked slow; for use while writing code.
quick: $(VENV)/dev.stamp
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder -m "not slow"

# Takes hours at all sizes; `make bench SIZES="200 1000" BENCH_FLAGS="--engines averment"` measures some.
bench: $(VENV)/bench.stamp
	$(BIN)/python -m benchmarks.run $(SIZES) $(BENCH_FLAGS)

# Changes the shipped graph on purpose and tells what a check notices; takes minutes. MUTANTS_FLAGS="--count 50 --seed 7" for fewer.
mutants: $(VENV)/run.stamp
	$(BIN)/python -m mutants $(MUTANTS_FLAGS)

docs: $(VENV)/dev.stamp
	$(BIN)/python -m tools.generate
	$(BIN)/python -m tools.notebook

# Needs chromium and its driver; the pictures depend on the fonts of the machine.
screenshots: $(VENV)/dev.stamp
	$(BIN)/python -m tools.screenshots

format: $(VENV)/dev.stamp
	$(BIN)/ruff check --fix
	$(BIN)/ruff format
	$(BIN)/averment fmt graph ontology tests/shapes/valid

clean:
	rm -rf $(VENV) tests/node/node_modules build dist .mypy_cache .pytest_cache .ruff_cache .hypothesis

$(BIN)/python:
	$(PYTHON) -m venv $(VENV)

$(VENV)/run.stamp: pyproject.toml | $(BIN)/python
	$(PIP) --editable .
	touch $@

# All at once, which resolves versions once; where an extra can't be installed, without that. Of what is installed most is
# never imported, and to compile it takes as long as all else.
$(VENV)/dev.stamp: pyproject.toml | $(BIN)/python
	$(PIP) --no-compile --editable '.[dev,followthemoney,spark]' || { \
	  $(PIP) --no-compile --editable '.[dev]' && \
	  { $(PIP) --no-compile --editable '.[followthemoney]' \
	    || echo "followthemoney cannot be built here (it needs libicu-dev and pkg-config): its test is skipped"; } && \
	  { $(PIP) --no-compile --editable '.[spark]' || echo "Spark cannot be installed here: its tests are skipped"; }; }
	touch $@ $(VENV)/run.stamp

# SARIF's validator, and axe for pages; their tests are skipped, and say so, where there is no node.
$(VENV)/node.stamp: tests/node/package-lock.json | $(BIN)/python
	! command -v npm >/dev/null || npm ci --prefix tests/node --no-audit --no-fund --loglevel=error
	touch $@

$(VENV)/bench.stamp: pyproject.toml | $(BIN)/python
	$(PIP) --editable '.[bench]'
	touch $@ $(VENV)/run.stamp
