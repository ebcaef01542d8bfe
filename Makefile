# Two commands do all their own set-up:  make demo   and   make test

VENV := .venv
BIN := $(VENV)/bin
DEMO := out/demo
PYTEST_ARGS ?= -n auto

.PHONY: help demo test check film clean
.DELETE_ON_ERROR:

help:
	@echo "make demo    score the demo edit and say what to open"
	@echo "make test    run all tests"
	@echo "make check   lint, format, types, import rules"
	@echo "make film    draw and voice the demo film again"
	@echo "make clean   remove what these made, but for the environment"

# The run says itself what to open. Exit code 3: done, and some parts were skipped, named in the report.
demo: $(VENV)/ready-to-run
	$(BIN)/scenescore score examples/demo/demo.otio -o $(DEMO) \
	  --captions examples/demo/demo.srt --film $(DEMO)/film.mp4 || test $$? -eq 3

test: $(VENV)/ready-to-test
	$(BIN)/python -m pytest $(PYTEST_ARGS)

check: $(VENV)/ready-to-test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

film: $(VENV)/ready-to-test
	$(BIN)/python examples/demo/make_demo.py

clean:
	rm -rf out build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache

# The environment is made again only when what it is made from has changed.
$(VENV)/ready-to-run: pyproject.toml $(wildcard installer/*)
	@installer/set-up $(VENV)
	@touch $@

$(VENV)/ready-to-test: pyproject.toml $(wildcard installer/*)
	@installer/set-up $(VENV) test
	@touch $@ $(VENV)/ready-to-run
