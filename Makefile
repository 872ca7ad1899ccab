# Senrei: what one can do here. `make` alone lists it.
# Settings: PYTHON=interpreter  VENV=folder  DATA=folder of the store  PORT=of the API  UI_PORT=of the chat page
#           WORKERS=processes that the tests run in (0: this one)
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DATA ?= data
PORT ?= 8000
UI_PORT ?= 8501
WORKERS ?= 2

.DEFAULT_GOAL := help
.PHONY: help setup start test lint format golden clean

help: ## this list
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "make %-8s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: $(READY) ## the environment: .venv with pinned dependencies

$(READY): pyproject.toml constraints.txt .ci/setup
	@PYTHON="$(PYTHON)" VENV="$(VENV)" sh .ci/setup
	@touch $(READY)

start: $(READY) ## set up, ingest the bundled record, serve API and chat page, print a cited answer; Ctrl-C stops
	@exec $(BIN)/python -m assistant.cli start --data "$(DATA)" --port "$(PORT)" --ui-port "$(UI_PORT)"

test: $(READY) ## set up and run the whole suite
	@# Files go to the processes whole and in order: the tests of one share what they make.
	@$(BIN)/python -m pytest -n $(WORKERS) --dist loadfile --no-loadscope-reorder

lint: $(READY) ## ruff and mypy, both must be clean
	@$(BIN)/ruff check . && $(BIN)/ruff format --check . && $(BIN)/mypy

format: $(READY) ## let ruff write the layout
	@$(BIN)/ruff check --fix . && $(BIN)/ruff format .

golden: $(READY) ## rewrite the golden clause files; read the diff by eye
	@$(BIN)/python -m pytest tests/ingest --refresh-golden

clean: ## remove the environment and caches (never the data)
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
