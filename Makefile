# `make demo` and `make test` work from a clean clone on Debian 12 with a Swift toolchain.

PREFIX ?= /usr/local
PEERS ?= ../shared/peers/bench
BUILD := .build/release
SOURCES := Package.swift $(shell find Sources -type f -not -path '*.docc/*')

.PHONY: help build demo test lint check-features soak bench install uninstall clean dependencies

help: ## Show what can be made
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 20

dependencies: ## Install the system libraries that are missing (Debian, apt)
	@scripts/install-dependencies.sh

build: dependencies $(BUILD)/steno ## Build the program for release

$(BUILD)/steno: $(SOURCES)
	@scripts/install-dependencies.sh
	swift build -c release --product steno
	@touch $@

demo: build ## Transcribe the sample recording with the model that ships here
	$(BUILD)/steno transcribe --model models/digits --format ctm Examples/sample/conversation.flac

test: dependencies lint ## Run the whole test suite
	@scripts/test.sh

lint: ## Check the format of all Swift sources
	swift format lint --strict --recursive --parallel Package.swift Sources Tests Examples

check-features: dependencies ## Compare features with kaldi-native-fbank on real speech (needs Python and ../shared/data)
	swift build -c release --product StenoBenchmarks
	python3 scripts/check_features.py ../shared/data/fsdd
	python3 scripts/check_features.py ../shared/data/mini_librispeech

soak: build ## An hour of speech through `steno stream`: fails when its memory grows after the first minute
	swift build -c release --product StenoBenchmarks
	$(BUILD)/StenoBenchmarks soak $(BUILD)/steno Examples/sample/conversation.flac

bench: dependencies ## Time the engine beside PyTorch and onnxruntime (needs their Python; PEERS is the folder of models.py)
	swift build -c release --product StenoBenchmarks
	python3 scripts/bench_ctc.py
	python3 scripts/bench_training.py $(PEERS)
	python3 scripts/bench_inference.py $(PEERS)
	swift build -c release --product steno
	python3 scripts/bench_process.py models/digits Examples/sample/conversation.flac

install: build ## Put the program and its models under PREFIX
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/share/steno/models
	install -m 755 $(BUILD)/steno $(DESTDIR)$(PREFIX)/bin/steno
	cp -R models/. $(DESTDIR)$(PREFIX)/share/steno/models/

uninstall: ## Remove what `install` put under PREFIX
	rm -f $(DESTDIR)$(PREFIX)/bin/steno
	rm -rf $(DESTDIR)$(PREFIX)/share/steno

clean: ## Remove all build products
	swift package clean
