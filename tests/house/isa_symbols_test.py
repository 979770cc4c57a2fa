"""Holds object files of kernels for other instruction sets to define nothing that is shared.

    isa_symbols_test.py OBJECT...    prints each offence and exits 1 if there is one
    isa_symbols_test.py --self-test  shows that every kind of offence is caught

An inline function or a template that such a file defines is weak: of several copies the linker
keeps one for the whole program, and that may be the one for a processor which is not there.
"""

import pathlib
import subprocess
import sys
import tempfile

SHARED = {"W": "a weak function", "V": "a weak object", "u": "a unique object", "C": "common data"}


def faults_of(object_file):
    """What the object file defines and shares, a line of text each."""
    listed = subprocess.run(["nm", "-C", "--defined-only", object_file], capture_output=True,
                            text=True, check=True).stdout
    names = 0
    for line in listed.splitlines():
        _, kind, name = line.split(maxsplit=2)
        names += 1
        if kind in SHARED:
            yield f"{object_file}: {name} is {SHARED[kind]}, of which a linker keeps any one copy"
    if names == 0:
        yield f"{object_file}: defines nothing"


def faults_of_source(folder, source):
    path = folder / "one.cpp"
    path.write_text(source, encoding="utf-8")
    subprocess.run(["c++", "-std=c++20", "-O0", "-c", path, "-o", folder / "one.o"], check=True)
    return [fault.partition(": ")[2].split(",")[0] for fault in faults_of(folder / "one.o")]


def self_test():
    cases = [
        ("namespace { int one(int x) { return x + 1; } } int two(int x) { return one(x); }", []),
        ("static int k = 3; int two() { return ++k; }", []),
        ("inline int one(int x) { return x; } int two(int x) { return one(x); }",
         ["one(int) is a weak function"]),
        ("template <class T> T one(T x) { return x; } int two(int x) { return one(x); }",
         ["int one<int>(int) is a weak function"]),
        ("inline int k = 3; int two() { return ++k; }", ["k is a unique object"]),
        ("struct A { virtual int f() { return 1; } }; int two() { A a; A* b = &a; return b->f(); }",
         ["A::f() is a weak function", "typeinfo for A is a weak object",
          "typeinfo name for A is a weak object", "vtable for A is a weak object"]),
        ("extern int k;", ["defines nothing"]),
    ]
    with tempfile.TemporaryDirectory() as name:
        for source, expected in cases:
            found = faults_of_source(pathlib.Path(name), source)
            assert sorted(found) == sorted(expected), (source, found)
    return 0


def main(words):
    if words == ["--self-test"]:
        return self_test()
    if not words:
        print(__doc__)
        return 2
    faults = [fault for word in words for fault in faults_of(word)]
    for fault in faults:
        print(fault)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
