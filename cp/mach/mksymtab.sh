#!/bin/sh
# mksymtab.sh CP0.ELF OUT.S: the table of function addresses and names that abend messages are made readable with.
{
	echo '	.globl symtab, symtab_end'
	echo '	.section .note.GNU-stack,"",@progbits'
	echo '	.section .symtab_cp,"a"'
	echo '	.balign 8'
	echo 'symtab:'
	"${CROSS}nm" -n "$1" | awk '$2 ~ /^[tT]$/ && $3 !~ /^(\.|sie_)/ && $3 != "_text" && $3 != "_etext" {
		n++; printf "\t.quad 0x%s, .Ln%d\n", $1, n; name[n] = $3 }
		END { print "symtab_end:"; for (i = 1; i <= n; i++) printf ".Ln%d:\t.asciz \"%s\"\n", i, name[i] }'
} >"$2"
