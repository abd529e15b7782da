# Seedline. `make` alone lists what there is.
PYTHON ?= python3
PORT ?= 8000
VENV := .venv
BIN := $(VENV)/bin
PIP := $(BIN)/pip --disable-pip-version-check
STAMP := $(VENV)/.installed
DEV_STAMP := $(VENV)/.installed-dev
# Where a copy of the booklet's text is at hand, the tests check every span of evidence against it.
BOOKLET := $(wildcard ../shared/source/booklet.txt)
export SEEDLINE_SOURCE_TEXT ?= $(abspath $(BOOKLET))

# What a change to facts, lineages, money, words or forms breaks first; no server, no browser.
QUICK := ontology data graph api $(addprefix tests/,export lineage/test_once.py render/test_drawing.py $(addprefix test_,\
	$(addsuffix .py,ingest case_schema passages truths rows lineage algebra catalogue errors)))

.DEFAULT_GOAL := help
.PHONY: help install dev serve test quick lint format check clean wheel docs freeze clients soak bench-endpoint bench-views bench-lineage bench-waits gallery sheets

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sort | awk -F':.*## ' '{printf "  make %-15s %s\n", $$1, $$2}'

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Seedline needs Python 3.11 or newer; $(PYTHON) is older. Try: make PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { rm -rf $(VENV); echo "Python's venv is missing. On Debian and Ubuntu: sudo apt-get install python3-venv"; exit 1; }

# pip 23's constraints do not reach an isolated build, so the build tools come first and the build is not isolated.
$(STAMP): pyproject.toml constraints.txt | $(VENV)/bin/python
	@echo "installing Seedline into $(VENV) (once)"
	@$(PIP) install --quiet -c constraints.txt hatchling editables
	@$(PIP) install --quiet --no-build-isolation -c constraints.txt -e .
	@touch $@

$(DEV_STAMP): $(STAMP)
	@echo "installing the development tools (once)"
	@$(PIP) install --quiet --no-build-isolation -c constraints.txt -e '.[build,dev]'
	@touch $@

install: $(STAMP) ## set up what serving needs; the command is .venv/bin/seedline

dev: $(DEV_STAMP) ## set up what development needs

serve: $(STAMP) ## set up, build the shipped data if needed, serve on 127.0.0.1 (PORT=8000)
	@$(BIN)/seedline serve --port $(PORT)

test: $(DEV_STAMP) ## set up, then run every test that must pass on a fresh machine
	@$(BIN)/python -m pytest -n auto --dist loadfile

freeze: $(DEV_STAMP) ## keep the hashes of what is shown now, once each difference was read (tests/freeze)
	@$(BIN)/python -m tests.freeze.write

quick: $(DEV_STAMP) ## format, lint, and the tests of facts, lineages, money, sentences and forms: under a minute
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/python -m pytest -n auto --dist loadfile -m 'not slow and not soak' $(QUICK)

clients: $(DEV_STAMP) ## other people's SPARQL clients and Firefox against a running server (rapper, roqet, R, LibreOffice, npm, firefox where they are installed)
	@$(BIN)/python -m pytest -m clients tests/endpoint/test_clients.py tests/test_browser_firefox.py

soak: $(DEV_STAMP) ## long attacks, many requests and fuzzing against real servers (about 50 minutes; SEEDLINE_FUZZ=60 for 25)
	@$(PIP) install --quiet --no-build-isolation -c constraints.txt -e '.[build,dev,soak]'
	@$(BIN)/python -m pytest -m soak -s

bench-views: $(DEV_STAMP) ## our picture beside pyvis and ELK on the same lineages (needs chromium and npm)
	@$(BIN)/python -m tests.bench.views

gallery: $(DEV_STAMP) ## the pictures of docs/gallery.md: ours, pyvis, and layouts like dbt-docs' and Marquez's (needs chromium and npm)
	@$(BIN)/python -m tests.bench.gallery

sheets: $(DEV_STAMP) ## contact sheets of figures, to be looked at: every lineage, place and theme, in .gallery (needs chromium)
	@$(BIN)/python -m tests.bench.sheets

bench-endpoint: $(DEV_STAMP) ## the SPARQL endpoint beside Oxigraph, Virtuoso and rdflib-endpoint, where they are installed
	@SEEDLINE_BENCH_OUT=docs/benchmarks/endpoint.md $(BIN)/python -m tests.bench.endpoint

bench-waits: $(DEV_STAMP) ## how long clients wait after a worker died and beside a query that never ends
	@$(BIN)/python -m tests.bench.waits

bench-lineage: $(DEV_STAMP) ## lineages and money beside Oxigraph, Virtuoso and networkx (SEEDLINE_BENCH_SIZES=10000,100000)
	@SEEDLINE_BENCH_OUT=docs/benchmarks/lineage.md $(BIN)/python -m tests.bench.lineage

lint: $(DEV_STAMP) ## format, lint, types, floors
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache

format: $(DEV_STAMP) ## put the code into the house style
	@$(BIN)/ruff format .
	@$(BIN)/ruff check --fix .

check: test lint ## everything that must hold before a commit

docs: $(DEV_STAMP) ## write the generated documentation anew
	@$(BIN)/python -c "from pathlib import Path; from seedline.formats.reference import vocabulary_reference as v; Path('docs/ontology.md').write_text(v(), 'utf-8')"
	@$(BIN)/python -c "import re; from pathlib import Path; from seedline_api.settings import settings_table as t; p = Path('docs/deploy.md'); p.write_text(re.sub(r'(?s)(<!-- settings -->\n).*?(<!-- /settings -->)', lambda m: m[1] + t() + '\n' + m[2], p.read_text('utf-8')), 'utf-8')"

wheel: $(DEV_STAMP) ## build the wheel and the source distribution into dist/
	@$(BIN)/python -m build --no-isolation --outdir dist . >/dev/null && ls dist

clean: ## remove what was installed and built
	rm -rf $(VENV) dist .seedline .mypy_cache .pytest_cache .ruff_cache
