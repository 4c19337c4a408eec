# SPDX-License-Identifier: Apache-2.0
"""REXX programs of chance: expressions of numbers, strings and words, the same for the same seed."""

NUMBERS = ("0", "1", "(-1)", "7", "12", "(-35)", "0.5", "3.14159", "1e3", "(-2.5E-3)", "99999", "123456789", "1e9", "0.001")
TEXTS = ("'abc'", "'The quick brown fox'", "''", "'  padded  '", "'a,b,,c'", "'12'", "'AbC dEf'", "'x'", "'foo bar foo'")


def number(chance, depth=2):
    """An expression with a number as its value."""
    if depth == 0 or chance.random() < 0.2:
        return f"({chance.choice(NUMBERS)})"
    left, right = number(chance, depth - 1), number(chance, depth - 1)
    kind = chance.randrange(8)
    if kind < 3:
        return f"({left} {'+-*'[kind]} {right})"
    if kind < 5:  # by no zero: regina divides for ever when an integer division is by a computed one
        return f"({left} {'/%'[kind - 3]} {chance.choice(NUMBERS[1:])})"
    small = chance.randrange(1, 6)
    return (f"({left} ** {small})", f"max({left},{right})", f"abs({left})")[kind - 5]


def text(chance, depth=2):
    """An expression with a string as its value."""
    if depth == 0 or chance.random() < 0.2:
        return chance.choice(TEXTS)
    one, two, count = text(chance, depth - 1), text(chance, depth - 1), chance.randrange(1, 9)
    forms = (f"left({one},{count},'.')", f"right({one},{count},'.')", f"substr({one},{count},{count},'-')",
             f"reverse({one})", f"strip({one})", f"space({one},{count % 3},'_')", f"translate({one})",
             f"center({one},{count + 3},'=')", f"insert({one},{two},{count},0,'+')", f"overlay({one},{two},{count})",
             f"delstr({one},{count})", f"delword({one},{count},1)", f"subword({one},{count % 3 + 1},2)",
             f"word({one},{count % 4 + 1})", f"copies({one},{count % 3})", f"({one} || {two})", f"c2x({one})",
             f"changestr('o',{one},{two})", f"compare({one},{two})", f"pos({one},{two}' ')", f"words({one})",
             f"length({one})", f"wordpos('fox',{one})", f"verify({one},'abc ')", f"datatype({one})", f"lastpos('b',{one})")
    return chance.choice(forms)


def program(chance):
    """A program that says a dozen values; errors are values, too."""
    lines = ["/* by chance */", f"numeric digits {chance.choice((3, 9, 12, 20))}", "signal on syntax name e0"]
    for i in range(12):
        value = number(chance) if i % 2 else text(chance, 3)
        lines += [f"say {i} '<' || {value} || '>'", f"e{i}: if rc\\=='RC' then say {i} 'error' rc; rc='RC'",
                  f"signal on syntax name e{i + 1}"]
    return "\n".join([*lines, "e12: if rc\\=='RC' then say 'last' rc", "exit", ""])
