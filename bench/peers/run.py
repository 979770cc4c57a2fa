"""How far are other engines from ours on the reference workload? run.py BENCH_W1 [ROUNDS]

Every contestant runs once a round, on one thread, with bench_w1 as one of them: so the ratios of a
round see the same machine. A peer counts only if its sums over the rows it ran are those of the
scalar loop, within 1e-9 of each.
"""

import os

for threads in ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "NUMBA"):
    os.environ[f"{threads}_NUM_THREADS"] = "1"  # before any of them is loaded
for tuning in ("OPENBLAS_CORETYPE", "OPENBLAS_L2_SIZE"):
    os.environ.pop(tuning, None)

import pathlib
import statistics
import subprocess
import sys
import warnings

FOLDER = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(FOLDER.parent / "w1"))
sys.dont_write_bytecode = True

import numpy as np
import peers
import workload

TOLERANCE = 1e-9
OURS = ("fused", "scalar", "interpreter")


class Bench:
    """bench_w1, which answers a line with a line."""

    def __init__(self, program):
        self.process = subprocess.Popen(
            [program, "--serve"], cwd=FOLDER.parent.parent, text=True,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def ask(self, line):
        self.process.stdin.write(line + "\n")
        self.process.stdin.flush()
        return [float(word) for word in self.process.stdout.readline().split()]


def error_of(peer, bench):
    sums = peer.sums(peer.run())
    expected = bench.ask(f"sums {peer.rows}")
    return max(abs(one / other - 1) for one, other in zip(sums, expected, strict=True))


def entered(builder, peers_of, bench):
    """Those of a builder's peers that give the right answer, with their errors; says who does not."""
    try:
        for peer in peers_of:
            error = error_of(peer, bench)
            if error <= TOLERANCE:
                yield peer, error
            else:
                print(f"{peer.name}: no answer: its sums are off by {error:.1e}")
    except Exception as reason:  # noqa: BLE001  whatever a package throws is why it has no answer
        print(f"{builder.__name__}: no answer: {type(reason).__name__}: {str(reason)[:300]}")


def nanoseconds(peer):
    start = peer.clock()
    peer.run()
    return 1e9 * (peer.clock() - start) / peer.rows


def take_turns(entrants, bench, rounds):
    """By name: nanoseconds a row, by round. Every round begins with another contestant, and every
    second one goes backwards, so that nobody always follows the same."""
    measures = {name: lambda name=name: bench.ask(name)[0] for name in OURS}
    measures |= {peer.name: lambda peer=peer: nanoseconds(peer) for peer in entrants}
    times = {name: [] for name in measures}
    names = list(measures)
    for number in range(rounds):
        start = number % len(names)
        order = names[start:] + names[:start]
        for name in order[::-1] if number % 2 else order:
            times[name].append(measures[name]())
    return times


def ratio(times, name, to):
    return statistics.median(one / other for one, other in zip(times[name], times[to]))


def print_results(entrants, errors, times):
    print(f"{'':<36}{'rows':>7}{'ns/row':>14}{'rows/s':>13}{'x fused':>11}{'error':>10}")
    rows = {peer.name: peer.rows for peer in entrants}
    for name, measured in times.items():
        middle = statistics.median(measured)
        print(f"{name:<36}{rows.get(name, workload.CHECKSUM_ROWS):>7}{middle:>14.1f}"
              f"{1e9 / middle:>13.0f}{ratio(times, name, 'fused'):>11.2f}"
              f"{errors.get(name, 0):>10.0e}")
    best = {}
    for peer in entrants:
        times_ours = ratio(times, peer.name, "interpreter")
        best[peer.family] = min(times_ours, best.get(peer.family, times_ours))
    print("peers interpreter/fused={:.3f} ".format(ratio(times, "interpreter", "fused"))
          + " ".join(f"{family}/interpreter={times_ours:.3f}" for family, times_ours in best.items()))


def main(program, rounds="11"):
    warnings.filterwarnings("ignore")
    bench = Bench(program)
    read = workload.read(FOLDER.parent / "w1" / "w1.model")
    points = np.array([workload.point(read, row) for row in range(workload.CHECKSUM_ROWS)])
    entrants, errors = [], {}
    for builder in peers.BUILDERS:
        for peer, error in entered(builder, builder(read, points), bench):
            entrants.append(peer)
            errors[peer.name] = error
    print_results(entrants, errors, take_turns(entrants, bench, int(rounds)))


if __name__ == "__main__":
    main(*sys.argv[1:])
