# Everything a person runs. `make` lists it.

SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
PYTHON ?= python3
BIN := .venv/bin
READY := .venv/.ready
WORKERS ?= 2

.PHONY: help
help: ## list the commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-14s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

.PHONY: run
run: $(READY) ## start a whole system here with nine real agreements; Ctrl-C stops it, the next run goes on
	@exec $(BIN)/lofteskoll up --demo $(ARGS)

.PHONY: test
test: $(READY) ## run the tests, on throw-away servers of their own (make proofs has the slow ones)
	@exec $(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal -rs -m "not proof and not faults and not accessible" $(ARGS)

.PHONY: accessible
accessible: $(READY) ## axe on every page, in both languages, light and dark, wide and narrow; journeys by keyboard alone
	@exec $(BIN)/python -m pytest -q -n $(WORKERS) --dist worksteal -rs -m accessible tests/browser $(ARGS)

.PHONY: proofs
proofs: $(READY) ## the tests that take minutes: a lost data folder is restored, crash points are swept
	@exec $(BIN)/python -m pytest -q -m proof $(ARGS)

.PHONY: check
check: $(READY) ## look for faults without running the system: style, types, who may import whom, size, stale documents
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports
	@$(BIN)/python -m pytest -q tests/house tests/schemas

.PHONY: language
language: $(READY) ## write schemas/published, the catalogue, AsyncAPI and the settings anew from the code
	@$(BIN)/python -m deploy.language

.PHONY: pictures
pictures: $(READY) ## show the main pages of a demo of its own as pictures, in docs/pictures (needs Chromium)
	@exec $(BIN)/python -m tests.pictures

.PHONY: bench
bench: $(READY) .venv-bench/.ready ## measure ours beside the floor and peers: a table, and bench/results-*.json (half an hour)
	@exec $(BIN)/python -m tests.bench $(ARGS)

.PHONY: bench-national
bench-national: $(READY) ## a nation's Monday morning: ten years behind it, 20,000 mails due at eight (ARGS="--scale 0.02": quick)
	@exec $(BIN)/python -m tests.bench.national $(ARGS)

.PHONY: faults
faults: $(READY) ## two of everything under kills, pauses, wipes and a bad mail server: was anything lost, doubled or wrong?
	@exec $(BIN)/python -m tests.faults $(ARGS)

PLANTED := rungs-within-a-day-only+digest-without-its-last+progress-to-the-wrong-county
.PHONY: faults-short
faults-short: $(READY) ## the same in some minutes: 60 kills, three planted faults that must be found, a takeover, clocks that jump
	@$(BIN)/python -m pytest -q -m faults
	@exec $(BIN)/python -m tests.faults --commands 2000 --kills 60 --seed 1 --both --planted $(PLANTED) $(ARGS)

.PHONY: crash-sweep
crash-sweep: $(READY) ## kill each service at each crash point, and compare what is left with the matrix (half an hour)
	@exec $(BIN)/python -m tests.faults.sweep $(ARGS)

.PHONY: env
env: $(READY) ## make the environment .venv from requirements.lock

# Done again when the lock or the project's description changes. Hashes are required, and the project itself is built
# with what the lock brought, so that nothing comes from anywhere else.
$(READY): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "Löfteskoll needs Python 3.11 or later, as PYTHON=python3.x."; exit 1; }
	@echo "Making the environment .venv (a minute the first time) …"
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv .venv \
	  || { rm -rf .venv; echo "The environment .venv could not be made: is Python's venv installed (Debian: python3-venv)?"; exit 1; }
	@command -v uv >/dev/null || test -x $(BIN)/uv \
	  || $(BIN)/python -m pip install --quiet --disable-pip-version-check uv \
	  || { echo "uv could not be fetched with pip: is the package index reachable?"; exit 1; }
	@uv=$$(command -v uv || echo $(BIN)/uv); \
	  $$uv pip sync --quiet --python $(BIN)/python --require-hashes requirements.lock \
	  || { echo "The packages in requirements.lock could not be installed: is the package index reachable?"; exit 1; }
	@uv=$$(command -v uv || echo $(BIN)/uv); \
	  $$uv pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation --editable . \
	  || { echo "Löfteskoll itself could not be installed into .venv."; exit 1; }
	@touch $@

# What is measured beside, in an environment of its own. Where it cannot be had, the table says "not measured".
.venv-bench/.ready: requirements-bench.lock $(READY)
	@echo "Making the environment .venv-bench with the peers …"
	@test -x .venv-bench/bin/python || $(PYTHON) -m venv .venv-bench
	@uv=$$(command -v uv || echo $(BIN)/uv); test -x "$$uv" || { $(BIN)/python -m pip install --quiet uv; uv=$(BIN)/uv; }; \
	  $$uv pip sync --quiet --python .venv-bench/bin/python --require-hashes requirements-bench.lock \
	  && touch $@ || echo "The peers could not be installed; their rows will say so."
