# Coverage: make coverage; QUICK=1: of common/ alone. Everything is built once
# more, counting, into a folder of its own; MODE says so to the Makefile.
COVERING := $(if $(QUICK),$(call tests,common), \
	$(wildcard tests/chapters/*/*.sh tests/common/*.sh) $(TEST_PROGRAMS))
.PHONY: coverage coverage-build coverage-here
coverage:
	@$(MAKE) $(parallel) MODE=coverage REAL=float coverage-build
	@$(MAKE) --no-print-directory MODE=coverage REAL=float coverage-here

coverage-build: $(filter-out %.sh,$(COVERING)) \
	$(if $(QUICK),,$(chapter_programs) have-data)

coverage-here:
	@CC='$(CC)' sh tests/coverage/measure.sh '$(BUILD)' '$(OUT)/coverage' \
	    $(COVERING)
