"""Holds every #include against engine/layers.txt: includes point down, never up, never sideways.

    layers_test.py ROOT          prints each offence as FILE:LINE and exits 1 if there is one
    layers_test.py --self-test   shows that every kind of offence is caught
"""

import graphlib
import pathlib
import re
import sys
import tempfile

INCLUDE = re.compile(r'\s*#\s*include\s*([<"])([^>"]+)[>"]')
EIGEN = re.compile(r"(unsupported/)?Eigen/")
WITHOUT_EIGEN = {"core", "lang", "tables", "projection"}


def read_layers(path):
    """The floors and, for each, the floors it may include; itself among them."""
    layers = {}
    for line in path.read_text(encoding="utf-8").splitlines():
        line = line.split("#")[0].strip()
        if line:
            floor, _, below = line.partition(":")
            layers[floor.strip()] = {floor.strip(), *below.split()}
    return layers


def faults_of_layers(layers):
    """The layers are floors only while no chain of arrows leads back to where it began."""
    for floor, below in layers.items():
        for unknown in sorted(below - layers.keys()):
            yield f"engine/layers.txt: {floor} may include {unknown}, which is no floor"
    try:
        arrows = {floor: below - {floor} for floor, below in layers.items()}
        list(graphlib.TopologicalSorter(arrows).static_order())
    except graphlib.CycleError as error:
        yield "engine/layers.txt: the arrows run in a circle: " + " -> ".join(error.args[1])


def fault_of_include(floor, quote, included, layers):
    """Why `floor` (None outside engine/) may not include that, or None when it may."""
    if EIGEN.match(included):
        if included == "Eigen/Dense":
            return "<Eigen/Dense> brings in everything: include <Eigen/Core> or the one module needed"
        if floor in WITHOUT_EIGEN:
            return f"{floor} does without Eigen"
    if floor is None:
        return None
    parts = included.split("/")
    if parts[0] != "engine":
        return f"'{included}' is not written from the root, as engine/..." if quote == '"' else None
    target = parts[1]
    if target not in layers[floor]:
        return f"{floor} may not include {target} ({included})"
    if "detail" in parts[2:-1] and target != floor:
        return f"{included} is private to {target}"
    return None


def faults(root):
    layers = read_layers(root / "engine" / "layers.txt")
    yield from faults_of_layers(layers)
    for folder in ("engine", "tests", "bench"):
        for path in sorted((root / folder).rglob("*.[ch]pp")):
            name = path.relative_to(root).as_posix()
            floor = name.split("/")[1] if folder == "engine" else None
            if floor is not None and floor not in layers:
                yield f"{name}:1: engine/layers.txt has no floor {floor}"
                continue
            for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
                include = INCLUDE.match(line)
                fault = include and fault_of_include(floor, *include.groups(), layers)
                if fault:
                    yield f"{name}:{number}: {fault}"


def self_test():
    layers = "core:  # the ground\nlang: core\ntables: core\nmodel: lang tables core\n"
    good = {
        "engine/core/unit.hpp": "#include <map>\n",
        "engine/lang/tree.hpp": '#include "engine/core/unit.hpp"\n#include "engine/lang/detail/a.hpp"\n',
        "engine/model/graph.cpp": '#include <Eigen/Core>\n#include "engine/lang/tree.hpp"\n',
        "tests/model/graph_test.cpp": '#include "engine/model/graph.hpp"\n#include "draw.hpp"\n',
    }
    bad = {  # the last line of each is the offence
        "engine/core/up.hpp": '#pragma once\n#include "engine/lang/tree.hpp"\n',
        "engine/lang/sideways.cpp": '  #  include "engine/tables/csv.hpp"\n',
        "engine/model/private.cpp": '#include "engine/lang/detail/a.hpp"\n',
        "engine/model/relative.cpp": '#include "graph.hpp"\n',
        "engine/model/dense.hpp": "#include <Eigen/Dense>\n",
        "engine/tables/array.hpp": "#include <Eigen/Core>\n",
        "engine/attic/old.cpp": "int old = 0;\n",
        "tests/model/dense_test.cpp": "#include <vector>\n#include <Eigen/Dense>\n",
    }

    def found(layers_text, files):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            for name, text in {"engine/layers.txt": layers_text, **files}.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text, encoding="utf-8")
            return list(faults(root))

    assert found(layers, good) == [], found(layers, good)
    for name, text in bad.items():
        place = f"{name}:{text.count(chr(10))}: "
        offences = found(layers, {**good, name: text})
        assert len(offences) == 1 and offences[0].startswith(place), (place, offences)
    assert len(found("core: lang\nlang: core\n", {})) == 1
    assert len(found("core: cellar\n", {})) == 1


def main(arguments):
    if arguments == ["--self-test"]:
        self_test()
        return 0
    offences = list(faults(pathlib.Path(arguments[0])))
    print(*offences, sep="\n", end="\n" if offences else "")
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
