# ---- The reference manual, made from the tables and what the commands' source says -----------------
DOC_FILES := $(wildcard cp/logic/msg.def cp/cmd/*.def cp/logic/directory/*.def cp/logic/sysconfig/*.def cp/virt/diag.def cp/mach/abend.def cms/*.def) \
	$(sort $(wildcard cp/cmd/*.c cp/logic/operand.c cp/logic/cmdtab.c))

$(B)/docs/README.md: cp/logic/mkdocs.py cp/logic/mkdocs_source.py $(DOC_FILES)
	@rm -rf $(@D) && mkdir -p $(@D)
	PYTHONDONTWRITEBYTECODE=1 $(PYTHON) cp/logic/mkdocs.py $(@D) $(DOC_FILES)

docs: $(B)/docs/README.md ## the reference manual, as Markdown, in build/docs
	@echo "$(B)/docs/README.md: $$(find $(B)/docs -name '*.md' | wc -l) pages"
.PHONY: docs
