#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the reference manual from the .def tables: mkdocs.py OUTPUT-FOLDER TABLE...

Each table's rows become one Markdown page. Rows are macro calls whose arguments are C strings,
characters, numbers and words; the macro's name says what the row is:

	MSG(id, module, number, severity, text, explanation, operator action)	-> messages.md
	DIR_MESSAGE(id, number, severity, text)					-> messages.md
	CMD(name, abbreviation, classes, flags, syntax, one line, handler)	-> commands.md
	DIAG(code, name, classes, text)						-> diagnoses.md
	STATEMENT(name, abbreviation, place, entries, function, syntax, one line) -> statements.md
	NOT_YET(name, abbreviation, place, entries, one line)			-> statements.md
	ABEND(code, meaning)							-> abends.md
"""
import re
import sys
from pathlib import Path

TOKEN = re.compile(r"""
	(?P<skip>/\*.*?\*/|//[^\n]*|\s+)
	|(?P<string>"(?:[^"\\]|\\.)*")
	|(?P<char>'(?:[^'\\]|\\.)')
	|(?P<word>[A-Za-z0-9_]+)
	|(?P<mark>.)
""", re.VERBOSE | re.DOTALL)

SEVERITY = {
	"A": "action now", "D": "decision", "E": "error", "I": "information", "R": "response",
	"S": "severe error", "T": "terminating error", "W": "warning",
}

PLACES = {
	"ENTRY": "begins an entry", "FIRST": "directly behind USER", "ONCE": "before the devices, once",
	"GENERAL": "before the devices", "DEVICE": "with the devices",
	"DEVICE_ONCE": "with the devices, once", "ANYWHERE": "anywhere",
}
ENTRIES = {
	"U": "users", "P": "profiles", "S": "subconfigurations", "G": "global definitions",
	"T": "the top of the file",
}


def tokens(path):
	"""Yields (kind, text, line) of a table, preprocessor lines and comments left out."""
	source = path.read_text(encoding="utf-8")
	source = re.sub(r"(?m)^#(?:.*\\\n)*.*$", "", source)
	line = 1
	for match in TOKEN.finditer(source):
		if match.lastgroup != "skip":
			yield match.lastgroup, match.group(), line
		line += match.group().count("\n")


def rows(path, macro):
	"""The rows of one macro: (line, arguments), neighbouring strings joined."""
	found, args, depth, last, wanted = [], None, 0, None, False
	for kind, text, line in tokens(path):
		if depth == 0:
			wanted = text == "(" and last == macro
			if text == "(":
				depth, args = 1, [""]
			last = text
		elif text == "(" and kind == "mark":
			depth += 1
			args[-1] += text
		elif text == ")" and kind == "mark":
			depth -= 1
			if depth:
				args[-1] += text
			elif wanted:
				found.append((line, args))
		elif text == "," and depth == 1:
			args.append("")
		elif kind in ("string", "char"):
			args[-1] += re.sub(r"\\(.)", lambda m: "\n" if m[1] == "n" else m[1], text[1:-1])
		else:
			args[-1] += text
	return found


def table_rows(tables, macro, columns):
	for path in tables:
		for line, args in rows(path, macro):
			if len(args) < columns:
				sys.exit(f"{path}:{line}: {macro} needs {columns} arguments, not {len(args)}")
			yield args


def shown(text):
	"""Arguments of a message in italics, what Markdown would take for itself protected."""
	text = re.sub(r"([\\`*_<>|\[\]#])", r"\\\1", text)
	return re.sub(r"&(?:(\d)|&)", lambda m: f"*arg{m[1]}*" if m[1] else "&", text)


def sentence(text):
	return text if text.endswith(".") else text + "."


def messages(tables):
	numbered, responses = [], []
	for _, module, number, severity, text, explanation, action in table_rows(tables, "MSG", 7):
		if int(number):
			numbered.append((int(number), module, severity, text, explanation, action))
		else:
			responses.append((text, explanation))
	page = ["# Messages", "",
		"A message is shown as HCP*mmmnnns* and its text: *mmm* tells which part of CP speaks, "
		"*nnn* is the number, which is also the return code of the command, and *s* is the "
		"severity: " + ", ".join(f"{c} {name}" for c, name in SEVERITY.items()) + ". "
		"SET EMSG and SET IMSG choose how much of it is shown; HELP *nnn* shows this page's "
		"entry at the console.", ""]
	for number, module, severity, text, explanation, action in sorted(numbered):
		page += [f"## HCP{module}{number:03}{severity} {shown(text)}", "",
			f"*Explanation:* {sentence(explanation)}", "",
			f"*Operator action:* {sentence(action)}", ""]
	page += ["# Responses", "", "These lines have no number and are always shown whole.", "",
		"| Response | Meaning |", "|---|---|"]
	page += [f"| {shown(text)} | {explanation} |" for text, explanation in responses]
	compiler = sorted(table_rows(tables, "DIR_MESSAGE", 4), key=lambda row: int(row[1]))
	if compiler:
		page += ["", "# Messages of the directory compiler", "",
			"Each comes with file, line and column, and says how to mend the statement.", "",
			"| Message | Text |", "|---|---|"]
	page += [f"| HCPDIR{int(number):03}{severity} | {shown(text)} |"
		for _, number, severity, text, *_ in compiler]
	return page if numbered or responses else None


def abbreviated(name, minimum):
	"""QUERY with minimum 1 -> Query, as syntax diagrams of the field show it."""
	count = int(minimum) or len(name) if minimum.isdigit() else len(minimum)
	return name[:count].upper() + name[count:].lower()


# Operands of these commands are tables of their own.
PREFIXES = {"query.def": "QUERY ", "set.def": "SET ", "define.def": "DEFINE "}


def who_may(classes, flags):
	if "CMD_BEFORE_LOGON" in flags:
		text = "any user, also before logon"
	elif "CMD_ANY" in flags:
		text = "any user"
	else:
		text = ", ".join(re.findall(r"CLASS_(\w)", classes))
	return text + (" (at a console only)" if "CMD_CONSOLE_ONLY" in flags else "")


def commands(tables):
	versions = {}
	for path in tables:
		prefix = PREFIXES.get(path.name, "")
		for name, minimum, classes, flags, syntax, line, *_ in table_rows([path], "CMD", 6):
			if "CMD_HIDDEN" not in flags:
				heading = shown(prefix + abbreviated(name, minimum))
				versions.setdefault(heading, []).append((classes, flags, syntax, line))
	page = ["# Commands", "",
		"Capitals are the shortest abbreviation. A command with several versions gives a user the "
		"first one that one of his privilege classes allows.", ""]
	for heading in sorted(versions, key=str.upper):
		page += [f"## {heading}", ""]
		for classes, flags, syntax, line in versions[heading]:
			page += [sentence(line[:1].upper() + line[1:]), "",
				f"Privilege class: {who_may(classes, flags)}", "",
				"```", syntax.strip("\n"), "```", ""]
	return page if versions else None


def diagnoses(tables):
	entries = sorted(table_rows(tables, "DIAG", 4))
	page = ["# DIAGNOSE codes", "",
		"Other codes, and forms of these that this system does not have, give a specification "
		"exception.", "", "| Code | Privilege class | Function |", "|---|---|---|"]
	page += [f"| X'{code}' | {', '.join(re.findall(r'CLASS_([A-Z0-9])', classes)) or 'any user'} | {shown(sentence(text[:1].upper() + text[1:]))} |"
		for code, _, classes, text, *_ in entries]
	return page if entries else None


def statements(tables):
	entries = sorted(table_rows(tables, "STATEMENT", 7))
	refused = sorted(table_rows(tables, "NOT_YET", 5))
	page = ["# Directory statements", "", "Capitals are the shortest abbreviation.", ""]
	for name, minimum, place, where, _, syntax, line, *_ in entries:
		where = ", ".join(ENTRIES.get(word.strip(), word) for word in where.split("|"))
		page += [f"## {abbreviated(name, minimum)}", "", sentence(line), "",
			f"Place: {PLACES.get(place, place)}. In: {where}.", "", "```", syntax.strip("\n"), "```", ""]
	if refused:
		page += ["## Not yet", "", "These are recognised, warned of, and have no effect.", "",
			"| Statement | For |", "|---|---|"]
	page += [f"| {abbreviated(row[0], row[1])} | {row[4]} |" for row in refused]
	return page if entries else None


def abends(tables):
	entries = sorted(table_rows(tables, "ABEND", 2))
	page = ["# Abend codes", "", "What CP says when it meets an error of its own.", "",
		"| Code | Meaning |", "|---|---|"]
	page += [f"| {code} | {shown(meaning)} |" for code, meaning, *_ in entries]
	return page if entries else None


def main():
	if len(sys.argv) < 3:
		sys.exit(__doc__)
	folder, tables = Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
	for make in (messages, commands, diagnoses, statements, abends):
		page = make(tables)
		if page:
			(folder / f"{make.__name__}.md").write_text("\n".join(page) + "\n", encoding="utf-8")


if __name__ == "__main__":
	main()
