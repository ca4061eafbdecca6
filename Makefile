# handgrad: `make help` says what there is to type.
#
# Every file under common/ goes into one library. Every chapter links its own
# files, the modules of the earlier chapters that it names below, and the
# library. To add a chapter, add its directory and, if it uses earlier ones,
# a line here.

uses_03_mse := 02_forward
uses_06_gradients := 02_forward 03_mse 05_toy
uses_07_layers := 02_forward 03_mse 05_toy 06_gradients
uses_08_module := 02_forward 03_mse 05_toy 06_gradients 07_layers
uses_09_autograd := 02_forward 03_mse 05_toy 06_gradients 07_layers 08_module
uses_10_cross_entropy := 02_forward 03_mse 05_toy 06_gradients
uses_11_descent := 04_derivatives
uses_12_training := 02_forward 03_mse 05_toy 06_gradients 07_layers 08_module 10_cross_entropy

# Chapters that read no digits.
without_data := 01_broadcasting 04_derivatives 05_toy 11_descent

# Choices: make test MODE=debug REAL=double CC=clang V=1 ARGS=--help
MODE ?= release
REAL ?= float
OUT ?= build
ARGS ?=

# One folder for each choice; the default compiler, cc, is not named.
BUILD := $(OUT)/$(MODE)-$(REAL)$(addprefix -,$(filter-out cc,$(notdir \
	$(firstword $(CC)))))
CHAPTERS := $(sort $(notdir $(wildcard chapters/[0-9][0-9]_*)))
COMMON := $(wildcard common/*.c)
CONFIG := $(BUILD)/config.mk

Q := $(if $(V),,@)
quiet := $(or $(V),$(findstring s,$(filter-out --%,$(firstword $(MAKEFLAGS)))))
say = $(if $(quiet),,@printf '  %-6s %s\n' $(1) '$(2)')

.PHONY: help chapters test test-common test-here test-programs test-digits \
	test-build plots docs check-docs data have-data bench clean \
	compile_commands.json FORCE
.DEFAULT_GOAL := help
.SECONDARY:
.DELETE_ON_ERROR:

help:
	@echo 'make chapters       build and run every chapter'
	@echo 'make chapter2       build and run one (ARGS=--help explains it)'
	@echo 'make test           every test, in float and in double'
	@echo 'make test2          the tests of one chapter; make test-common'
	@echo 'make plots          draw the figures; make plots3'
	@echo 'make debug6         run a chapter under gdb'
	@echo 'make docs           weave the chapters to docs/'
	@echo 'make check-docs     prove that docs/ is current'
	@echo 'make data           get MNIST, or make synthetic digits offline'
	@echo 'make steps          what each step of the matrix product buys'
	@echo 'make bench          the speed beside other libraries; QUICK=1: a minute'
	@echo 'make fuzz           odd input for TIME=60 seconds'
	@echo 'make starve         no memory, no disk: each call fails in turn'
	@echo 'make misuse         wrong arguments; NaN and infinity'
	@echo 'make elsewhere      other compilers, machines, tools and places'
	@echo 'make coverage       what the tests reach'
	@echo 'make mutants        what the tests notice'
	@echo 'make secure         hardening, hostile names and archives, the network'
	@echo '                    QUICK=1 makes starve, elsewhere, coverage, mutants short'
	@echo 'make clean          remove $(OUT)/'
	@echo 'Choices: MODE=debug REAL=double CC=clang V=1 ARGS=... MNIST_DIR=...'

# What builds much goes to a make of its own, with as many jobs as there are
# cores (or JOBS), unless this make was told how many.
cores = $(or $(JOBS),$(shell getconf _NPROCESSORS_ONLN 2>/dev/null || echo 1))
parallel = --no-print-directory $$(case "$$MAKEFLAGS" in \
	(*-j* | *jobserver*) ;; (*) echo '-j$(cores)' ;; esac)

# Flags. -O3 makes vectors of plain loops; contraction is off so that the same
# formula gives the same bits everywhere; math functions need no errno.
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wformat=2 \
	-Wdouble-promotion -Wstrict-prototypes -Wmissing-prototypes
CPPFLAGS += -I. -D_POSIX_C_SOURCE=200809L -MMD -MP
FLAGS := -std=c11 -pthread $(WARNINGS) -g -ffp-contract=off -fno-math-errno
LDLIBS += -lz -lm
ifeq ($(MODE),debug)
FLAGS += -O1 -fno-omit-frame-pointer -DHANDGRAD_DEBUG \
	-fsanitize=address,undefined -fno-sanitize-recover=all
# Nothing of a chapter is optimised away: gdb shows every variable.
$(BUILD)/chapters/%.o: OWN_FLAGS := -O0
else ifeq ($(MODE),release)
FLAGS += -O3
else ifeq ($(MODE),coverage)
# Every line and branch counts how often it is taken: make coverage. Of the
# matrix kernel only the plain one counts; the others stay fast.
FLAGS += -Og -fprofile-arcs -ftest-coverage -DHANDGRAD_COVERAGE
UNCOUNTED := -fno-profile-arcs -fno-test-coverage
else
$(error MODE is release, debug or coverage, not '$(MODE)')
endif
ifeq ($(REAL),double)
FLAGS += -DREAL_DOUBLE
else ifneq ($(REAL),float)
$(error REAL is float or double, not '$(REAL)')
endif

# What the compiler can do is asked once per build folder.
ifneq ($(filter-out help clean data,$(MAKECMDGOALS)),)
include $(CONFIG)
endif
FLAGS += $(FLOAT_FLAGS)

# A program notices a smashed stack or an overrun buffer, and lies where nobody
# can foretell; tests/secure/ looks, and knows what it costs. FORTIFY asks for
# optimisation, and sanitizers see more.
FLAGS += $(HARDEN)
ifeq ($(MODE)$(filter -O0,$(CFLAGS)),release)
CPPFLAGS += $(FORTIFY)
endif

$(CONFIG): common/configure.sh
	@mkdir -p '$(@D)'
	@CC='$(CC)' sh common/configure.sh '$(BUILD)' > $@.tmp && mv $@.tmp $@

# Objects depend on the flags they were built with.
$(BUILD)/flags: FORCE
	@mkdir -p '$(@D)'
	@echo '$(CC) $(CPPFLAGS) $(FLAGS) $(CFLAGS)' | \
	    cmp -s - '$@' || echo '$(CC) $(CPPFLAGS) $(FLAGS) $(CFLAGS)' > '$@'

$(BUILD)/%.o: %.c $(BUILD)/flags
	$(call say,CC,$<)
	@mkdir -p '$(@D)'
	$(Q)$(CC) $(CPPFLAGS) $(FLAGS) $(OWN_FLAGS) $(CFLAGS) -c -o $@ $<

# The matrix kernel is compiled once per kind of processor that may be there,
# KERNELS; only there may a multiplication and an addition become one
# instruction. It is where the time goes, so it is optimised in the debug build
# too.
KERNEL_OBJECTS := $(KERNELS:%=$(BUILD)/common/matmul_kernel.%.o)
$(BUILD)/common/matmul_kernel.plain.o: OWN_FLAGS := -O3 -ffp-contract=fast
$(BUILD)/common/matmul_kernel.neon.o: \
	OWN_FLAGS := -O3 -ffp-contract=fast -DKERNEL_NEON $(UNCOUNTED)
$(BUILD)/common/matmul_kernel.avx2.o: \
	OWN_FLAGS := -O3 -ffp-contract=fast -mavx2 -mfma $(UNCOUNTED)
$(BUILD)/common/matmul_kernel.avx512.o: \
	OWN_FLAGS := -O3 -ffp-contract=fast -mavx512f -mfma $(UNCOUNTED)
$(KERNEL_OBJECTS): common/matmul_kernel.c $(BUILD)/flags
	$(call say,CC,$< $(OWN_FLAGS))
	@mkdir -p '$(@D)'
	$(Q)$(CC) $(CPPFLAGS) $(FLAGS) $(OWN_FLAGS) $(CFLAGS) -c -o $@ $<

LIBRARY := $(BUILD)/libhandgrad.a
OBJECTS := $(patsubst %.c,$(BUILD)/%.o,$(filter-out %_kernel.c,$(COMMON)))
$(LIBRARY): $(OBJECTS) $(KERNEL_OBJECTS)
	$(call say,AR,$@)
	@rm -f $@
	$(Q)$(AR) rcs $@ $^

# Chapter 3 is chapters/03_mse: its number, its sources, its module (what is
# not main.c), and what it links.
number = $(patsubst 0%,%,$(firstword $(subst _, ,$(1))))
sources = $(wildcard chapters/$(1)/*.c)
module = $(filter-out %/main.c,$(call sources,$(1)))
objects = $(patsubst %.c,$(BUILD)/%.o,$(1))
linked = $(foreach used,$(uses_$(1)),$(call module,$(used)))
tests = $(patsubst %.c,$(BUILD)/%,$(wildcard tests/$(1)/test_*.c))
path = $(if $(filter /%,$(1)),$(1),./$(1))
link = $(CC) $(FLAGS) $(CFLAGS) \
	$(if $(findstring -static,$(CC) $(CFLAGS) $(LDFLAGS)),,$(HARDEN_LINK)) \
	$(LDFLAGS) -o $@ $(filter %.o %.a,$^) $(LDLIBS)

# $(1): the chapter, as in 03_mse; $(2): its number.
define CHAPTER
.PHONY: chapter$(2) test$(2) plots$(2) debug$(2) gdb$(2)
$(BUILD)/chapter$(2): $(call objects,$(call sources,$(1)) \
	$(call linked,$(1))) $(LIBRARY)
	$$(call say,LD,$$@)
	$(Q)$$(link)

$(call tests,chapters/$(1)): %: %.o $(BUILD)/tests/support.o \
	$(call objects,$(call module,$(1)) $(call linked,$(1))) $(LIBRARY)
	$$(call say,LD,$$@)
	$(Q)$$(link) $$(CHECK_LIBS)

chapter$(2): $(BUILD)/chapter$(2) $(if $(filter $(1),$(without_data)),,have-data)
	@$$(call path,$$<) $(ARGS)

test$(2): $(BUILD)/chapter$(2) $(call tests,chapters/$(1)) have-data
	@sh tests/run.sh '$(BUILD)' $(call tests,chapters/$(1)) \
	    $(wildcard tests/chapters/$(1)/*.sh)

plots$(2): $(BUILD)/chapter$(2) $(if $(filter $(1),$(without_data)),,have-data)
	@sh docs/plots.sh $(1) $$(call path,$$<) '$(BUILD)/plots' docs/img

debug$(2):
	@command -v gdb >/dev/null || { echo 'make debug$(2) needs gdb' \
	    '(package gdb; sh setup.sh installs it)' >&2; exit 1; }
	@$(MAKE) --no-print-directory MODE=debug gdb$(2)

gdb$(2): $(BUILD)/chapter$(2) $(if $(filter $(1),$(without_data)),,have-data)
	@ASAN_OPTIONS=detect_leaks=0 gdb -q -x common/tensor_gdb.py \
	    $(if $(wildcard chapters/$(1)/debug.gdb),-x chapters/$(1)/debug.gdb) \
	    --args $$(call path,$$<) $(ARGS)
endef
$(foreach c,$(CHAPTERS),$(eval $(call CHAPTER,$(c),$(call number,$(c)))))
numbers := $(foreach c,$(CHAPTERS),$(call number,$(c)))

chapter_programs := $(numbers:%=$(BUILD)/chapter%)

chapters:
	@$(MAKE) $(parallel) $(chapter_programs) have-data
	@for n in $(numbers); do $(call path,$(BUILD))/chapter$$n || exit 1; done

# Tests. Each test_*.c is a program of its own, on Check.
$(call tests,common): %: %.o $(BUILD)/tests/support.o $(LIBRARY)
	$(call say,LD,$@)
	$(Q)$(link) $(CHECK_LIBS)
$(BUILD)/tests/%.o: OWN_FLAGS := $(CHECK_CFLAGS)
$(BUILD)/tests/%.o: | have-check

.PHONY: have-check
have-check:
	@test '$(HAVE_CHECK)' || { echo 'the tests need Check' \
	    '(package check; sh setup.sh installs it)' >&2; exit 1; }

TEST_PROGRAMS := $(call tests,common) \
	$(foreach c,$(CHAPTERS),$(call tests,chapters/$(c)))
TEST_SCRIPTS := $(wildcard tests/*/run.sh tests/common/*.sh \
	tests/chapters/*/*.sh)

test-common: $(call tests,common) $(chapter_programs)
	@sh tests/run.sh '$(BUILD)' $(call tests,common) \
	    $(wildcard tests/common/*.sh)

# A folder of tests may have targets of its own.
TOOLS :=
include $(wildcard tests/*/rules.mk)

test-build: $(TEST_PROGRAMS) $(chapter_programs) $(BUILD)/synthetic $(TOOLS) \
	have-data

# A script that reads no $BUILD says the same of every build: one runs it.
# Scripts are long; they begin, so that no core waits for the last of them.
ifneq ($(BUILD),$(OUT)/release-float)
TEST_SCRIPTS := $(filter-out $(shell grep -L BUILD tests/*/*.sh), \
	$(TEST_SCRIPTS))
endif
test-here:
	@$(MAKE) $(parallel) test-build
	@sh tests/run.sh '$(BUILD)' $(TEST_SCRIPTS) $(TEST_PROGRAMS)

# The tests in C alone; and those that expect something else of other digits.
test-programs:
	@$(MAKE) $(parallel) test-build
	@sh tests/run.sh '$(BUILD)' $(TEST_PROGRAMS)
test-digits:
	@$(MAKE) $(parallel) test-build
	@sh tests/run.sh '$(BUILD)' $(filter $(patsubst %.c,$(BUILD)/%, \
	    $(shell grep -lE 'Data: MNIST|not MNIST|NEEDS_MNIST' tests/*/*.sh \
	    tests/common/*.c tests/chapters/*/*.[cs]*)), \
	    $(TEST_SCRIPTS) $(TEST_PROGRAMS))

# Without a choice of REAL, both.
ifeq ($(origin REAL),file)
test:
	@$(MAKE) --no-print-directory test-here REAL=float
	@$(MAKE) --no-print-directory test-here REAL=double
else
test: test-here
endif

# Data: MNIST_DIR, or data/mnist, or the synthetic digits.
SYNTHETIC := $(call objects,data/synthetic.c data/strokes.c)
$(BUILD)/synthetic: $(SYNTHETIC) $(LIBRARY)
	$(call say,LD,$@)
	$(Q)$(link)

# A line that names MAKE itself would run under make -n, too, and fetch.
by_make = MAKEFLAGS= $(MAKE) --no-print-directory
data:
	@sh data/fetch.sh || { \
	    echo 'no MNIST from the network: making synthetic digits'; \
	    $(by_make) '$(BUILD)/synthetic' CC='$(CC)' CFLAGS='$(CFLAGS)' \
	        MODE='$(MODE)' REAL='$(REAL)' OUT='$(OUT)' && \
	    $(call path,$(BUILD)/synthetic) data/synthetic; }

# The synthetic digits come when they are wanted, and in one build with what
# wants them.
ifeq ($(MNIST_DIR)$(wildcard data/mnist/train-images-idx3-ubyte.gz \
	data/synthetic/t10k-labels-idx1-ubyte.gz),)
have-data: $(BUILD)/synthetic
endif
have-data:
	@test -n "$$MNIST_DIR" || test -e data/mnist/train-images-idx3-ubyte.gz || \
	    test -e data/synthetic/t10k-labels-idx1-ubyte.gz || \
	    $(MAKE) --no-print-directory data

# The book.
plots: $(numbers:%=plots%)

docs check-docs:
	@$(MAKE) $(parallel) $(chapter_programs) have-data
	@$(MAKE) $(parallel) MODE=debug sessions
	@sh docs/weave.sh $@ '$(BUILD)' '$(OUT)/sessions' $(CHAPTERS)

# Recorded gdb sessions, for the chapters that have a session.gdb.
SESSIONS := $(patsubst chapters/%/session.gdb,%, \
	$(wildcard chapters/*/session.gdb))
.PHONY: sessions
sessions: $(foreach c,$(SESSIONS),$(BUILD)/chapter$(call number,$(c)))
	@mkdir -p '$(OUT)/sessions'
	@for c in $(SESSIONS); do n=$${c%%_*}; sh docs/session.sh \
	    chapters/$$c/session.gdb $(call path,$(BUILD))/chapter$${n#0} \
	    > '$(OUT)/sessions/'$$c || exit 1; done

# For editors: one entry per source file.
compile_commands.json:
	@comma='['; for file in $(COMMON) $(wildcard data/*.c chapters/*/*.c \
	    tests/*.c tests/*/*.c tests/*/*/*.c); do \
		printf '%s\n{"directory": "%s", "file": "%s",\n "command": "%s"}' \
		    "$$comma" "$$PWD" "$$file" \
		    '$(CC) $(CPPFLAGS) $(FLAGS) -c '"$$file"; comma=','; \
	done > $@
	@printf '\n]\n' >> $@
	$(call say,GEN,$@)

clean:
	rm -rf '$(OUT)' compile_commands.json

-include $(wildcard $(BUILD)/*/*.d $(BUILD)/*/*/*.d $(BUILD)/*/*/*/*.d)
