# Torreya: the two commands that a newcomer needs are `make run` and `make test`.
# Everything here is a short name for ordinary commands; `swift build` works as usual.

SWIFT := swift
SWIFT_MINIMUM := 6.2
# Linked statically, the command starts in two thirds of the time. Only Linux has this.
STATIC := $(if $(filter Linux,$(shell uname -s)),--static-swift-stdlib)
# Optimised, the tests take two minutes instead of twenty-five, and what they see is what users run.
# A folder of their own, because the command is built with other flags.
TESTED := $(SWIFT) test -c release -Xswiftc -enable-testing --scratch-path .build/tests
SCENARIO := scenarios/jidong-2024.json
OUTPUT := results

# Run in a recipe with the shell variable `packages` set, on a system that has apt-get. The lists
# of a fresh machine may be empty or stale: they are fetched when a package is unknown or cannot be
# downloaded.
define apt_install
  if [ "$$(id -u)" = 0 ]; then elevate=; \
  elif command -v sudo > /dev/null; then elevate=sudo; \
  else \
    echo "error: $$packages must be installed, which needs root or sudo. As root, run:" >&2; \
    echo "  apt-get update && apt-get install -y $$packages" >&2; exit 1; \
  fi; \
  apt="$$elevate env DEBIAN_FRONTEND=noninteractive apt-get -q -y"; \
  echo "Installing $$packages"; \
  if apt-cache show $$packages > /dev/null 2>&1 \
    && $$apt install --no-install-recommends $$packages; then :; \
  else $$apt update && $$apt install --no-install-recommends $$packages; fi
endef

.DEFAULT_GOAL := help
.PHONY: help run test bench bench-forecast bench-programs bench-peers build setup setup-tests check-swift clean

help: ## list these commands
	@sed -n 's/^\([a-z-]*\):.*## /\1 /p' $(MAKEFILE_LIST) \
	| while read -r name does; do printf 'make %-14s  %s\n' "$$name" "$$does"; done

run: build ## simulate the 2024 plan of Jidong; the CSV files go to results/
	.build/release/torreya run $(SCENARIO) --output $(OUTPUT)

test: setup-tests ## set up what the tests need, and run them all
	Tests/Portability/run
	$(TESTED) $(OPTIONS)

bench: build bench-programs bench-peers ## time the command beside named peers, and its layers
	@Benchmarks/run

bench-forecast: build bench-peers ## score forecasts beside statsforecast's
	@Benchmarks/forecast $(OPTIONS)

bench-programs: setup
	$(SWIFT) build -c release --package-path Benchmarks

# Without a Python that makes environments, or without its packages, the peers are left out.
bench-peers:
	@cd Benchmarks; mark=.venv/requirements.txt; \
	if cmp -s peers/requirements.txt $$mark; then exit 0; fi; \
	echo "Installing the peers' packages in Benchmarks/.venv"; \
	python3 -m venv .venv || { echo "No Python environment: the peers are skipped." >&2; exit 0; }; \
	while read -r package; do \
	  .venv/bin/python -m pip install -q --disable-pip-version-check "$$package" \
	  || echo "$$package cannot be installed: its peer is skipped." >&2; \
	done < peers/requirements.txt; \
	cp peers/requirements.txt $$mark

build: setup ## build the torreya command in release mode
	$(SWIFT) build -c release $(STATIC) --product torreya

setup: check-swift ## install OpenBLAS, expat and pkg-config when they are missing
	@packages=; \
	pkg-config --exists openblas 2> /dev/null || packages="$$packages libopenblas-dev"; \
	pkg-config --exists expat 2> /dev/null || packages="$$packages libexpat1-dev"; \
	if [ -z "$$packages" ]; then exit 0; fi; \
	if ! command -v apt-get > /dev/null; then \
	  echo "error: OpenBLAS or expat with its pkg-config file is missing. Install both:" >&2; \
	  echo "  macOS:  brew install openblas expat pkgconf" >&2; \
	  echo '          export PKG_CONFIG_PATH="$$(brew --prefix openblas)/lib/pkgconfig:$$(brew --prefix expat)/lib/pkgconfig"' >&2; \
	  echo "  Fedora: dnf install openblas-devel expat-devel pkgconf-pkg-config" >&2; \
	  echo "  Arch:   pacman -S openblas expat pkgconf" >&2; \
	  exit 1; \
	fi; \
	packages="$${packages# }"; \
	command -v pkg-config > /dev/null || packages="$$packages pkg-config"; \
	$(apt_install)

# The schema test asks an independent validator. It looks at `python3` and `/usr/bin/python3`,
# since the first may be one that Debian's packages do not reach.
setup-tests: setup
	@for python in python3 /usr/bin/python3; do \
	  if "$$python" -c 'import jsonschema' 2> /dev/null; then exit 0; fi; \
	done; \
	if ! command -v apt-get > /dev/null; then \
	  echo "error: the tests need Python's jsonschema: python3 -m pip install jsonschema" >&2; \
	  exit 1; \
	fi; \
	packages=python3-jsonschema; $(apt_install)

check-swift:
	@if ! command -v $(SWIFT) > /dev/null; then \
	  echo "error: Swift $(SWIFT_MINIMUM) or later is needed, and '$(SWIFT)' is not found." >&2; \
	  echo "Install it from https://www.swift.org/install, then try again." >&2; exit 1; \
	fi; \
	found=$$($(SWIFT) --version 2> /dev/null \
	  | sed -n 's/.*Swift version \([0-9][0-9]*\.[0-9][0-9]*\).*/\1/p'); \
	major=$${found%%.*}; minor=$${found#*.}; \
	needed_major=$(firstword $(subst ., ,$(SWIFT_MINIMUM))); \
	needed_minor=$(lastword $(subst ., ,$(SWIFT_MINIMUM))); \
	if [ -z "$$found" ] || [ "$$major" -lt "$$needed_major" ] \
	  || { [ "$$major" -eq "$$needed_major" ] && [ "$$minor" -lt "$$needed_minor" ]; }; then \
	  echo "error: Swift $(SWIFT_MINIMUM) or later is needed; found $${found:-no version}." >&2; \
	  echo "Install it from https://www.swift.org/install, then try again." >&2; exit 1; \
	fi

clean: ## remove what was built; results/ stays
	rm -rf .build Benchmarks/.build Benchmarks/.venv
