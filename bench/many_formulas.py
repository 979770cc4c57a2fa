#!/usr/bin/env python3
"""Writes a model of N formulas over 20 quarters: does time to compile grow faster than the model?

    bench/many_formulas.py 10000 > many.model

Businesses of a hundred formulas and ten drivers each, as of a group that plans every one of its
subsidiaries: a formula reads two or three others of its business, a driver, and what it was itself
a quarter before. A sum over some fifty of the businesses stands for the group's. Every run writes
the same text.
"""

import sys

FORMULAS = 100  # of a business
DRIVERS = 10


def business(name, formulas):
    for driver in range(DRIVERS):
        rates = f"{(driver * 7) % 20 + 1}% in ..FY2024, {driver + 2}% from FY2025"
        yield f"driver {name}.rate_{driver} : % = {rates}"
        yield f'  range base * 0.5 to base * 1.5  basis judgement "plan {driver}"'
    yield f"flow {name}.line_0 : JPY mn"
    yield "  before = 100 JPY mn"
    yield f"  = {name}.line_0[-1] * (1 + {name}.rate_0)"
    for line in range(1, formulas):
        first = line - 1
        second = (line * 31) % line
        third = (line * 17 + 5) % line
        rate, other = (f"{name}.rate_{(line + step) % DRIVERS}" for step in (0, 3))
        itself = f"{name}.line_{line}[-1]"
        yield f"flow {name}.line_{line} : JPY mn"
        yield f"  before = {100 + line} JPY mn"
        if line % 3 == 0:
            yield f"  = ({name}.line_{first} + {name}.line_{third}) * {rate} + {other} * {itself}"
        elif line % 3 == 1:
            yield f"  = max({name}.line_{first} * {rate}, {itself} * (1 - {other}))"
        else:
            yield (
                f"  = {name}.line_{first} * (1 - {rate}) - {name}.line_{second} * {other}"
                f" + {name}.line_{third} * {rate} + {itself} * {other}"
            )


def model(count):
    yield f'model many "A model of {count} formulas"'
    yield "calendar quarterly, fiscal year starts april"
    yield "horizon 2023Q1..2027Q4"
    yield "unit JPY mn = 1000000 JPY"
    middles = []
    for begin in range(0, count, FORMULAS):
        formulas = min(FORMULAS, count - begin)
        name = f"b{begin // FORMULAS}"
        yield from business(name, formulas)
        middles.append(f"{name}.line_{formulas // 2}")
    yield "flow total : JPY mn"
    yield "  = " + " + ".join(middles[:: max(1, len(middles) // 50)])


def main():
    if len(sys.argv) != 2 or not sys.argv[1].isdigit() or int(sys.argv[1]) < 1:
        sys.exit(f"usage: many_formulas.py N > FILE, with N at least 1")
    print("\n".join(model(int(sys.argv[1]))))


if __name__ == "__main__":
    main()
