"""Runs the fuzzers that `./dev fuzz` has built, one after the other.

run.py ROOT BUILD SECONDS [NAME...] fuzzes each of model, scenario, csv and literals for so long and prints
how many inputs it tried. What is found lies in BUILD/findings, and the exit code is 1.

Each starts from tests/fuzz/corpus/NAME, the golden errors and the scenarios, and goes on from
whatever earlier runs kept in BUILD/kept/NAME. The dictionary is words.dict and every quoted word of
the parser, so that it does not age.
"""

import pathlib
import re
import subprocess
import sys

# The longest input each tries, in bytes: a model may say much, a period or a unit is short.
LONGEST = {"model": 4096, "scenario": 1024, "csv": 2048, "literals": 64}
SEEDS = {
    "model": ["tests/golden/errors", "scenarios"],
    "scenario": ["scenarios"],
    "csv": ["tests/golden/errors/data", "scenarios/iij/data"],
    "literals": [],
}


def words_of_the_language(root):
    sources = sorted((root / "engine/lang").glob("**/*.?pp"))
    sources += sorted((root / "engine/model").glob("builtin*.cpp"))
    sources.append(root / "engine/model/headers.cpp")
    words = set()
    for source in sources:
        words.update(re.findall(r'"([a-z][a-z_0-9]*)"', source.read_text(encoding="utf-8")))
    return sorted(words)


def write_dictionary(root, build):
    lines = (root / "tests/fuzz/words.dict").read_text(encoding="utf-8").splitlines()
    lines += [f'"{word}"' for word in words_of_the_language(root)]
    path = build / "words.dict"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def fuzz(root, build, name, seconds, dictionary):
    kept, findings = build / "kept" / name, build / "findings"
    kept.mkdir(parents=True, exist_ok=True)
    findings.mkdir(exist_ok=True)
    before = set(findings.iterdir())
    command = [
        build / f"tests/fuzz/{name}_fuzzer", kept, root / "tests/fuzz/corpus" / name,
        *(root / seed for seed in SEEDS[name]),
        f"-max_total_time={seconds}", f"-max_len={LONGEST[name]}", f"-dict={dictionary}",
        "-timeout=10", "-rss_limit_mb=1024", "-print_final_stats=1",
        f"-artifact_prefix={findings}/{name}-",
    ]
    log = build / f"{name}.log"
    with log.open("wb") as output:
        code = subprocess.run(command, stdout=output, stderr=subprocess.STDOUT).returncode
    said = log.read_text(encoding="utf-8", errors="replace")
    stats = {key: int(value) for key, value in re.findall(r"stat::(\w+):\s+(\d+)", said)}
    tried, pace = stats.get("number_of_executed_units", 0), stats.get("average_exec_per_sec", 0)
    covered = re.findall(r" cov: (\d+)", said)
    print(f"{name:<10}{tried:>14,} inputs{pace:>10,} a second"
          f"{int(covered[-1]) if covered else 0:>9,} edges reached", flush=True)
    found = sorted(set(findings.iterdir()) - before)
    for path in found:
        print(f"{name}: found {path}", flush=True)
    if code != 0:
        print(f"{name}: exit {code}; see {log}", flush=True)
    return code == 0 and not found


def main(root, build, seconds, names):
    dictionary = write_dictionary(root, build)
    outcomes = [fuzz(root, build, name, seconds, dictionary) for name in names or LONGEST]
    return 0 if all(outcomes) else 1


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), int(sys.argv[3]),
                  sys.argv[4:]))
