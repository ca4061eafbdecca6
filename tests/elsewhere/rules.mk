# Elsewhere: make elsewhere tries the project in places that it was not written
# in; PLACES='spaces locale' takes some of them, QUICK=1 a part of each.
PLACES ?=

.PHONY: elsewhere some-tests
elsewhere: have-data
	@sh tests/elsewhere/elsewhere.sh '$(OUT)' '$(QUICK)' $(PLACES)

# What a place runs: some test programs, as in SOME=common/test_matmul, and
# scripts, which need the programs of the chapters with these NUMBERS. RUNS is
# what runs programs that were built for another machine.
NUMBERS ?= $(numbers)
some-tests: $(SOME:%=$(BUILD)/tests/%) $(NUMBERS:%=$(BUILD)/chapter%) \
	$(if $(filter %data/run.sh,$(SCRIPTS)),$(BUILD)/synthetic)
	$(if $(RUNS),@sh tests/elsewhere/foreign.sh '$(RUNS)' '$(BUILD)')
	@sh tests/run.sh '$(BUILD)' $(SOME:%=$(BUILD)/tests/%) $(SCRIPTS)
