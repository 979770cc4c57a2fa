"""Lines of `benchmark key=value ...`, read as a table: what `./dev bench` ends in."""

import sys

print(f"\n{'benchmark':<12}{'figure':<34}{'value':>14}")
for line in sys.stdin:
    benchmark, *figures = line.split()
    for figure in figures:
        key, value = figure.split("=")
        print(f"{benchmark:<12}{key:<34}{value:>14}")
        benchmark = ""
