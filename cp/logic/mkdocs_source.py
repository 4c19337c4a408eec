# SPDX-License-Identifier: Apache-2.0
"""What a handler can say, found in the C source: its message ids and its own lines, through all it calls."""

import re

FUNCTION = re.compile(r"^(?:static )?(?:[\w ]+?[ *])(\w+)\([^;{}]*?\)\n\{\n(.*?)^\}", re.MULTILINE | re.DOTALL)
NAME = re.compile(r"\b[A-Za-z_]\w*\b")
SAYS = re.compile(r"\bcmd_say\(\s*\w+,\s*((?:\"(?:[^\"\\]|\\.)*\"\s*)+)")
COMMENT = re.compile(r"/\*.*?\*/|//[^\n]*", re.DOTALL)
# Looks a word up in a table and calls what it finds: what that says is on its own page.
DISPATCHERS = {"cmd_execute", "cmd_query", "cmd_set", "cmd_define", "cmd_cp", "cmd_cpu", "cmd_for", "cmd_help"}


def expand(line):
	"""A format as a reader sees it: %-8s becomes an ellipsis, %% a percent sign."""
	line = re.sub(r"%[-0-9.*]*(?:ll|l|z)?[sudxXc]", "...", line.replace("%%", "\0"))
	return line.replace("\0", "%").replace('\\"', '"').rstrip()


class Source:
	"""The functions of some C files: for each what it names, the messages and the lines in it."""

	def __init__(self, paths):
		self.functions = {}
		for path in paths:
			text = COMMENT.sub(" ", path.read_text(encoding="utf-8"))
			for match in FUNCTION.finditer(text):
				# Static functions of one name in several files: the first in the same file wins.
				self.functions.setdefault((match[1], path), match[2])
		self.homes = {}
		for name, path in self.functions:
			self.homes.setdefault(name, []).append(path)

	def _home(self, name, path):
		homes = self.homes.get(name, [])
		return path if path in homes else homes[0] if len(homes) == 1 else None

	def says(self, handler):
		"""(set of message ids, lines) of a handler and all that it calls."""
		ids, lines, seen = set(), [], set()
		waiting = [(handler, home) for home in self.homes.get(handler, [])[:1]]
		while waiting:
			key = waiting.pop(0)
			if key in seen:
				continue
			seen.add(key)
			body = self.functions[key]
			lines += [expand("".join(re.findall(r'"((?:[^"\\]|\\.)*)"', m[1]))) for m in SAYS.finditer(body)]
			if key[0] in DISPATCHERS and key[0] != handler:
				continue
			for word in NAME.findall(re.sub(r'"(?:[^"\\]|\\.)*"', "", body)):
				if word.startswith("MSG_"):
					ids.add(word[4:])
				home = self._home(word, key[1])
				if home and word not in DISPATCHERS:
					waiting.append((word, home))
		return ids, [line for n, line in enumerate(lines) if re.search("[A-Za-z]", line) and line not in lines[:n]]
