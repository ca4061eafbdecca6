# Fuzzing: make fuzz TIME=60. make test runs the same targets on tests/fuzz/
# corpus and some changes of it, by runner.c; clang's libFuzzer is not needed.
FUZZ := $(BUILD)/tests/fuzz
FUZZ_TARGETS := $(patsubst tests/fuzz/fuzz_%.c,%, \
	$(wildcard tests/fuzz/fuzz_*.c))
FUZZ_PROGRAMS := $(FUZZ_TARGETS:%=$(FUZZ)/fuzz_%)
FUZZ_GUIDED := $(patsubst %,$(FUZZ)/guided_%,$(filter-out trap weaver, \
	$(FUZZ_TARGETS)))
TOOLS += $(FUZZ_PROGRAMS)
TIME ?= 60

# Programs by the runner, and programs by libFuzzer.
fuzz_objects = $(call objects,$(addprefix tests/fuzz/,$(1)))
$(FUZZ_PROGRAMS): $(FUZZ)/fuzz_%: $(FUZZ)/fuzz_%.o \
	$(call fuzz_objects,fuzz.c runner.c change.c)
	$(call say,LD,$@)
	$(Q)$(link)
$(FUZZ_GUIDED): $(FUZZ)/guided_%: $(FUZZ)/fuzz_%.o $(call fuzz_objects,fuzz.c)
	$(call say,LD,$@)
	$(Q)$(link) -fsanitize=fuzzer

# What a target needs besides; the library comes last.
$(FUZZ)/fuzz_expression $(FUZZ)/guided_expression: \
	$(call objects,$(call module,04_derivatives))
$(FUZZ)/fuzz_commands $(FUZZ)/guided_commands: \
	$(call objects,$(call module,11_descent) $(call linked,11_descent))
$(FUZZ)/fuzz_views $(FUZZ)/guided_views: \
	$(call fuzz_objects,model.c views_compute.c)
$(FUZZ_PROGRAMS) $(FUZZ_GUIDED): $(LIBRARY)

# A build folder of its own, for the targets report the code that they reach.
# TIME is seconds for all targets together. The weaver is awk: the runner is
# enough for it.
.PHONY: fuzz fuzz-guided fuzz-plain
fuzz:
	@if echo 'int LLVMFuzzerTestOneInput(void) { return 0; }' | clang -xc - \
	    -fsanitize=fuzzer,address -o /dev/null 2> /dev/null; then \
		$(MAKE) --no-print-directory fuzz-guided OUT='$(OUT)/fuzz' \
		    MODE=debug CC=clang \
		    CFLAGS='$(CFLAGS) -O2 -fsanitize=fuzzer-no-link'; \
	else \
		echo 'skipped: libFuzzer, which needs clang (package clang);' \
		    'the plain runner instead'; \
		$(MAKE) --no-print-directory fuzz-plain OUT='$(OUT)/fuzz' \
		    MODE=debug; \
	fi

fuzz-guided: $(FUZZ_GUIDED) $(FUZZ)/fuzz_weaver
fuzz-plain: $(FUZZ_PROGRAMS)
fuzz-guided fuzz-plain: $(numbers:%=$(BUILD)/chapter%)
	@sh tests/fuzz/fuzz.sh '$(BUILD)' '$(OUT)' '$(TIME)' \
	    $(filter-out trap,$(FUZZ_TARGETS))
