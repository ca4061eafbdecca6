# Starvation: make starve; QUICK=1: some calls of each kind; ALL=1: every one,
# which takes hours. The hook stands between a program and glibc, so it is built
# where there is one.
STARVE := $(BUILD)/tests/starve
STARVE_DRIVER := $(call objects,$(addprefix tests/starve/,starve.c box.c \
	judge.c run.c scenarios.c))
ifneq ($(shell getconf GNU_LIBC_VERSION 2>/dev/null),)
STARVE_PROGRAMS := $(STARVE)/starve $(STARVE)/careless $(STARVE)/hook.so
endif
TOOLS += $(STARVE_PROGRAMS)

$(STARVE)/starve: $(STARVE_DRIVER) $(LIBRARY)
$(STARVE)/careless: $(call objects,tests/starve/careless.c)
$(STARVE)/starve $(STARVE)/careless:
	$(call say,LD,$@)
	$(Q)$(link)

# Without sanitizers: they are in the program that loads it.
HOOK := $(wildcard tests/starve/hook*.c)
$(STARVE)/hook.so: $(HOOK) $(wildcard tests/starve/hook*.h)
	$(call say,LD,$@)
	@mkdir -p '$(@D)'
	$(Q)$(CC) -std=c11 $(WARNINGS) -I. -g -O1 -fPIC -shared -pthread \
	    $(CFLAGS) -o $@ $(HOOK) -ldl

.PHONY: starve
starve: $(STARVE_PROGRAMS) $(numbers:%=$(BUILD)/chapter%) $(BUILD)/synthetic
	@sh tests/starve/all.sh $(if $(QUICK),--quick,$(if $(ALL),--all)) \
	    '$(BUILD)'
