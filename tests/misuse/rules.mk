# Misuse, and numbers that are none: make misuse. Each program links every
# chapter's module; of two commands.c it takes the later one.
MISUSE := $(patsubst %.c,$(BUILD)/%,$(wildcard tests/misuse/test_*.c))
TOOLS += $(MISUSE)

$(MISUSE): %: %.o $(BUILD)/tests/support.o $(call objects,$(filter-out \
	chapters/04_derivatives/commands.c,$(sort \
	$(foreach c,$(CHAPTERS),$(call module,$(c)))))) $(LIBRARY)
	$(call say,LD,$@)
	$(Q)$(link) $(CHECK_LIBS)

.PHONY: misuse
misuse: $(MISUSE)
	@BUILD='$(BUILD)' sh tests/misuse/run.sh
