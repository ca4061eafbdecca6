# Speed: make bench, make steps. bench asks children, each with one library and
# one number of threads.
BENCH := $(BUILD)/tests/bench
BENCH_PROGRAMS := $(BENCH)/bench $(BENCH)/ours $(BENCH)/peer_blas $(BENCH)/steps
TOOLS += $(BENCH_PROGRAMS)

bench_sources = $(addsuffix .c,$(addprefix tests/bench/,$(1)))
bench_parts := clock findings operands
bench_child := $(bench_parts) serve
bench_parent := $(filter-out ours% peak peer_% serve steps, \
	$(patsubst tests/bench/%.c,%,$(wildcard tests/bench/*.c)))

$(BENCH)/bench: $(call objects,$(call bench_sources,$(bench_parent)) \
	$(call module,09_autograd) $(call linked,09_autograd)) $(LIBRARY)
$(BENCH)/ours: $(call objects,$(call bench_sources,ours ours_training peak \
	$(bench_child)) $(call module,12_training) $(call linked,12_training)) \
	$(LIBRARY)
$(BENCH)/peer_blas: $(call objects,$(call bench_sources,peer_blas \
	$(bench_child))) $(LIBRARY)
$(BENCH)/steps: $(call objects,$(call bench_sources,steps clock)) $(LIBRARY)
$(BENCH_PROGRAMS):
	$(call say,LD,$@)
	$(Q)$(link) $(if $(filter %/peer_blas,$@),-ldl)

bench: $(BENCH_PROGRAMS) $(numbers:%=$(BUILD)/chapter%) have-data
	@mkdir -p '$(OUT)/bench'
	@$(call path,$(BENCH)/bench) $(if $(QUICK),--quick) $(ARGS) \
	    '$(BUILD)' '$(OUT)/bench'; status=$$?; \
	sh tests/bench/pictures.sh '$(OUT)/bench' || exit 1; exit $$status

# What each step of the matrix product buys; for docs/matmul.md as measured by
# whoever commits it.
.PHONY: steps measured
steps: $(BENCH)/steps
	@$(call path,$<)
measured: $(BENCH)/steps
	@mkdir -p docs/measured
	$(call path,$<) > docs/measured/matmul.out
