"""Reads w1.model into trees that any language can be printed from.

It knows as much of the model language as the workload uses, and refuses the rest. A tree is a tuple:
('number', '0.3'), ('name', 'fx'), ('lag', 'cash', 1), ('first',) for `quarter == 1`, and
('+' '-' '*' '/' '>' 'min' 'max', a, b), ('if', condition, a, b).
"""

import re
from dataclasses import dataclass, field

OUTPUTS = ("sum_net_profit", "eps_ltm", "sum_fcf")
CHECKSUM = 352766550.81181  # of output 0 over the rows below
CHECKSUM_ROWS = 16384

TOKEN = re.compile(r"\s*(?:(\d+\.?\d*)|([a-z]\w*)|(==|[-+*/>(),\[\]]))")
TIGHTNESS = {">": 1, "==": 1, "+": 2, "-": 2, "*": 3, "/": 3}


class Formula:
    """One formula, by precedence climbing."""

    def __init__(self, text):
        self.tokens, end = [], 0
        while end < len(text.rstrip()):
            match = TOKEN.match(text, end)
            if not match:
                raise SyntaxError(f"cannot read {text[end:]!r} in {text!r}")
            self.tokens.append(match[0].strip())
            end = match.end()
        self.tokens.append("end")

    def take(self, expected=None):
        token = self.tokens.pop(0)
        if expected and token != expected:
            raise SyntaxError(f"{token!r} where {expected!r} should stand")
        return token

    def whole(self):
        tree = self.expression()
        self.take("end")
        return tree

    def expression(self):
        if self.tokens[0] != "if":
            return self.binary(1)
        self.take("if")
        condition = self.binary(1)
        self.take("then")
        yes = self.expression()
        self.take("else")
        return ("if", condition, yes, self.expression())

    def binary(self, tightness):
        left = self.primary()
        while TIGHTNESS.get(self.tokens[0], 0) >= tightness:
            operator = self.take()
            left = (operator, left, self.binary(TIGHTNESS[operator] + 1))
            if left == ("==", ("name", "quarter"), ("number", "1")):
                left = ("first",)
        return left

    def primary(self):
        token = self.take()
        if token == "(":
            tree = self.expression()
            self.take(")")
            return tree
        if token == "-" or token[0].isdigit():
            return ("number", token if token != "-" else "-" + self.take())
        if token in ("min", "max"):
            self.take("(")
            left = self.expression()
            self.take(",")
            right = self.expression()
            self.take(")")
            return (token, left, right)
        if self.tokens[0] != "[":
            return ("name", token)
        self.take("["), self.take("-")
        lag = int(self.take())
        self.take("]")
        return ("lag", token, lag)


def nodes(tree):
    yield tree
    for part in tree[1:]:
        if isinstance(part, tuple):
            yield from nodes(part)


@dataclass
class Workload:
    quarters: int = 0
    drivers: dict = field(default_factory=dict)  # name: (low, high)
    seasons: dict = field(default_factory=dict)  # name: by quarter of the year
    formulas: dict = field(default_factory=dict)  # name: tree; each reads only those above it
    before: dict = field(default_factory=dict)  # name: what it was before the first quarter, a tree

    def lags(self):
        """By series that is read later: how many quarters later at most."""
        reach = {}
        for tree in self.formulas.values():
            for node in nodes(tree):
                if node[0] == "lag":
                    reach[node[1]] = max(reach.get(node[1], 0), node[2])
        return reach


def check(workload):
    """Every name is known where it is read, so that one pass from top to bottom computes it all."""
    known = set(workload.drivers) | set(workload.seasons)
    for name, tree in workload.formulas.items():
        for node in nodes(tree):
            if node[0] == "name" and node[1] not in known:
                raise ValueError(f"{name} reads {node[1]} before it is there")
        known.add(name)
    for name in workload.lags():
        if name not in workload.before:
            raise ValueError(f"{name} needs a value before the first quarter")
    return workload


def read(path):
    workload, name = Workload(), None
    for line in open(path, encoding="utf-8"):
        words = line.split("#")[0].rstrip()
        if match := re.match(r"horizon (\d+)Q1\.\.(\d+)Q4$", words):
            workload.quarters = 4 * (int(match[2]) - int(match[1]) + 1)
        elif match := re.match(r"(?:driver|flow|stock|price|ratio)\s+(\w+) : 1", words):
            name = match[1]
            if " by quarter of year = " in words:
                workload.seasons[name] = [float(x) for x in re.findall(r"Q\d ([\d.]+)", words)]
        elif match := re.match(r"  range (\S+) to (\S+)", words):
            workload.drivers[name] = (float(match[1]), float(match[2]))
        elif match := re.match(r"  before = (.*)", words):
            workload.before[name] = Formula(match[1]).whole()
        elif match := re.match(r"  = (.*)", words):
            workload.formulas[name] = Formula(match[1]).whole()
        elif words and not re.match(r"model |calendar |section |  basis ", words):
            raise SyntaxError(f"the workload does not use {words!r}")
    return check(workload)


def point(workload, row):
    """The drivers of a row, by splitmix64 of its numbers: the same in every language."""
    values, mask = [], (1 << 64) - 1
    for i, (low, high) in enumerate(workload.drivers.values()):
        z = (row * len(workload.drivers) + i + 1) * 0x9E3779B97F4A7C15 & mask
        z = (z ^ z >> 30) * 0xBF58476D1CE4E5B9 & mask
        z = (z ^ z >> 27) * 0x94D049BB133111EB & mask
        values.append(low + (high - low) * (((z ^ z >> 31) >> 11) / (1 << 53)))
    return values
