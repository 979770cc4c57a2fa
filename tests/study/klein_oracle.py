"""Klein's Model I solved by NumPy, a linear system a year, beside what `headwater run` says.

    klein_oracle.py ROOT   with the program in HEADWATER; prints each offence and exits 1 if there is one

Nothing of the model file is read: equations and coefficients stand here once more, and the data
come from the CSV files. An answer may differ by 1e-12 of itself.
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


def year(policy, last, t):
    """The endogenous figures of a year, from those of the year before."""
    g, taxes, w2 = (policy[name, t] for name in ("spending", "taxes", "public_wages"))
    w2_last, taxes_last = policy["public_wages", t - 1], policy["taxes", t - 1]
    a, b = numpy.zeros((6, 6)), numpy.zeros(6)
    a[0, [CN, P, W1]] = 1, -0.017, -0.810
    b[0] = 16.555 + 0.216 * last[P] + 0.810 * w2
    a[1, [I, P]] = 1, -0.150
    b[1] = 20.278 + 0.616 * last[P] - 0.158 * last[K]
    a[2, [W1, Y]] = 1, -0.439
    b[2] = 1.5 + 0.439 * (taxes - w2) + 0.147 * (last[Y] + taxes_last - w2_last) + 0.13 * (t - 1931)
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


def headwater(*words):
    done = subprocess.run([os.environ["HEADWATER"], *words], capture_output=True, text=True)
    if done.returncode != 0:
        sys.exit(f"{' '.join(words)} ended with {done.returncode}: {done.stderr}")
    return json.loads(done.stdout)


def main(root):
    policy, actual = data(root)
    expected = dynamic(policy, actual)
    told = headwater("run", str(root / "scenarios/klein/dynamic.scenario"), "--format", "json")
    worst, compared = 0, 0
    for t in YEARS[1:]:
        for name, value in zip(NAMES, expected[t]):
            ours = told["series"][name]["values"][f"FY{t}"]
            off = abs(ours - value) / abs(value)
            worst, compared = max(worst, off), compared + 1
            if off > 1e-12:
                print(f"{name} in {t}: {ours!r}, NumPy has {value!r}")
    print(f"{compared} figures, at most {worst:.1e} apart")
    return 0 if compared == 126 and worst <= 1e-12 else 1


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
