# Two commands are enough: "make run" tries the product with sample sets, "make test" runs every check.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
DEMO := demo

.PHONY: run test lint types contracts unit bench bench-sizes bench-small sftp-bench lock schemas handbook clean

run: $(READY) ## set-up, then the demo sets through one pass, then what came out
	@rm -rf $(DEMO)
	$(BIN)/onem-batch --home $(DEMO) init --demo
	$(BIN)/onem-batch --home $(DEMO) run 2> $(DEMO)/run.log
	$(BIN)/onem-batch --home $(DEMO) status --sets
	@echo; echo "Answers lie in $(DEMO)/outbox, the log in $(DEMO)/run.log."
	@echo "Try: $(BIN)/onem-batch --home $(DEMO) show 3A0-0000005-VL-Z"

test: lint types contracts unit ## set-up and all checks

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports

unit: $(READY)
	$(BIN)/python -m pytest -n auto

bench: $(READY) ## our CPU time beside xmllint, JDK, sqlite3 and sftp, kept in benchmarks/RESULTS.md; LONG=1: 500,000 forms too
	$(BIN)/python benchmarks/ratios.py $(if $(LONG),--long)
	$(BIN)/python benchmarks/beside.py

bench-sizes: $(READY) ## whole commands on files of growing size: the tables of benchmarks/README.md
	$(BIN)/python benchmarks/run.py

bench-small: $(READY) ## many small signed sets, beside a million that are kept: sets a second, stages, waits for the disk
	$(BIN)/python benchmarks/small_sets.py --stages --past 1000000

sftp-bench: $(READY) ## the boxes over SFTP beside OpenSSH's sftp, and over a slow line beside one channel
	$(BIN)/python benchmarks/sftp.py

schemas: $(READY) ## write every XSD from its structure.toml
	$(BIN)/python -m batch.writers.xsd

handbook: $(READY) ## write every page of docs/handbook from the law and its texts
	$(BIN)/python tests/test_handbook.py --write

lock: $(READY) ## pin every dependency again
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --extra test --extra postgres --extra hosts --universal --python-version 3.11 --generate-hashes \
		--no-header --no-emit-index-url --output-file requirements.lock

$(READY): pyproject.toml requirements.lock
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

clean:
	rm -rf $(VENV) $(DEMO) build dist .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
