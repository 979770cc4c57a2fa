"""Prints which share of the lines and branches of engine/ the tests reach, worst file first.

coverage.py ROOT BUILD JOBS reads what the tests left in BUILD, with gcovr, and exits 1 below the
goals. A branch counts when people wrote it: those that are taken only while an exception flies
through, which the compiler puts behind every call, and those it knows to be unreachable are left
out.
"""

import json
import pathlib
import subprocess
import sys

LINES_GOAL, BRANCHES_GOAL = 90.0, 80.0


def summary_of(root, build, jobs):
    path = build / "coverage.json"
    subprocess.run(
        ["gcovr", "--root", root, "--object-directory", build, "--filter", f"{root}/engine/",
         "--exclude-throw-branches", "--exclude-unreachable-branches", "-j", jobs,
         "--json-summary", path],
        check=True, stdout=subprocess.DEVNULL)
    return json.loads(path.read_text(encoding="utf-8"))


def share(reached, total):
    return 100.0 * reached / total if total else 100.0


def row(lines, branches, unreached, name):
    return f"{lines:7.1f}%{branches:9.1f}%{unreached:11,}  {name}"


def main(root, build, jobs):
    summary = summary_of(root, build, jobs)
    rows = []
    for file in summary["files"]:
        lines = share(file["line_covered"], file["line_total"])
        branches = share(file["branch_covered"], file["branch_total"])
        unreached = file["line_total"] - file["line_covered"]
        rows.append((min(lines - LINES_GOAL, branches - BRANCHES_GOAL), lines, branches, unreached,
                     file["filename"]))
    print("   lines  branches  unreached  file")
    for _, *cells in sorted(rows):
        print(row(*cells))
    lines = share(summary["line_covered"], summary["line_total"])
    branches = share(summary["branch_covered"], summary["branch_total"])
    print(row(lines, branches, summary["line_total"] - summary["line_covered"], "all of engine/"))
    if lines >= LINES_GOAL and branches >= BRANCHES_GOAL:
        return 0
    print(f"coverage: {LINES_GOAL:.0f} % of lines and {BRANCHES_GOAL:.0f} % of branches are due",
          file=sys.stderr)
    return 1


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1]), pathlib.Path(sys.argv[2]), sys.argv[3]))
