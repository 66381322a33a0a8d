# The two commands that do everything are `make demo` and `make test`.
CONFIGURATION ?= release
SWIFT_FLAGS ?=
DEMO_FLAGS ?=
BINARY = .build/$(CONFIGURATION)/candlecast

.PHONY: demo build test test-slow bench format lint setup clean

demo: build
	$(BINARY) demo $(DEMO_FLAGS)

build: setup
	swift build -c $(CONFIGURATION) --product candlecast $(SWIFT_FLAGS)

test: setup lint
	scripts/test.sh

test-slow: setup
	scripts/test-slow.sh

bench: setup
	scripts/bench.sh

format:
	swift format -i -r Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

lint:
	swift format lint --strict -r Package.swift Sources Tests Benchmarks/Package.swift Benchmarks/Sources

setup:
	@scripts/setup.sh

clean:
	rm -rf .build candlecast-demo
