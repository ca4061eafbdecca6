# Mutation: make mutants [MODULE=common/reduce.c] [MOST=n] [SEED=n] [QUICK=1].
# A copy of the tree makes each mistake and sees which test notices. Each
# chapter is passed on with the earlier ones that its tests link.
MOST ?= $(if $(QUICK),1,8)
SEED ?= 1
.PHONY: mutants
mutants: have-data
	@CC='$(CC)' QUICK='$(QUICK)' MOST='$(MOST)' SEED='$(SEED)' \
	    sh tests/mutants/all.sh '$(OUT)/mutants' '$(MODULE)' \
	    $(foreach c,$(CHAPTERS),'$(c) $(uses_$(c))')
