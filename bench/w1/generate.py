"""Writes the workload as C++: the yardsticks of bench/w1.cpp.

  generate.py MODEL FOLDER LOOP...   the scalar loop, the table, and a file for each fused loop;
                                     a LOOP is fused_WIDTH or fused_WIDTH_WORD
"""

import pathlib
import sys
from dataclasses import replace

import workload as source
from notation import Notation, lines, seasons_in, straight


def hoisted(workload):
    """The workload with what is the same in every quarter as (name, tree) before the loop."""
    constant = set(workload.drivers)
    constants, named = [], {}

    def is_constant(tree):
        if tree[0] == "name":
            return tree[1] in constant
        return tree[0] not in ("lag", "first") and all(
            is_constant(part) for part in tree[1:] if isinstance(part, tuple))

    def hoist(tree):
        if tree[0] in ("number", "name", "lag", "first"):
            return tree
        if not is_constant(tree):
            return (tree[0], *map(hoist, tree[1:]))
        if tree not in named:
            named[tree] = f"same_{len(named)}"
            constants.append((named[tree], tree))
        return ("name", named[tree])

    formulas = {}
    for name, tree in workload.formulas.items():
        if is_constant(tree):
            constant.add(name)
            constants.append((name, tree))
        else:
            formulas[name] = hoist(tree)
    return constants, replace(workload, formulas=formulas)


CPP = Notation(season="{0}[quarter]".format)

FUSED = """// Written by generate.py: {width} rows side by side, all that is remembered in variables.
#include <cstddef>
#include <cstring>

namespace headwater::w1 {{
namespace {{

using Lanes = double __attribute__((vector_size({bytes})));
constexpr std::size_t width = {width};

Lanes all(double value) {{ return Lanes{{}} + value; }}
Lanes min(Lanes a, Lanes b) {{ return a < b ? a : b; }}
Lanes max(Lanes a, Lanes b) {{ return a > b ? a : b; }}
Lanes load(const double* from) {{
  Lanes lanes;
  std::memcpy(&lanes, from, sizeof(Lanes));
  return lanes;
}}
void store(Lanes lanes, double* to) {{ std::memcpy(to, &lanes, sizeof(Lanes)); }}

void run(const double* point, double* value, std::size_t stride) {{
{drivers}
{constants}
{before}
  for (int year = 0; year < {years}; ++year) {{
{quarters}
  }}
{outputs}
}}

}}  // namespace

void {loop}(const double* points, double* values, std::size_t rows) {{
  for (std::size_t row = 0; row < rows; row += width) run(points + row, values + row, rows);
}}

}}  // namespace headwater::w1
"""


def width_of(loop):
    return int(loop.split("_")[1])


def fused(workload, loop):
    constants, rest = hoisted(workload)
    notation = replace(CPP, number="all({0})".format)

    def quarter(index):
        calendar = replace(
            notation,
            season=lambda name: f"all({workload.seasons[name][index]!r})",
            choose_first=lambda _, yes, no: yes if index == 0 else no)
        parts = straight(rest, calendar)
        return "\n".join(["    {", lines(6, parts.quarter, "const Lanes {0} = {1};"),
                          lines(6, parts.shift, "{0} = {1};"), "    }"])

    return FUSED.format(
        loop=loop, width=width_of(loop), bytes=8 * width_of(loop), years=workload.quarters // 4,
        drivers=lines(2, ((name, i) for i, name in enumerate(workload.drivers)),
                      "const Lanes {0} = load(point + {1} * stride);"),
        constants=lines(2, [(name, notation.text(tree, {})) for name, tree in constants],
                        "const Lanes {0} = {1};"),
        before=lines(2, straight(rest, notation).before, "Lanes {0} = {1};"),
        quarters="\n".join(map(quarter, range(4))),
        outputs=lines(2, ((name, i) for i, name in enumerate(source.OUTPUTS)),
                      "store({0}_1, value + {1} * stride);"))


SCALAR = """// Written by generate.py: one row after the other, formula by formula.
#include <algorithm>
#include <cstddef>

#include "bench/w1/loops.hpp"

namespace headwater::w1 {{
namespace {{

using std::max;
using std::min;

void run(const double* point, double* value, std::size_t stride) {{
{seasons}
{drivers}
{before}
  for (int period = 0; period < {quarters}; ++period) {{
    const int quarter = period % 4;
    const bool first = quarter == 0;
{body}
{shift}
  }}
{outputs}
}}

}}  // namespace

void scalar(const double* points, double* values, std::size_t rows) {{
  for (std::size_t row = 0; row < rows; ++row) run(points + row, values + row, rows);
}}

}}  // namespace headwater::w1
"""

TABLE = """// Written by generate.py: what is drawn, what is shown, and which loops there are.
#include "bench/w1/loops.hpp"

namespace headwater::w1 {{

{declared}

std::vector<Driver> drivers() {{
  return {{
{drivers}
  }};
}}

std::vector<std::string> outputs() {{ return {{{outputs}}}; }}

std::vector<Loop> fused_loops() {{
  std::vector<Loop> loops;
{loops}
  return loops;
}}

}}  // namespace headwater::w1
"""

# What a processor must have for the loop of a width: that of x86-64-v4, v3, and any.
NEEDS = {
    8: "__builtin_cpu_supports(\"avx512vl\") && __builtin_cpu_supports(\"avx512dq\")",
    4: "__builtin_cpu_supports(\"avx2\") && __builtin_cpu_supports(\"fma\")",
    2: "true",
}


def scalar(workload):
    parts = straight(workload, replace(CPP, number=lambda text: repr(float(text))))
    return SCALAR.format(
        quarters=workload.quarters,
        seasons="\n".join(seasons_in(workload, "  static constexpr double {0}[] = {{{1}}};")),
        drivers=lines(2, ((name, i) for i, name in enumerate(workload.drivers)),
                      "const double {0} = point[{1} * stride];"),
        before=lines(2, parts.before, "double {0} = {1};"),
        body=lines(4, parts.quarter, "const double {0} = {1};"),
        shift=lines(4, parts.shift, "{0} = {1};"),
        outputs=lines(2, ((name, i) for i, name in enumerate(source.OUTPUTS)),
                      "value[{1} * stride] = {0}_1;"))


def table(workload, loops):
    widest_first = sorted(loops, key=width_of, reverse=True)
    return TABLE.format(
        declared=lines(0, ((loop,) for loop in loops),
                       "void {0}(const double* points, double* values, std::size_t rows);"),
        drivers=lines(6, ((name, *span) for name, span in workload.drivers.items()),
                      '{{"{0}", {1!r}, {2!r}}},'),
        outputs=", ".join(f'"{name}"' for name in source.OUTPUTS),
        loops=lines(2, ((NEEDS[width_of(loop)], loop) for loop in widest_first),
                    'if ({0}) loops.push_back({{"{1}", {1}}});'))


def write(path, text):
    path.write_text(text, encoding="utf-8")


def main(model, folder, *loops):
    workload, folder = source.read(model), pathlib.Path(folder)
    for loop in loops:
        write(folder / f"{loop}.cpp", fused(workload, loop))
    write(folder / "scalar.cpp", scalar(workload))
    write(folder / "table.cpp", table(workload, loops))


if __name__ == "__main__":
    if len(sys.argv) < 4:
        raise SystemExit(__doc__)
    main(*sys.argv[1:])
