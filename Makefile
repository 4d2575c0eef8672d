# Veche lives in this folder alone: .venv/ holds what is installed, instance/ what a running copy owns.

PYTHON ?= python3
WORKERS ?= 2
LOCALES ?= ru uk

VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-input --no-deps
LOCKED := $(PIP) --require-hashes --only-binary :all:
COMPILE := UV_CUSTOM_COMPILE_COMMAND="make lock" uv pip compile --quiet --universal --python-version 3.11 \
	--fork-strategy fewest --generate-hashes --no-annotate $(UPGRADE)
# What stands in PYTEST_ADDOPTS comes last and so has the last word.
PYTEST := PYTEST_ADDOPTS="-n $(WORKERS) --dist worksteal $$PYTEST_ADDOPTS" $(BIN)/pytest

CODE := app campaigns moderation search
TEMPLATES := app/templates
CATALOGUES := app/translations
PO := $(wildcard $(CATALOGUES)/*/LC_MESSAGES/*.po)
MO := $(PO:.po=.mo)

# Compiled modules are kept beside what is installed, also where the shell tells Python to keep none: some tests start dozens
# of processes, and each would compile two thousand modules.
export PYTHONPYCACHEPREFIX := $(CURDIR)/$(VENV)/compiled
export PYTHONDONTWRITEBYTECODE :=

.DEFAULT_GOAL := help
.PHONY: help setup dev run test quick bench check lint format types translations migration lock

help: ## Say what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-13s %s\n", $$1, $$2 }' $(firstword $(MAKEFILE_LIST))

setup: $(VENV)/.veche $(MO) ## Make .venv/ and install what Veche runs on
dev: setup $(VENV)/.dev

run: setup ## Start Veche and print its address; Ctrl-C stops it
	@$(BIN)/flask up

test: dev ## Run every test on SQLite, then the integration tests on PostgreSQL
	$(PYTEST)
	$(PYTEST) tests/integration --database postgresql -m "not any_database"

quick: dev ## Run the tests for every save
	$(PYTEST) -m "not slow and not journey and not torture" tests/unit tests/architecture tests/integration

bench: dev ## Measure and print how fast this copy is
	$(BIN)/python -m tests.benchmarks

check: lint types ## Check format, lint, types, import contracts, templates

lint: dev ## Check format, lint, import contracts, templates
	$(BIN)/ruff format --check --quiet --output-format concise .
	$(BIN)/ruff check --quiet --output-format concise .
	$(BIN)/lint-imports --no-cache --no-logo
	$(BIN)/djlint --lint --quiet $(TEMPLATES)

types: dev ## Check types
	$(BIN)/mypy

format: dev ## Put code into the shape that `make lint` asks for
	$(BIN)/ruff check --quiet --fix --exit-zero .
	$(BIN)/ruff format --quiet .

translations: dev ## Collect sentences into the catalogues of LOCALES and compile them
	$(BIN)/pybabel --quiet extract --mapping $(CATALOGUES)/babel.cfg --output $(CATALOGUES)/messages.pot \
		--keyword lazy_gettext --keyword _l --keyword lazy_ngettext:1,2 --add-comments translators: --strip-comments \
		--add-location file --sort-by-file --project Veche --copyright-holder "the authors of Veche" $(CODE)
	for locale in $(LOCALES); do \
		$(BIN)/pybabel --quiet update --locale $$locale --init-missing --no-fuzzy-matching --ignore-pot-creation-date \
			--input-file $(CATALOGUES)/messages.pot --output-dir $(CATALOGUES) || exit 1; \
	done
	$(MAKE) --no-print-directory setup

migration: dev ## Write a migration from the models: make migration m="Add a table of …"
	@test -n "$(m)" || { echo 'Say what it does: make migration m="Add a table of …"' >&2; exit 2; }
	@folder=$$(mktemp -d) && trap 'rm -rf "$$folder"' EXIT && export VECHE_INSTANCE="$$folder" DATABASE_URL= && \
		$(BIN)/flask db upgrade && $(BIN)/flask db revision --autogenerate --message "$(m)"
	$(BIN)/ruff format --quiet app/migrations

lock: ## Pin dependencies of setup.cfg anew (needs uv; UPGRADE=--upgrade takes newer releases)
	echo 'setuptools>=80' | $(COMPILE) setup.cfg - --extra pg --output-file .requirements/runtime.lock
	echo 'setuptools>=80' | $(COMPILE) setup.cfg - --extra pg --extra dev \
		--constraints .requirements/runtime.lock --output-file .requirements/dev.lock

$(BIN)/python:
	@$(PYTHON) -c 'import sys, ensurepip; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo 'Veche needs Python 3.11 or newer with venv. On Debian and Ubuntu:'; \
		echo 'sudo apt-get install -y python3 python3-venv make git'; \
		echo 'Where another Python is newer, name it: make setup PYTHON=python3.12'; exit 1; } >&2
	@echo 'Making $(VENV)/ and installing what Veche runs on, a minute the first time'
	@$(PYTHON) -m venv --clear $(VENV)

$(VENV)/.runtime: .requirements/runtime.lock | $(BIN)/python
	@$(BIN)/python -m pip --version >/dev/null 2>&1 || $(PYTHON) -m venv --clear $(VENV)
	@$(LOCKED) --requirement $<
	@touch $@

$(VENV)/.veche: $(VENV)/.runtime setup.cfg pyproject.toml
	@$(PIP) --no-build-isolation --editable .
	@touch $@

$(VENV)/.dev: .requirements/dev.lock $(VENV)/.runtime
	@echo 'Installing what the tests need'
	@$(LOCKED) --requirement $<
	@touch $@

$(MO): %.mo: %.po | $(VENV)/.runtime
	@$(BIN)/pybabel --quiet compile --input-file $< --output-file $@ --locale $(notdir $(patsubst %/LC_MESSAGES/,%,$(dir $<)))
