# Every target is a thin wrapper around `python -m convnets ...`, which also works where there is no make.
PYTHON ?= python3
BIN := .venv/bin
# torch computes as on a processor without vector instructions: other last bits in convolutions, matrix products and exp
OTHER := ATEN_CPU_CAPABILITY=default ONEDNN_MAX_CPU_ISA=SSE41 MKL_CBWR=COMPATIBLE

.PHONY: setup lab demo test test-browser test-processor lint stress bench release bundle site pictures doctor clean

setup: .venv/ready
lab: .venv/ready
	$(BIN)/python -m convnets lab
demo: .venv/ready
	$(BIN)/python -m convnets demo
doctor: .venv/ready
	$(BIN)/python -m convnets doctor
release: .venv/ready
	$(BIN)/python -m convnets release
bundle: .venv/ready
	$(BIN)/python -m convnets bundle build/convnets-course.zip

test: lint
	$(BIN)/python -m convnets release --check
	OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 --ignore tests/browser
test-processor: .venv/ready-dev
	$(OTHER) OMP_NUM_THREADS=1 $(BIN)/python -m convnets release --check
	$(OTHER) OMP_NUM_THREADS=1 $(BIN)/python -m pytest -n 2 tests/classroom/releasing/test_bank.py -k "grading and not mutants"
test-browser: .venv/ready-dev
	$(BIN)/python -m pytest tests/browser
site: .venv/ready-dev
	OMP_NUM_THREADS=2 OMP_WAIT_POLICY=PASSIVE $(BIN)/python -m convnets site
pictures: .venv/ready-dev
	cd tests && ../$(BIN)/python -m browser.pictures
lint: .venv/ready-dev
	$(BIN)/ruff check .
	$(BIN)/lint-imports --no-cache
	$(BIN)/deptry src
	$(BIN)/mypy
stress: .venv/ready-dev
	$(BIN)/python -m bench.stress
	$(BIN)/python -m bench.scaling
bench: .venv/ready-dev
	$(BIN)/python -m bench

.venv/ready: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e .
	touch $@
.venv/ready-dev: pyproject.toml
	test -x $(BIN)/python || $(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check -e ".[dev]"
	touch $@ .venv/ready

clean:
	rm -rf build course/source course/release course/submitted course/autograded course/feedback course/gradebook.db
