# Coverage: make coverage. Everything is built once more, counting, into a
# folder of its own; MODE says so to the Makefile.
.PHONY: coverage coverage-here
coverage:
	@$(MAKE) --no-print-directory MODE=coverage REAL=float coverage-here

coverage-here: $(TEST_PROGRAMS) $(numbers:%=$(BUILD)/chapter%) have-data
	@CC='$(CC)' sh tests/coverage/measure.sh '$(BUILD)' '$(OUT)/coverage' \
	    $(TEST_PROGRAMS) $(wildcard tests/common/*.sh tests/chapters/*/*.sh)
