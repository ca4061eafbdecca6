# Security: make secure. rename puts hostile names into an archive.
SECURE := $(BUILD)/tests/secure
TOOLS += $(SECURE)/rename
SECURE_SCRIPTS := $(wildcard tests/secure/*.sh)
TEST_SCRIPTS += $(filter-out $(TEST_SCRIPTS),$(SECURE_SCRIPTS))

$(SECURE)/rename: $(SECURE)/rename.o
	$(call say,LD,$@)
	$(Q)$(link)

.PHONY: secure
secure: $(chapter_programs) $(BUILD)/synthetic $(SECURE)/rename have-data
	@sh tests/run.sh '$(BUILD)' $(SECURE_SCRIPTS)
