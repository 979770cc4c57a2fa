"""Sensitivities made once more from the same points and values: by SALib, or from their definition.

    salib_oracle.py PROGRAM   runs sensitivity_cases; prints each offence and exits 1 if there is one

SALib takes Sobol' rows as A, AB_1, ..., B. An interval is that of SALib's indices of each replicate
alone, by SciPy's Student's t. SALib's dgsm takes differences, so it is given points one unit off.
Numbers may differ by 1e-10, absolutely or of themselves.
"""

import itertools
import json
import subprocess
import sys

import numpy
from SALib.analyze import dgsm, morris, sobol
from scipy.special import ndtri
from scipy.stats import t


def problem(case):
    axes = len(case["axis_factor"])
    told = {"num_vars": axes, "names": [f"x{i}" for i in range(axes)], "bounds": [[0, 1]] * axes}
    if case["factors"] < axes:
        told["groups"] = [f"g{factor}" for factor in case["axis_factor"]]
    return told


def interval(value, replicates):
    count = len(replicates)
    half = t.ppf(0.975, count - 1) * numpy.std(replicates, axis=0, ddof=1) / numpy.sqrt(count)
    return numpy.stack([value, value - half, value + half], axis=-1)


def by_replicate(case, analyse):
    """What `analyse` makes of all groups, (groups x rows), with the interval of its replicates."""
    values = numpy.array(case["values"])[:, 0]
    groups = values.reshape(-1, case["rows_per_group"])
    apart = [analyse(groups[i::case["replicates"]]) for i in range(case["replicates"])]
    return interval(analyse(groups), numpy.array(apart))


def sobol_case(case):
    case["rows_per_group"] = case["factors"] + 2
    told = problem(case)

    def analyse(groups, key):
        y = numpy.concatenate([groups[:, :1], groups[:, 2:], groups[:, 1:2]], axis=1).ravel()
        return sobol.analyze(told, y, calc_second_order=False, num_resamples=2, seed=1)[key]

    for ours, key in (("first", "S1"), ("total", "ST")):
        yield ours, case[ours], by_replicate(case, lambda groups: analyse(groups, key))


def morris_case(case):
    told, grouped = problem(case), case["factors"] < len(case["axis_factor"])
    x, y = numpy.array(case["points"]), numpy.array(case["values"])[:, 0]
    found = morris.analyze(told, x, y, num_levels=case["levels"], seed=1)
    ours = numpy.array(case["effects"])
    yield "mean_abs", ours[:, 1], numpy.array(found["mu_star"], dtype=float)
    if not grouped:
        yield "mean", ours[:, 0], numpy.array(found["mu"], dtype=float)
        yield "spread", ours[:, 2], numpy.array(found["sigma"], dtype=float)


def shapley_case(case):
    n = case["factors"]
    case["rows_per_group"] = 2**n
    rows = numpy.arange(2**n)

    def analyse(groups):
        total = [numpy.mean((groups - groups[:, rows ^ v])**2) / 2 for v in rows]
        effects = numpy.zeros(n)
        orders = list(itertools.permutations(range(n)))
        for order in orders:
            before = 0
            for factor in order:
                effects[factor] += total[before | 1 << factor] - total[before]
                before |= 1 << factor
        return effects / len(orders) / total[-1]

    yield "effects", case["effects"], by_replicate(case, analyse)


def dgsm_case(case):
    x, values = numpy.array(case["points"]), numpy.array(case["values"])
    y, slopes = values[:, 0], values[:, 1:]
    axes = x.shape[1]
    some_x = numpy.repeat(x, axes + 1, axis=0)
    some_y = numpy.repeat(y, axes + 1)
    for j in range(axes):
        some_x[j + 1::axes + 1, j] += 1
        some_y[j + 1::axes + 1] += slopes[:, j] * (some_x[j + 1::axes + 1, j] - x[:, j])
    found = dgsm.analyze(problem(case), some_x, some_y, num_resamples=2, seed=1)
    ours = numpy.array(case["slopes"])
    yield "slope_squared", ours[:, 1], found["vi"]
    z = ndtri((x / numpy.pi + 1) / 2)
    by_score = slopes * 2 * numpy.pi * numpy.exp(-z * z / 2) / numpy.sqrt(2 * numpy.pi)
    yield "bound", ours[:, 0], numpy.mean(by_score**2, axis=0) / numpy.var(y)


CASES = {"sobol": sobol_case, "morris": morris_case, "shapley": shapley_case, "dgsm": dgsm_case}


def main(program):
    lines = subprocess.run([program], check=True, capture_output=True, text=True).stdout.splitlines()
    compared, offences = 0, 0
    for number, line in enumerate(lines, 1):
        case = json.loads(line)
        for what, ours, theirs in CASES[case["kind"]](case):
            ours, theirs = numpy.array(ours), numpy.array(theirs)
            compared += ours.size
            if ours.shape != theirs.shape or not numpy.allclose(ours, theirs, rtol=1e-10, atol=1e-10):
                offences += 1
                print(f"case {number}, {case['kind']}, {what}:\n{ours}\nbut by the oracle\n{theirs}")
    if {json.loads(line)["kind"] for line in lines} != set(CASES):
        offences += 1
        print("a kind of case is left out")
    print(f"{compared} numbers compared, {offences} offences")
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
