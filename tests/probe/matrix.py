"""Holds the probe of every build to tests/golden/probe.expected.

    matrix.py check ROOT PROBE                   one probe that is built already
    matrix.py builds ROOT FOLDER COMPILER [--library LIBRARY] [--launcher LAUNCHER]
                                                 builds and checks one in FOLDER for each entry of
                                                 BUILDS; without LIBRARY the whole engine each time
    matrix.py --self-test                        shows that a difference is caught

COMPILER is the g++ of the release build; clang++-19 must be there too.
"""

import argparse
import os
import pathlib
import subprocess
import sys
import time

V3 = {"avx", "avx2", "bmi1", "bmi2", "f16c", "fma", "abm", "movbe"}
V4 = V3 | {"avx512f", "avx512bw", "avx512cd", "avx512dq", "avx512vl"}
CLANG = "clang++-19"

# Name, compiler (None: that of the release build), flags, what the processor needs.
# What of kernels is for wider vectors is compiled with its own flags whatever these ask of the
# processor, so WIDE builds alone do that again.
WIDE = {"g++-O0", "g++-O3", "clang-O2"}
BUILDS = [
    ("g++-O0", None, "-O0", set()),
    ("g++-O3", None, "-O3", set()),
    ("clang-O2", CLANG, "-O2", set()),
    ("g++-v3", None, "-O3 -march=x86-64-v3", V3),
    ("g++-v4", None, "-O3 -march=x86-64-v4", V4),
]
# Of the whole engine, where nobody waits.
FULL_BUILDS = BUILDS + [
    ("g++-O2", None, "-O2", set()),
    ("clang-O0", CLANG, "-O0", set()),
    ("clang-O3", CLANG, "-O3", set()),
    ("clang-v3", CLANG, "-O3 -march=x86-64-v3", V3),
    ("clang-v4", CLANG, "-O3 -march=x86-64-v4", V4),
]


def differences(expected, found):
    """The lines in which two answers of the probe differ, as text."""
    old, new = (
        {name.strip(): hash for name, _, hash in (line.rpartition(" ") for line in text.splitlines())}
        for text in (expected, found)
    )
    for name in sorted(old.keys() | new.keys()):
        if old.get(name) != new.get(name):
            yield f"{name}: {new.get(name, 'nothing')}, not {old.get(name, 'nothing')}"


def check(root, probe):
    """What is wrong with a probe's answer: lines of text."""
    answer = subprocess.run([probe, root], capture_output=True, text=True, check=False)
    if answer.returncode != 0:
        return [f"exit {answer.returncode}: {answer.stderr.strip()}"]
    expected = (root / "tests/golden/probe.expected").read_text(encoding="utf-8")
    return list(differences(expected, answer.stdout))


def processor_flags():
    for line in pathlib.Path("/proc/cpuinfo").read_text(encoding="utf-8").splitlines():
        if line.startswith("flags"):
            return set(line.partition(":")[2].split())
    return set()


def build(root, folder, compiler, flags, options, wide):
    """Configures and builds one probe; what went wrong, or None."""
    configure = [
        "cmake", "-S", root / "tests/probe", "-B", folder, "-G", "Ninja",
        "-DCMAKE_BUILD_TYPE=Release", f"-DCMAKE_CXX_COMPILER={compiler}",
        f"-DCMAKE_CXX_FLAGS_RELEASE={flags} -DNDEBUG", "-DHEADWATER_VECTOR_OPTIONS=",
        f"-DHEADWATER_LIBRARY={options.engine.resolve() if options.engine else ''}",
        f"-DHEADWATER_WIDE_KERNELS={wide}",
        f"-DCMAKE_CXX_COMPILER_LAUNCHER={options.launcher}",
    ]
    jobs = str(os.cpu_count() or 1)
    for command in (configure, ["cmake", "--build", folder, "--parallel", jobs, "--target", "probe"]):
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode != 0:
            return done.stdout + done.stderr
    return None


def run_builds(options):
    root = options.root.resolve()
    present = processor_flags()
    failed = False
    for name, compiler, flags, needs in BUILDS if options.engine else FULL_BUILDS:
        if needs - present:
            print(f"{name}: left out, this processor lacks {', '.join(sorted(needs - present))}")
            continue
        begun = time.monotonic()
        folder = options.folder / name
        wide = "ON" if name in WIDE else "OFF"
        problem = build(root, folder, compiler or options.compiler, flags, options, wide)
        wrong = [problem] if problem else check(root, folder / "probe")
        failed = failed or bool(wrong)
        print(f"{name}: {'differs' if wrong else 'agrees'} ({time.monotonic() - begun:.0f} s)")
        for line in wrong:
            print(f"  {line}")
        sys.stdout.flush()
    return 1 if failed else 0


def self_test():
    line = "{:<48} {}\n".format
    same = line("iij/base", "00ff") + line("every operation", "1234")
    assert not list(differences(same, same))
    other = line("iij/base", "00ff") + line("every operation", "1235")
    assert list(differences(same, other)) == ["every operation: 1235, not 1234"]
    assert list(differences(same, line("iij/base", "00ff"))) == ["every operation: nothing, not 1234"]
    assert list(differences(line("iij/base", "00ff"), same)) == ["every operation: 1234, not nothing"]
    assert WIDE < {name for name, *_ in BUILDS} < {name for name, *_ in FULL_BUILDS}
    return 0


def main(words):
    if words == ["--self-test"]:
        return self_test()
    parser = argparse.ArgumentParser(usage=__doc__)
    commands = parser.add_subparsers(dest="command", required=True)
    one = commands.add_parser("check")
    one.add_argument("root", type=pathlib.Path)
    one.add_argument("probe", type=pathlib.Path)
    many = commands.add_parser("builds")
    many.add_argument("root", type=pathlib.Path)
    many.add_argument("folder", type=pathlib.Path)
    many.add_argument("compiler")
    many.add_argument("--library", dest="engine", type=pathlib.Path)
    many.add_argument("--launcher", default="")
    options = parser.parse_args(words)
    if options.command == "builds":
        return run_builds(options)
    wrong = check(options.root, options.probe)
    for line in wrong:
        print(line)
    if wrong:
        print("a build that differs is a mistake; figures that moved on purpose: tests/golden/README.md")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
