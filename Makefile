# Everything a newcomer needs: `make demo` shows what the program does, `make test` that it works.
# Both make their own environment in .venv, with the exact versions of constraints.txt.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/ready
EXAMPLE := examples/alep-2016-12-05.txt
GRAPH := output/alep-2016-12-05
PIP := $(BIN)/python -m pip --disable-pip-version-check install --quiet

MINUTES ?= 10
KILLS ?= 100

.PHONY: help demo test evaluate fuzz kill sbom audit lint format constraints clean

help:
	@echo "make demo         build the example's graph, query it, validate it, draw it"
	@echo "make test         run every test"
	@echo "make evaluate     measure how true the graphs of the gold dispatches are"
	@echo "make fuzz         try anything on readers, writers, queries and the service for MINUTES=10"
	@echo "make kill         kill add, remove, build and export KILLS=100 times in all"
	@echo "make sbom         list all that the program is made of, in sbom.cdx.json"
	@echo "make audit        look for known weaknesses in what the program needs (asks the network)"
	@echo "make lint         check style and types, and the page's scripts"
	@echo "make format       put the code into the house's style"
	@echo "make constraints  choose the newest versions of what the project needs"
	@echo "make clean        remove the environment and what checks leave behind"

$(READY): constraints.txt pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "dispatchgraph needs Python 3.11 or newer: make PYTHON=python3.11")'
	@echo "Making the environment in $(VENV) (once; a few minutes)"
	$(PYTHON) -m venv --clear $(VENV)
	$(PIP) --require-hashes --requirement constraints.txt
	$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

demo: $(READY)
	$(BIN)/dispatchgraph build $(EXAMPLE) -o output/
	@echo
	@echo "Who vetoed what?"
	$(BIN)/dispatchgraph query $(GRAPH).ttl --name vetoes
	@echo
	@echo "Who spoke?"
	$(BIN)/dispatchgraph query $(GRAPH).ttl 'SELECT DISTINCT ?who WHERE { ?claim dg:speaker/rdfs:label ?who } ORDER BY ?who'
	@echo
	$(BIN)/dispatchgraph validate $(GRAPH).ttl
	$(BIN)/dispatchgraph view $(GRAPH).trig -o $(GRAPH).html --title "$$(head -n 1 $(EXAMPLE))"
	@echo
	@echo "The graph:  $(GRAPH).ttl and, with its named graph, $(GRAPH).trig"
	@echo "The page:   $(GRAPH).html (open it in a browser; it needs no network)"

test: $(READY)
	$(BIN)/python -m pytest --numprocesses 2 --dist loadfile

evaluate: $(READY)
	$(BIN)/dispatchgraph evaluate tests/gold

fuzz: $(READY)
	DISPATCHGRAPH_FUZZ_MINUTES=$(MINUTES) $(BIN)/python -m pytest --numprocesses 2 --dist load -rA tests/fuzz

kill: $(READY)
	DISPATCHGRAPH_KILLS=$(KILLS) $(BIN)/python -m pytest tests/test_archive_kill.py

sbom: $(READY)
	$(BIN)/python scripts/sbom.py

# Asks a service for known weaknesses, so it needs a network; pip-audit gets an environment of its own.
audit: constraints.txt
	@test -x .venv-audit/bin/pip-audit || { $(PYTHON) -m venv .venv-audit && \
		.venv-audit/bin/python -m pip --disable-pip-version-check install --quiet pip-audit; }
	.venv-audit/bin/pip-audit --requirement constraints.txt --require-hashes --disable-pip --progress-spinner off || \
		{ echo "make audit: either a package has a known weakness, told above, or there is no network to ask" >&2; exit 1; }

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/oxlint --deny-warnings src/dispatchgraph/view/script src/dispatchgraph/serve/pages/assets

format: $(READY)
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

# Needs uv. The hashes are those of the wheels of every platform; no address of a registry is written.
constraints:
	uv pip compile pyproject.toml --extra dev --extra server --extra remote --extra dask --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --no-header --no-annotate --quiet --upgrade --output-file constraints.txt
	@! grep --line-number '://' constraints.txt
	@echo "make sbom tells what has changed, once the new versions are installed"

clean:
	rm -rf $(VENV) .venv-audit .pytest_cache .mypy_cache .ruff_cache .hypothesis build dist
