# ---- The reference manual, made from the tables ------------------------------------------------------
DOC_TABLES := $(wildcard cp/logic/msg.def cp/cmd/*.def cp/logic/directory/*.def cp/virt/diag.def \
	cp/mach/abend.def)

$(B)/docs/.made: cp/logic/mkdocs.py $(DOC_TABLES)
	@mkdir -p $(@D)
	$(PYTHON) cp/logic/mkdocs.py $(@D) $(DOC_TABLES)
	@touch $@

docs: $(B)/docs/.made ## the reference manual, as Markdown, in build/docs
	@ls $(B)/docs
.PHONY: docs
