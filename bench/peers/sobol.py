"""How long does a Sobol' analysis take elsewhere? sobol.py BENCH_SOBOL [ROUNDS]

First and total indices, with intervals where they come unasked, of the reference workload's first
output by its 30 drivers, over 2^14 base points of 32 runs each. Peers run the model as NumPy code,
over columns laid out one by one in blocks of 8,192 rows: of widths from 512 on, this and 4,096 were
fastest. Ours runs all three outputs. Every contestant runs once a round, on one thread, with
bench_sobol as one of them. A peer counts only if each of its indices is within 0.03 of ours.
"""

import os

for threads in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "NUMBA"):
    os.environ[f"{threads}_NUM_THREADS"] = "1"  # before any of them is loaded

import pathlib
import statistics
import subprocess
import sys
import time
import warnings

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "w1"))
sys.dont_write_bytecode = True

import dialects
import numpy as np
import openturns as ot
import workload
from peers import function, versioned
from SALib.analyze import sobol as salib_analysis
from SALib.sample import sobol as salib_sample

POINTS = 2**14
WIDTH = 8192
TOLERANCE = 0.03


def model_of(read):
    """(rows x drivers) -> the first output by row."""
    run = function(dialects.python(read, dialects.ARRAYS), np=np)

    def model(points):
        values = np.empty(len(points))
        for first in range(0, len(points), WIDTH):
            columns = np.ascontiguousarray(points[first:first + WIDTH].T)
            values[first:first + WIDTH] = run(*columns)[0]
        return values

    return model


def salib(read, model):
    drivers = read.drivers
    problem = {"num_vars": len(drivers), "names": list(drivers), "bounds": list(drivers.values())}

    def run():
        points = salib_sample.sample(problem, POINTS, calc_second_order=False, seed=1)
        found = salib_analysis.analyze(problem, model(points), calc_second_order=False, seed=1)
        return [*found["S1"], *found["ST"]]

    return run


def openturns(read, model):
    marginals = [ot.Uniform(low, high) for low, high in read.drivers.values()]
    joint = ot.JointDistribution(marginals)
    batch = ot.PythonFunction(
        len(marginals), 1, func_sample=lambda points: model(np.asarray(points)).reshape(-1, 1))

    def run():
        # Without its intervals, which would take longer yet.
        points = ot.SobolIndicesExperiment(joint, POINTS, False).generate()
        found = ot.SaltelliSensitivityAlgorithm(points, batch(points), POINTS)
        return [*found.getFirstOrderIndices(), *found.getTotalOrderIndices()]

    return run


def ours(program):
    process = subprocess.Popen([program, "--serve"], cwd=FOLDER.parent.parent, text=True,
                               stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def run():
        process.stdin.write("run\n")
        process.stdin.flush()
        seconds, *indices = map(float, process.stdout.readline().split())
        return seconds, indices

    return run


def timed(run):
    start = time.thread_time()  # stands still while the machine does something else
    indices = run()
    return time.thread_time() - start, indices


def main(program, rounds="3"):
    warnings.filterwarnings("ignore")
    read = workload.read(FOLDER.parent / "w1" / "w1.model")
    model, engine = model_of(read), ours(program)
    peers = {versioned("SALib"): salib(read, model), versioned("openturns"): openturns(read, model)}
    _, expected = engine()
    for name, run in list(peers.items()):
        error = max(abs(one - other) for one, other in zip(run(), expected, strict=True))
        if error > TOLERANCE:
            print(f"{name}: no answer: an index is off by {error:.3f}")
            del peers[name]
        else:
            print(f"{name}: indices within {error:.3f} of ours")
    seconds = {name: [] for name in ["headwater", *peers]}
    for number in range(int(rounds)):
        seconds["headwater"].append(engine()[0])
        for name in sorted(peers, reverse=number % 2 == 1):
            seconds[name].append(timed(peers[name])[0])
    ratios = {}
    for name, measured in seconds.items():
        ratios[name] = statistics.median(
            one / other for one, other in zip(measured, seconds["headwater"]))
        print(f"{name:<24}{statistics.median(measured):>10.3f} s{ratios[name]:>10.1f} x headwater")
    print("sobol-peers " + " ".join(
        f"{name.split()[0].lower()}/headwater={ratio:.2f}"
        for name, ratio in ratios.items() if name != "headwater") + f" base_points={POINTS}")


if __name__ == "__main__":
    main(*sys.argv[1:])
