# griot: `make demo` shows it, `make test` proves it.
CARGO ?= cargo
JOBS  ?= 2

.PHONY: demo test score bench library format clean

demo:            ## Build griot, check and publish the Mali case
	$(CARGO) build --release -p griot
	./target/release/griot build cases/mali -o site/mali
	@echo
	@echo "The site is in site/mali: open site/mali/index.html, or run"
	@echo "  ./target/release/griot serve cases/mali"

test:            ## Format, lints, unit, specification, snapshot, property and doc tests
	$(CARGO) fmt --all -- --check
	$(CARGO) clippy --workspace --all-targets --locked -- -D warnings
	$(CARGO) test --workspace --locked -j $(JOBS)

score:           ## Recall, precision and false alarms against a key of claims, where ../shared holds one
	$(CARGO) test -p griot --test main score -- --nocapture

library:         ## Rebuild the tables that come with griot from the publishers' files
	$(CARGO) run --release -p griot -- library build ../shared/data -o library

bench:           ## Measure, beside the peers where they are installed
	bench/run

format:
	$(CARGO) fmt --all

clean:
	$(CARGO) clean
