"""The workload as plain Python gives the engine's numbers: python_test.py MODEL BENCH_W1.

Python knows no fused multiply-add, so nothing but a slip in a generator can part them.
"""

import subprocess
import sys

import dialects
import workload

ROWS = (0, 1, 2, 4095, 4096, 16383)


def main(model, program):
    asked = "".join(f"row {row}\n" for row in ROWS)
    answers = subprocess.run([program, "--serve"], input=asked, text=True, check=True,
                             stdout=subprocess.PIPE).stdout.splitlines()
    read = workload.read(model)
    namespace = {}
    exec(dialects.python(read), namespace)
    for row, answer in zip(ROWS, answers, strict=True):
        expected = [float(word) for word in answer.split()]
        values = namespace["run"](*workload.point(read, row))
        for name, value, engine in zip(workload.OUTPUTS, values, expected, strict=True):
            if not abs(value - engine) <= 1e-12 * abs(engine):
                raise SystemExit(f"row {row}: {name} is {value!r}, and the engine's {engine!r}")


if __name__ == "__main__":
    main(*sys.argv[1:])
