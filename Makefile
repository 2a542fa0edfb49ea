# make setup · run · test · test-browser · lint · bench · lock. `make` alone names them.
SHELL := /bin/bash
.SHELLFLAGS := -euo pipefail -c
.DEFAULT_GOAL := help
.DELETE_ON_ERROR:

V := .venv
BIN := $(V)/bin
STAMPS := $(V)/stamps
PORT ?= 8000
MORETTA_DATA ?= data
export PORT MORETTA_DATA

# Measured data and weights beside the checkout are used where they are; nothing else changes.
ifneq ($(wildcard ../shared/data),)
export MORETTA_TESTDATA ?= $(abspath ../shared/data)
endif
ifneq ($(wildcard ../shared/models),)
TEST_MODELS := MORETTA_MODELS_DIR=$${MORETTA_MODELS_DIR:-$(abspath ../shared/models)}
endif
MORETTA_TEST_DATABASE_URL ?= postgresql://postgres@127.0.0.1:5432/postgres
MORETTA_TEST_REDIS_URL ?= redis://127.0.0.1:6379/0
TEST_PROCESSES ?= 2
PYTEST := $(TEST_MODELS) $(BIN)/pytest
PAGE := platform/moretta/static/app/manifest.json
PAGE_SOURCES := $(shell find frontend -path frontend/node_modules -prune -o -type f -print 2>/dev/null)

.PHONY: help
help:
	@echo "make setup         everything that is needed, started nothing"
	@echo "make run           the platform on http://127.0.0.1:$(PORT) (PORT and MORETTA_DATA move it)"
	@echo "make test          linters, types, arrows, all tests; installs what they need"
	@echo "make test-browser  the browser tests alone"
	@echo "make lint          ruff, mypy, import arrows, eslint, prettier, tsc"
	@echo "make bench         the measurements with one table; the record is docs/measurements.md"
	@echo "make bench-detect  every detector, the presets and deface on the test photographs"
	@echo "make bench-pictures what redacting photographs costs from end to end, beside deface"
	@echo "make bench-hiding  what each way to hide costs a region; bench-replacement, bench-removal: how good they are"
	@echo "make bench-privacy how well redacted faces are linked, by method and attacker"
	@echo "make gallery       docs/hiding.md and its pictures"
	@echo "make bench-video   what redacting videos costs and who leaks, by the presets and deface"
	@echo "make bench-studio  the page in Chromium: deciding, walking, dragging, scrolling, opening"
	@echo "make bench-operator how much work the studio leaves to a person, beside CVAT's published acts"
	@echo "make lock          requirements.lock from pyproject.toml"

# --- setup ---------------------------------------------------------------------------------------------------------

.PHONY: setup prepared
setup: prepared
	@echo "Ready. Start it: make run"
prepared: $(STAMPS)/python $(PAGE) $(MORETTA_DATA)/models/.pulled $(MORETTA_DATA)/samples/.fetched

$(V)/bin/python:
	@set -- python3.13 python3.12 python3.11 python3; found=; \
	for name in "$$@"; do \
	  if command -v $$name > /dev/null && $$name -c 'import sys; raise SystemExit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' 2> /dev/null; \
	  then found=$$name; break; fi; \
	done; \
	if [ -z "$$found" ]; then echo "Python 3.11, 3.12 or 3.13 is needed and was not found. Debian, Ubuntu: apt-get install python3 python3-venv; macOS: brew install python@3.12" >&2; exit 1; fi; \
	if ! $$found -c 'import venv, ensurepip' 2> /dev/null; then echo "$$found has no venv. Debian, Ubuntu: apt-get install python3-venv" >&2; exit 1; fi; \
	$$found -m venv $(V)

$(BIN)/uv: | $(V)/bin/python
	@[ -x $(BIN)/uv ] || $(BIN)/python -m pip install --quiet --disable-pip-version-check "uv>=0.9"

$(STAMPS)/python: requirements.lock pyproject.toml | $(BIN)/uv
	$(BIN)/uv pip sync --quiet --compile-bytecode --python $(BIN)/python --require-hashes requirements.lock
	$(BIN)/uv pip install --quiet --python $(BIN)/python --no-deps --editable .
	$(BIN)/python -m compileall -q workers platform
	@mkdir -p $(STAMPS) && touch $@

.PHONY: node
node:
	@if ! command -v node > /dev/null || ! command -v npm > /dev/null; then echo "Node 20.19 or newer with npm is needed and was not found. Debian, Ubuntu: apt-get install nodejs npm (or nodejs.org); macOS: brew install node" >&2; exit 1; fi
	@node -e 'const [a, b] = process.versions.node.split(".").map(Number); process.exit(a > 20 || (a === 20 && b >= 19) ? 0 : 1)' \
	  || { echo "Node $$(node --version) is too old: 20.19 or newer is needed. See nodejs.org" >&2; exit 1; }

frontend/node_modules/.stamp: frontend/package-lock.json frontend/package.json | node
	cd frontend && npm ci --no-audit --no-fund
	@touch $@

$(PAGE): frontend/node_modules/.stamp $(PAGE_SOURCES)
	cd frontend && npm run build
	@touch $@

$(MORETTA_DATA):
	@mkdir -p $@ && chmod 700 $@

# What a data folder needs is fetched into that folder, once.
$(MORETTA_DATA)/models/.pulled: $(STAMPS)/python $(wildcard workers/moretta_vision/catalogue/*.py) workers/moretta_vision/registry.py | $(MORETTA_DATA)
	$(BIN)/moretta models pull
	@mkdir -p $(@D) && touch $@

$(MORETTA_DATA)/samples/.fetched: $(STAMPS)/python workers/moretta_vision/samples.py | $(MORETTA_DATA)
	@if $(BIN)/moretta samples; then touch $@; else echo "The demo is made when its pictures can be fetched." >&2; fi

# --- run -----------------------------------------------------------------------------------------------------------

.PHONY: run
run: prepared
	@exec $(BIN)/moretta up

# --- tests ---------------------------------------------------------------------------------------------------------

.PHONY: test
test: lint test-python test-services test-frontend test-browser
	@echo "make test: all of it passed"

.PHONY: lint
lint: $(STAMPS)/python frontend/node_modules/.stamp
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/lint-imports
	$(BIN)/hadolint docker/Dockerfile
	$(BIN)/mypy
	cd frontend && npm run --silent lint && npm run --silent format:check && npm run --silent typecheck

.PHONY: test-python
test-python: prepared $(STAMPS)/libraries
	env -u DATABASE_URL -u REDIS_URL $(PYTEST) -n $(TEST_PROCESSES) -m "not browser"

# The API and the tasks once more on PostgreSQL and Redis, where they answer.
.PHONY: test-services
test-services: prepared
	@export DATABASE_URL=$(MORETTA_TEST_DATABASE_URL) REDIS_URL=$(MORETTA_TEST_REDIS_URL); \
	if why=$$($(BIN)/python tests/services.py); then \
	  echo 'pytest -m services on PostgreSQL and Redis'; $(PYTEST) -n $(TEST_PROCESSES) -m "services and not browser"; \
	elif [ "$${MORETTA_TEST_REQUIRE:-}" = all ]; then echo "$$why (MORETTA_TEST_REQUIRE=all)" >&2; exit 1; \
	else echo "skipped: the tests on PostgreSQL and Redis: $$why"; fi

.PHONY: test-frontend
test-frontend: frontend/node_modules/.stamp $(STAMPS)/python
	cd frontend && npm run --silent types -- --check && npm run --silent test

.PHONY: test-browser
test-browser: prepared $(STAMPS)/libraries $(STAMPS)/chromium
	@if [ -d tests/browser ]; then env -u DATABASE_URL -u REDIS_URL $(PYTEST) -n $(TEST_PROCESSES) --dist loadscope -m browser tests/browser; else echo "no browser tests"; fi

# MediaPipe wants the graphics libraries even without a screen.
LIBRARIES := libegl1 libgles2 libgl1 libglib2.0-0
$(STAMPS)/libraries: $(STAMPS)/python
	@if command -v apt-get > /dev/null && [ "$$(id -u)" = 0 ]; then \
	  missing=; for name in $(LIBRARIES); do dpkg -s $$name > /dev/null 2>&1 || dpkg -s $${name}t64 > /dev/null 2>&1 || missing="$$missing $$name"; done; \
	  if [ -n "$$missing" ]; then apt-get update -qq && apt-get install -y -qq --no-install-recommends $$missing; fi; \
	fi
	@touch $@

$(STAMPS)/chromium: $(STAMPS)/python
	@if command -v chromium > /dev/null; then :; \
	elif command -v apt-get > /dev/null && [ "$$(id -u)" = 0 ] && grep -qi '^ID=debian' /etc/os-release; then \
	  apt-get update -qq && apt-get install -y -qq --no-install-recommends chromium; \
	else $(BIN)/playwright install chromium; fi
	@touch $@

# --- measurements and lock -------------------------------------------------------------------------------------------

.PHONY: bench
bench: prepared
	@env -u DATABASE_URL -u REDIS_URL MORETTA_TEST_DATABASE_URL=$(MORETTA_TEST_DATABASE_URL) $(TEST_MODELS) $(BIN)/python bench

# The detectors on the test photographs (MORETTA_TESTDATA). ARGS="--only yunet --photos 40" for a quick look.
.PHONY: bench-detect
bench-detect: $(STAMPS)/python
	@$(TEST_MODELS) $(BIN)/python bench/detect.py $(ARGS)

# Hiding one region of 400×400 pixels, on one core.
.PHONY: bench-pictures
bench-pictures: $(STAMPS)/python
	@$(TEST_MODELS) $(BIN)/python bench/pictures.py $(ARGS)

.PHONY: bench-replacement bench-removal
bench-replacement bench-removal: $(STAMPS)/python
	@$(TEST_MODELS) $(BIN)/python bench/$(@:bench-%=%).py $(ARGS)

.PHONY: bench-hiding
bench-hiding: $(STAMPS)/python
	@$(TEST_MODELS) $(BIN)/python bench/hiding.py $(ARGS)

# Linking redacted faces of the test photographs. ARGS="--only mosaic,solid --people 40" for a quick look.
.PHONY: bench-privacy
bench-privacy: $(STAMPS)/python
	@$(TEST_MODELS) $(BIN)/python bench/privacy.py $(ARGS)

.PHONY: gallery
gallery: $(STAMPS)/python $(MORETTA_DATA)/samples/.fetched
	@$(TEST_MODELS) $(BIN)/python docs/gallery.py

# Redacting videos: cost and leaks, deface beside. ARGS="--parts cost --only fast,balanced --frames 50" for a quick look.
.PHONY: bench-video
bench-video: $(STAMPS)/python
	@$(TEST_MODELS) $(BIN)/python bench/video.py $(ARGS)

# The page under the hands, in Chromium. ARGS=--record writes the table into docs/measurements.md.
.PHONY: bench-studio
bench-studio: prepared $(STAMPS)/chromium
	@env -u DATABASE_URL -u REDIS_URL $(TEST_MODELS) $(BIN)/python bench/studio.py $(ARGS)

# An operator script on the real page, beside CVAT's acts. ARGS="--photos 10 --nobody 2 --clips 1" for a quick look.
.PHONY: bench-operator
bench-operator: prepared $(STAMPS)/chromium
	@env -u DATABASE_URL -u REDIS_URL $(TEST_MODELS) $(BIN)/python bench/operating.py $(ARGS)

.PHONY: lock
lock: | $(BIN)/uv
	$(BIN)/uv pip compile --quiet --universal --generate-hashes --all-extras --no-emit-index-url --no-emit-find-links \
	  --no-annotate --python-version 3.11 --custom-compile-command "make lock" pyproject.toml -o requirements.lock
