# `make run` runs Sidelight, `make test` tests it; both install what they need first.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DELETE_ON_ERROR:

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
STAMPS := $(VENV)/.stamps
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help run setup build test test-python test-extension test-browser lint schemas bench bench-extension quality clean

help: ## Show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/^([a-z-]+):.*## /  make \1\t/' | expand -t 24

run: setup build ## Run the server on this machine; Ctrl-C stops it
	@exec $(BIN)/sidelight serve

setup: $(STAMPS)/python ## Install the Python part into .venv

build: $(STAMPS)/extension ## Build the extension and the reading page's script

test: lint test-python test-extension test-browser ## Run all tests

lint: $(STAMPS)/python-test
	$(BIN)/ruff check server tests
	$(BIN)/ruff format --check server tests

# The shipped model is read from its wheel; nothing in a test may reach for a hub.
test-python test-browser: export HF_HUB_OFFLINE := 1
test-python: $(STAMPS)/python-test build
	$(BIN)/pytest -m "not browser"

test-extension: build
	cd extension && npm run --silent check && npm run --silent lint && npm test --silent

test-browser: $(STAMPS)/python-test build
	tests/e2e/browser.sh
	@# A browser beside a model on two cores now and then misses a moment; what fails twice fails.
	$(BIN)/pytest -m browser --reruns 1

schemas: $(STAMPS)/python ## Write the messages' JSON Schemas again after a change to them
	$(BIN)/python -m sidelight.api.schemas extension/schemas

bench: $(STAMPS)/python-test ## Measure, as ratios against a baseline in the same run
	$(BIN)/python tests/bench/bench.py

bench-extension: $(STAMPS)/python-test build ## Measure the extension in Chromium, from the press to the first note
	@$(BIN)/python -m tests.bench.extension

SHARED ?= ../shared
quality: $(STAMPS)/python-test ## Judge the matcher on the development material in SHARED, and write tests/quality/RESULTS.md
	$(BIN)/python tests/quality/quality.py $(SHARED)

clean: ## Remove everything that was installed or built
	rm -rf $(VENV) extension/node_modules extension/dist server/sidelight/api/static/built

# PyTorch first and by itself: resolved together with the rest, pip would take a build with CUDA.
$(STAMPS)/python: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "Sidelight needs Python 3.11 or newer; set PYTHON=...")'
	@echo "Installing the Python part (some minutes the first time)…"
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet pip==26.3
	@$(BIN)/pip install --quiet torch==2.13.0
	@$(BIN)/pip install --quiet --constraint constraints.txt --editable .
	@mkdir -p $(STAMPS) && touch $@

$(STAMPS)/python-test: $(STAMPS)/python pyproject.toml constraints.txt
	@echo "Installing what the tests need…"
	@$(BIN)/pip install --quiet --constraint constraints.txt --group test
	@touch $@

$(STAMPS)/node: extension/package.json extension/package-lock.json | $(STAMPS)/python
	@node -e 'process.exit(+(parseInt(process.versions.node) < 20))' || { echo "Sidelight needs Node 20 or newer"; exit 1; }
	@echo "Installing what builds the extension…"
	@cd extension && npm ci --silent --no-fund --no-audit
	@touch $@

EXTENSION_SOURCES := $(shell find extension/src extension/_locales extension/icons extension/schemas extension/scripts -type f 2>/dev/null) extension/build.mjs
$(STAMPS)/extension: $(STAMPS)/node $(EXTENSION_SOURCES)
	@cd extension && npm run --silent build
	@touch $@
