"""How trees of the workload are written in a language, and the program that any of them makes."""

from dataclasses import dataclass
from typing import Callable

from workload import OUTPUTS


@dataclass
class Notation:
    """How a language writes the nodes of a tree."""

    name: Callable = str
    lag: Callable = "{0}_{1}".format
    season: Callable = str
    number: Callable = str
    first: str = "first"
    binary: Callable = "({1} {0} {2})".format  # + - * / >
    least: Callable = "min({0}, {1})".format
    most: Callable = "max({0}, {1})".format
    choose: Callable = "({0} ? {1} : {2})".format
    choose_first: Callable = None  # by the calendar alone, where it is written another way

    def text(self, tree, seasons):
        kind = tree[0]
        if kind == "number":
            return self.number(tree[1])
        if kind == "name":
            return self.season(tree[1]) if tree[1] in seasons else self.name(tree[1])
        if kind == "lag":
            return self.lag(tree[1], tree[2])
        if kind == "first":
            return self.first
        parts = [self.text(part, seasons) for part in tree[1:]]
        if kind == "if":
            by_calendar = self.choose_first and tree[1] == ("first",)
            return (self.choose_first if by_calendar else self.choose)(*parts)
        if kind in ("min", "max"):
            return (self.least if kind == "min" else self.most)(*parts)
        return self.binary(kind, *parts)


@dataclass
class Straight:
    """The parts of a program that goes from quarter to quarter and remembers a few."""

    before: list  # (variable, text): what is remembered when the first quarter starts
    quarter: list  # (variable, text)
    shift: list  # (variable, variable): oldest first


def straight(workload, notation):
    def text(tree):
        return notation.text(tree, workload.seasons)

    parts = Straight([], [], [])
    remembered = dict.fromkeys(OUTPUTS, 1) | workload.lags()
    for name, reach in remembered.items():
        for lag in range(reach, 0, -1):
            parts.before.append((f"{name}_{lag}", text(workload.before.get(name, ("number", "0")))))
            parts.shift.append((f"{name}_{lag}", f"{name}_{lag - 1}" if lag > 1 else name))
    parts.quarter = [(name, text(tree)) for name, tree in workload.formulas.items()]
    return parts


def numbers(values):
    return ", ".join(repr(float(value)) for value in values)


def seasons_in(workload, form):
    return [form.format(name, numbers(values)) for name, values in workload.seasons.items()]


def lines(indent, items, form):
    return "\n".join(" " * indent + form.format(*item) for item in items)
