# Two commands do everything: `make demo` and `make test`.
PYTHON ?= python3
BIN := .venv/bin
ON_POSTGRESQL := sh tools/on_postgresql.sh

.PHONY: help setup demo test test-all check bench fmt docs

help:  ## say what can be made
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

setup:  ## install the locked packages, fonts and dictionary into this checkout
	@$(PYTHON) tools/setup.py

demo: setup  ## publish Auenstadt's strategy, fill its site, and serve it
	@$(BIN)/python tools/demo.py

test:  ## install what the tests need, check the code, run the tests (under 15 minutes)
	@$(PYTHON) tools/setup.py --tests
	@$(MAKE) --no-print-directory check
	@$(ON_POSTGRESQL) $(BIN)/pytest -n 2 -m "not slow" tests/web
	@$(BIN)/pytest -n 2 -m "not slow"

test-all:  ## also the long matrices and LibreOffice
	@$(PYTHON) tools/setup.py --all
	@$(MAKE) --no-print-directory check
	@$(ON_POSTGRESQL) $(BIN)/pytest -n 2 tests/web
	@$(BIN)/pytest -n 2

check:  ## format, lint, types, layers
	@$(BIN)/ruff format --check --quiet src tests tools bench
	@$(BIN)/ruff check --quiet src tests tools bench
	@STADTGESPRAECH_DATA=build/check-site $(BIN)/mypy --no-error-summary
	@$(BIN)/lint-imports --no-logo >build/lint-imports.txt || (cat build/lint-imports.txt; false)

bench:  ## measure, side by side with what people would use instead
	@$(PYTHON) tools/setup.py --all
	@$(BIN)/python bench/all.py --write

fmt:  ## format the code
	@$(BIN)/ruff format src tests tools bench
	@$(BIN)/ruff check --fix src tests tools bench

docs:  ## write the generated parts of the documentation
	@$(BIN)/python tools/cli_docs.py
