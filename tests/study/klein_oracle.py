"""Klein's Model I solved by NumPy, a linear system a year, beside what headwater says.

The dynamic solution of `run`, the multipliers of `gradient --by period`, the policy that `target` finds.

    klein_oracle.py ROOT   with the program in HEADWATER; prints each offence and exits 1 if there is one

Nothing of the model file is read: equations and coefficients stand here once more, and the data
come from the CSV files. An answer may differ by 1e-12 of itself; a multiplier, a sum of terms that
cancel, of the largest of its policy.
"""

import csv
import json
import os
import pathlib
import subprocess
import sys

import numpy

YEARS = range(1920, 1942)
NAMES = ["consumption", "investment", "wages.private", "income", "profits", "capital"]
CN, I, W1, Y, P, K = range(6)


def data(root):
    folder = root / "scenarios/klein/data"
    policy, actual = {}, {}
    with open(folder / "policy.csv", newline="") as file:
        for row in csv.DictReader(file):
            policy[row["item"], int(row["fiscal_year"][2:])] = float(row["value"])
    with open(folder / "actuals.csv", newline="") as file:
        for row in csv.DictReader(file):
            actual[row["series"], int(row["period"][2:])] = float(row["value"])
    return policy, actual


def year(policy, last, t, one=1):
    """The endogenous figures of a year, from those of the year before.

    Without the constants, `one` 0, what a change of policy and of last year's figures changes.
    """
    g, taxes, w2 = (policy[name, t] for name in ("spending", "taxes", "public_wages"))
    w2_last, taxes_last = policy["public_wages", t - 1], policy["taxes", t - 1]
    a, b = numpy.zeros((6, 6)), numpy.zeros(6)
    a[0, [CN, P, W1]] = 1, -0.017, -0.810
    b[0] = 16.555 * one + 0.216 * last[P] + 0.810 * w2
    a[1, [I, P]] = 1, -0.150
    b[1] = 20.278 * one + 0.616 * last[P] - 0.158 * last[K]
    a[2, [W1, Y]] = 1, -0.439
    b[2] = (1.5 + 0.13 * (t - 1931)) * one + 0.439 * (taxes - w2)
    b[2] += 0.147 * (last[Y] + taxes_last - w2_last)
    a[3, [Y, CN, I]] = 1, -1, -1
    b[3] = g - taxes
    a[4, [P, Y, W1]] = 1, -1, 1
    b[4] = -w2
    a[5, [K, I]] = 1, -1
    b[5] = last[K]
    return numpy.linalg.solve(a, b)


def dynamic(policy, actual):
    figures = {1920: numpy.array([actual[name, 1920] for name in NAMES])}
    for t in YEARS[1:]:
        figures[t] = year(policy, figures[t - 1], t)
    return figures


def responses(policy, name, at):
    """What one more of a policy in a year changes in that year and after."""
    more = dict.fromkeys(policy, 0.0)
    more[name, at] = 1.0
    changes = {at - 1: numpy.zeros(6)}
    for t in range(at, YEARS[-1] + 1):
        changes[t] = year(more, changes[t - 1], t, one=0)
    return changes


def headwater(*words):
    done = subprocess.run([os.environ["HEADWATER"], *words], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


class Comparison:
    def __init__(self):
        self.worst, self.compared = 0, 0

    def hold(self, what, ours, theirs, scale):
        off = abs(ours - theirs) / scale
        self.worst, self.compared = max(self.worst, off), self.compared + 1
        if not off <= 1e-12:
            print(f"{what}: {ours!r}, NumPy has {theirs!r}")


def hold_solution(root, expected, comparison):
    told = headwater("run", str(root / "scenarios/klein/dynamic.scenario"), "--format", "json")
    for t in YEARS[1:]:
        for name, value in zip(NAMES, expected[t]):
            ours = told["series"][name]["values"][f"FY{t}"]
            comparison.hold(f"{name} in {t}", ours, value, abs(value))


def hold_multipliers(root, policy, comparison):
    """Of income and consumption in 1941, by each policy in each year."""
    told = headwater("gradient", str(root / "scenarios/klein/dynamic.scenario"), "--by", "period",
                     "--of", "income@FY1941,consumption@FY1941", "--format", "json")
    for figure, column in zip(told["gradients"], (Y, CN)):
        drivers = {one["driver"]: one["periods"] for one in figure["drivers"]}
        for name in ("spending", "taxes", "public_wages"):
            expected = {t: responses(policy, name, t)[1941][column] for t in YEARS[1:]}
            largest = max(abs(value) for value in expected.values())
            for t, value in expected.items():
                what = f"{figure['series']} in 1941 by {name} in {t}"
                comparison.hold(what, drivers[name][f"FY{t}"], value, largest)


def hold_targets(root, policy, expected, comparison):
    """Four figures by four instruments: one linear system, since the model is linear."""
    wanted = {(CN, 1940): 66, (CN, 1941): 78, (Y, 1940): 77, (Y, 1941): 98}
    instruments = [(name, t) for name in ("public_wages", "spending") for t in (1940, 1941)]
    effects = [responses(policy, name, t) for name, t in instruments]
    none = numpy.zeros(6)
    matrix = [[effect.get(t, none)[column] for effect in effects] for column, t in wanted]
    gaps = [value - expected[t][column] for (column, t), value in wanted.items()]
    changes = numpy.linalg.solve(numpy.array(matrix), numpy.array(gaps))
    told = headwater("target", str(root / "scenarios/klein/target.scenario"), "--format", "json")
    (target,) = told["targets"]
    for one in target["figures"]:
        comparison.hold(f"{one['series']} in {one['period']}", one["found"], one["wanted"], one["wanted"])
    for (name, t), change, one in zip(instruments, changes, target["drivers"]):
        if one["driver"] != name:
            sys.exit(f"{one['driver']} stands where {name} is looked for")
        value = policy[name, t] + change
        comparison.hold(f"{name} in {t}", one["required"], value, abs(value))


def main(root):
    policy, actual = data(root)
    expected = dynamic(policy, actual)
    comparison = Comparison()
    hold_solution(root, expected, comparison)
    hold_multipliers(root, policy, comparison)
    hold_targets(root, policy, expected, comparison)
    print(f"{comparison.compared} figures, at most {comparison.worst:.1e} apart")
    return 0 if comparison.compared == 126 + 126 + 8 and comparison.worst <= 1e-12 else 1


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
