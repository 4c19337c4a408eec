#!/usr/bin/python3
# SPDX-License-Identifier: Apache-2.0
"""Makes the reference manual: mkdocs.py OUTPUT-FOLDER FILE...

Files are .def tables and C sources. Rows of tables are macro calls whose arguments are C strings, characters, numbers
and words; the macro's name says what the row is, and each row becomes one Markdown page:

	MSG(id, module, number, severity, text, explanation, operator action)	-> messages/HCPmmmnnns.md
	DIR_MESSAGE(id, number, severity, text)					-> messages/HCPDIRnnns.md
	CMD(name, abbreviation, classes, flags, syntax, one line, handler)	-> commands/name.md
	PAGE(name, text)							more of that page
	DIAG(code, name, classes, text)						-> diagnoses/code.md
	STATEMENT(name, abbreviation, place, entries, function, syntax, one line) -> statements/name.md
	NOT_YET(name, abbreviation, place, entries, one line)			-> statements/name.md
	OPTION(name, abbreviation)						more of the page of OPTION
	CONFIG(name, abbreviation, function, syntax, one line)			-> configuration/name.md
	ABEND(code, meaning)							-> abends.md
	CMS_CMD(name, abbreviation, module, handler, syntax, one line)		-> cms-commands/name.md
	CMS_MSG(id, module, number, severity, rc, text, explanation)		-> cms-messages/DMSmmmnnns.md

The C sources say which messages and lines a command's handler can answer. README.md is the table of contents.
"""
import re
import sys
from pathlib import Path

from mkdocs_source import Source

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

TITLES = {"cms-commands": "Commands of CMS", "cms-messages": "Messages of CMS"}

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


def file_name(name):
	"""QUERY NAMES -> QUERY-NAMES.md"""
	return re.sub(r"[^A-Za-z0-9]+", "-", name.replace("*", "comment")).strip("-") + ".md"


def abbreviated(name, minimum):
	"""QUERY with minimum 1 -> Query, as syntax diagrams of the field show it."""
	count = int(minimum) or len(name) if minimum.isdigit() else len(minimum)
	return name[:count].upper() + name[count:].lower()


class Manual:
	"""The pages, by their file's name, and what the table of contents says of each."""

	def __init__(self, tables, source):
		self.tables, self.source = tables, source
		self.pages = {}
		self.contents = {}  # kind -> [(title, file, what it is)]
		self.codes = {}  # message id -> (code, text), code "" for a response
		self.givers = {}  # message id -> [(title, file)] of commands

	def add(self, kind, file, title, line, page):
		self.pages.setdefault(f"{kind}/{file}", []).extend([*page, ""])
		rows = self.contents.setdefault(kind, [])
		if (title, file) not in [row[:2] for row in rows]:
			rows.append((title, file, line))

	# ---- Commands ----

	def commands(self):
		texts = {name: text for name, text, *_ in table_rows(self.tables, "PAGE", 2)}
		versions = {}
		for path in self.tables:
			prefix = PREFIXES.get(path.name, "")
			for row in table_rows([path], "CMD", 7):
				if "CMD_HIDDEN" not in row[3]:
					versions.setdefault((prefix + row[0], prefix, row[1]), []).append(row)
		for name in set(texts) - {key[0] for key in versions}:
			sys.exit(f"pages.def: there is no command {name}")
		for (name, prefix, minimum), rows in sorted(versions.items()):
			title = prefix + abbreviated(name[len(prefix) :], minimum)
			page = [f"# {shown(title)}", "", "Capitals are the shortest abbreviation."]
			if len(rows) > 1:
				page += ["A user gets the first version that one of his privilege classes allows."]
			for _, _, classes, flags, syntax, line, *_ in rows:
				page += ["", sentence(line[:1].upper() + line[1:]), "",
					f"Privilege class: {who_may(classes, flags)}", "", "```", syntax.strip("\n"), "```"]
			for text in texts.get(name, "").split("\n"):
				page += ["", shown(text)] if text else []
			page += self.answers(title, file_name(name), {row[6] for row in rows})
			self.add("commands", file_name(name), title, rows[0][5], page)

	def answers(self, title, file, handlers):
		"""Responses and messages of a command."""
		ids, lines = set(), []
		for handler in sorted(handlers):
			found = self.source.says(handler)
			ids |= found[0]
			lines += [line for line in found[1] if line not in lines]
		known = sorted((self.codes[one][0], one) for one in ids if one in self.codes)
		page = []
		responses = [self.codes[one][1] for code, one in known if not code] + lines
		if responses:
			page += ["", "## Responses", "", "```", *[re.sub(r"&\d", "...", line) for line in responses], "```"]
		if any(code for code, _ in known):
			page += ["", "## Messages", ""]
		for code, one in known:
			if code:
				page += [f"- [{code}](../messages/{code}.md) {shown(self.codes[one][1])}"]
				self.givers.setdefault(one, []).append((title, file))
		return page

	# ---- Messages ----

	def message_codes(self):
		for one, module, number, severity, text, *_ in table_rows(self.tables, "MSG", 7):
			self.codes[one] = (f"HCP{module}{int(number):03}{severity}" if int(number) else "", text)

	def messages(self):
		responses = []
		for one, _, _, _, text, explanation, action in table_rows(self.tables, "MSG", 7):
			code = self.codes[one][0]
			if not code:
				responses.append(f"| {shown(text)} | {shown(explanation)} |")
				continue
			page = [f"# {code} {shown(text)}", "", f"*Explanation:* {shown(sentence(explanation))}", "",
				f"*Operator action:* {shown(sentence(action))}"]
			givers = sorted(set(self.givers.get(one, [])))
			if givers:
				page += ["", "*Commands:* " + ", ".join(f"[{shown(t)}](../commands/{f})" for t, f in givers)]
			self.add("messages", f"{code}.md", code, text, page)
		for _, number, severity, text, *_ in table_rows(self.tables, "DIR_MESSAGE", 4):
			code = f"HCPDIR{int(number):03}{severity}"
			self.add("messages", f"{code}.md", code, text, [f"# {code} {shown(text)}", "",
				"A message of the directory compiler. It comes with file, line and column, and says how to "
				"mend the statement."])
		if responses:
			self.add("messages", "responses.md", "responses", "lines without a number", ["# Responses", "",
				"These lines have no number and are always shown whole.", "", "| Response | Meaning |",
				"|---|---|", *responses])

	# ---- The others ----

	def diagnoses(self):
		for code, _, classes, text, *_ in sorted(table_rows(self.tables, "DIAG", 4)):
			who = ", ".join(re.findall(r"CLASS_([A-Z0-9])", classes)) or "any user"
			self.add("diagnoses", f"{code}.md", f"X'{code}'", text, [f"# DIAGNOSE X'{code}'", "",
				shown(sentence(text[:1].upper() + text[1:])), "", f"Privilege class: {who}", "",
				"Codes that this system does not have, and forms of this one that it does not have, give a "
				"specification exception."])

	def statements(self):
		options = [abbreviated(row[0], row[1]) for row in table_rows(self.tables, "OPTION", 2)]
		for name, minimum, place, where, _, syntax, line, *_ in sorted(table_rows(self.tables, "STATEMENT", 7)):
			where = ", ".join(ENTRIES.get(word.strip(), word) for word in where.split("|"))
			title = abbreviated(name, minimum)
			page = [f"# {title}", "", "A statement of USER DIRECT. Capitals are the shortest abbreviation.", "",
				shown(sentence(line)), "", f"Place: {PLACES.get(place, place)}. In: {where}.", "", "```",
				syntax.strip("\n"), "```"]
			if name == "OPTION":
				page += ["", "Options: " + ", ".join(options) + "."]
			self.add("statements", file_name(name), title, line, page)
		for name, minimum, _, _, line, *_ in sorted(table_rows(self.tables, "NOT_YET", 5)):
			title = abbreviated(name, minimum)
			self.add("statements", file_name(name), title, f"{line}: not supported yet", [f"# {title}", "",
				shown(sentence(line)), "", "Not supported yet: the statement is recognised, warned of, and has "
				"no effect."])

	def configuration(self):
		unused = [abbreviated(row[0], row[1]) for row in table_rows(self.tables, "CONFIG_UNUSED", 2)]
		for name, minimum, _, syntax, line, *_ in sorted(table_rows(self.tables, "CONFIG", 5)):
			title = abbreviated(name, minimum)
			self.add("configuration", file_name(name), title, line, [f"# {shown(title)}", "",
				"A statement of SYSTEM CONFIG. Capitals are the shortest abbreviation.", "",
				shown(sentence(line[:1].upper() + line[1:])), "", "```", syntax.strip("\n"), "```"])
		if unused:
			self.add("configuration", "unused.md", "other statements", "what says nothing to this system", [
				"# Other statements", "", "These statements of z/VM's SYSTEM CONFIG have no counterpart here. They "
				"are told as warnings and have no effect: " + ", ".join(shown(name) for name in unused) + "."])

	def abends(self):
		rows = [f"| {code} | {shown(meaning)} |" for code, meaning, *_ in sorted(table_rows(self.tables, "ABEND", 2))]
		if rows:
			self.pages["abends.md"] = ["# Abend codes", "", "What CP says when it meets an error of its own.", "",
				"| Code | Meaning |", "|---|---|", *rows]

	# ---- CMS ----

	def cms(self):
		for name, minimum, module, _, syntax, line, *_ in sorted(table_rows(self.tables, "CMS_CMD", 6)):
			title = abbreviated(name, minimum)
			self.add("cms-commands", file_name(name), title, line, [f"# {title}", "",
				"A command of CMS. Capitals are the shortest abbreviation.", "", shown(sentence(line)), "", "```",
				syntax, "```", "", f"Its messages are shown as DMS{module}*nnns*."])
		for _, module, number, severity, rc, text, explanation, *_ in table_rows(self.tables, "CMS_MSG", 7):
			code = f"DMS{module or 'xxx'}{int(number):03}{severity}"
			page = [f"# {code} {shown(text)}", "", f"*Explanation:* {shown(sentence(explanation))}"]
			if int(rc):
				page += ["", f"*Return code:* {rc}"]
			self.add("cms-messages", f"{code}.md", code, text, page)

	def table_of_contents(self):
		page = ["# Reference", ""]
		page += ["HELP shows the same at the console. A message is shown as HCP*mmmnnns* and its text: *mmm* tells "
			"which part of CP speaks, *nnn* is the number, which is also the return code of the command, and *s* "
			"is the severity: " + ", ".join(f"{c} {name}" for c, name in SEVERITY.items()) + ". SET EMSG and SET "
			"IMSG choose how much of it is shown. Those of CMS are DMS*xxxnnns*; *xxx* is the command that speaks.", ""]
		for kind, rows in self.contents.items():
			page += [f"## {TITLES.get(kind, kind.capitalize())}", ""]
			page += [f"- [{shown(title)}]({kind}/{file}) {shown(line)}" for title, file, line in rows]
			page += [""]
		if "abends.md" in self.pages:
			page += ["## [Abend codes](abends.md)", ""]
		self.pages["README.md"] = page

	def make(self):
		self.message_codes()
		for part in (self.commands, self.statements, self.configuration, self.diagnoses, self.messages, self.abends,
				self.cms):
			part()
		self.table_of_contents()
		return self.pages


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


def main():
	if len(sys.argv) < 3:
		sys.exit(__doc__)
	folder, files = Path(sys.argv[1]), [Path(name) for name in sys.argv[2:]]
	tables = [path for path in files if path.suffix == ".def"]
	source = Source([path for path in files if path.suffix == ".c"])
	for name, page in Manual(tables, source).make().items():
		(folder / name).parent.mkdir(parents=True, exist_ok=True)
		(folder / name).write_text("\n".join(page).rstrip("\n") + "\n", encoding="utf-8")


if __name__ == "__main__":
	main()
