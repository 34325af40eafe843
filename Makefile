# A fresh machine needs Python 3.11 or newer and make; everything else is installed into .venv.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
WORKERS ?= auto
EXAMPLES ?= 1000
SIZES ?= 1e4 1e5 1e6 1e7
RUNS ?= 5
BENCH_FOLDER ?= $(or $(TMPDIR),/tmp)/checklist-bench

# Tests that need more than Python have targets of their own, which install what they need.
ELSEWHERE := slow or browser or office or database or validator or spark or spark_long
PYTEST = $(BIN)/python -m pytest -n $(WORKERS) --dist worksteal

.PHONY: help demo test test-long test-databases test-pages test-formats worlds check clean test-office test-spark test-spark-long bench

help: ## Show the targets
	@grep -E '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 14

INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt --editable

$(BIN)/python:
	$(PYTHON) -c "import sys; sys.exit(sys.version_info < (3, 11))" || { echo "Python 3.11 or newer is needed"; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(BIN)/checklist: $(BIN)/python pyproject.toml constraints.txt
	$(INSTALL) .
	touch $@

$(READY): $(BIN)/checklist pyproject.toml constraints.txt
	$(INSTALL) '.[dev]'
	touch $@

demo: $(BIN)/checklist ## Make a small firm, audit its month, write scorecards
	$(BIN)/checklist demo checklist-demo

test: $(READY) ## Run the tests
	$(PYTEST) -m "not ($(ELSEWHERE))"

test-long: $(READY) ## Run the long tests: mutations of the pack, defects of a log, all its cases, hostile files, waivers, cache, threads, faults in the SQL
	$(PYTEST) -m slow

test-office: $(READY) ## Run the tests that open workbooks in LibreOffice and read PDF, whose programs it installs
	tests/setup/debian libreoffice-calc poppler-utils fonts-noto-cjk fonts-dejavu-core libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0
	$(PYTEST) -m office

test-databases: $(READY) ## Run the tests that read from real PostgreSQL and MariaDB servers, which it installs
	tests/setup/debian postgresql mariadb-server
	$(PYTEST) -m database

test-pages: $(READY) ## Run the tests of the pages in Chromium, which it installs
	tests/setup/debian chromium fonts-noto-cjk
	$(INSTALL) '.[browser]'
	$(PYTEST) -m browser tests/browser

test-formats: $(READY) ## Hold what pipelines are given against their validators, which it fetches
	$(INSTALL) '.[formats]'
	tests/setup/validators $(BIN)/python
	$(PYTEST) -m validator tests/formats

test-spark: $(READY) ## Run the tests that judge on Apache Spark, with a Java that it installs
	tests/setup/debian openjdk-17-jre-headless
	$(INSTALL) '.[spark,test]'
	$(BIN)/python -m pytest -m spark tests/spark

test-spark-long: $(READY) ## Audit the demo, a small firm and random worlds on Apache Spark
	tests/setup/debian openjdk-17-jre-headless
	$(INSTALL) '.[spark,test]'
	$(BIN)/python -m pytest -m spark_long tests/spark

worlds: $(READY) ## Compare the SQL with the plain reading on EXAMPLES random worlds a kind
	CHECKLIST_EXAMPLES=$(EXAMPLES) $(PYTEST) tests/property

bench: $(READY) ## Measure SIZES of records RUNS times, into tests/benchmarks/README.md
	$(INSTALL) '.[bench]'
	$(BIN)/python tests/benchmarks/bench.py --sizes "$(SIZES)" --runs $(RUNS) --folder "$(BENCH_FOLDER)"

check: $(READY) ## Check style, types and layers
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/lint-imports --no-cache --config .importlinter-circles

clean: ## Remove what was built
	rm -rf $(VENV) build dist .hypothesis .mypy_cache .ruff_cache .validators checklist-demo
