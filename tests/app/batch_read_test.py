"""Reads a batch file with Python's own SQLite, and holds it against what the other commands print.

    batch_read_test.py ROOT PROGRAM

Figures are compared exactly: as doubles, which CSV and JSON carry to the last bit. The queries that
scenarios/batch.md shows are run as they stand there.
"""

import csv
import io
import json
import pathlib
import re
import sqlite3
import subprocess
import sys
import tempfile

SCENARIOS = ("base", "sweep-conversion-orders", "sweep-rates")


def run(program, *words):
    done = subprocess.run([program, *map(str, words)], capture_output=True, text=True)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{words}: exit {done.returncode}\n{done.stderr}")
    return done.stdout


def number(cell):
    return float(cell) if cell != "" else None


def check_sweeps(program, file, database):
    """Every cell of `headwater sweep --format csv` is in the table of its sweep; returns how many."""
    compared = 0
    for line in csv.DictReader(io.StringIO(run(program, "sweep", file, "--format", "csv"))):
        (table, job), = database.execute(
            "SELECT results, job FROM jobs WHERE kind = 'sweep' AND name = ?", (line["sweep"],))
        column = f"{line['series']}@{line['period']}"
        (value,), = database.execute(
            f'SELECT "{column}" FROM {table} WHERE row = ?', (int(line["point"]),))
        assert value == number(line["value"]), (line, value)
        for (axis,) in database.execute("SELECT column_name FROM axes WHERE job = ?", (job,)):
            (point,), = database.execute(
                f'SELECT "{axis}" FROM {table} WHERE row = ?', (int(line["point"]),))
            assert point == number(line[axis]), (line, axis, point)
        compared += 1
    return compared


def check_runs(program, file, database):
    """Every figure of the run is that of `headwater run --format json`; returns how many."""
    told = json.loads(run(program, "run", file, "--format", "json"))
    title = told["scenario"] if isinstance(told["scenario"], str) else told["scenario"]["title"]
    compared = 0
    rows = database.execute(
        "SELECT series, span, value, unit FROM figures WHERE scenario = ?", (title,)).fetchall()
    for series, span, value, unit in rows:
        assert told["series"][series]["values"][span] == value, (series, span, value)
        assert told["series"][series]["unit"] == unit, (series, unit)
        compared += 1
    return compared


def queries(page):
    return dict(re.findall(r"<!-- query: (\w+) -->\n```sql\n(.*?)```", page, re.S))


def check_queries(root, database):
    shown = queries((root / "scenarios/batch.md").read_text(encoding="utf-8"))
    by_hand = {
        row[0]: row[1]
        for row in database.execute("SELECT scenario, value FROM figures "
                                    "WHERE series = 'operating_profit' AND span = 'FY2023'")}
    answer = database.execute(shown["figures"]).fetchall()
    assert dict(answer) == by_hand and len(answer) == len(SCENARIOS), answer
    assert [value for _, value in answer] == sorted(by_hand.values(), reverse=True)
    (table,), = database.execute("SELECT results FROM jobs WHERE name = 'conversion_orders'")
    answer = database.execute(shown["sweep"].replace("sweep_N", table)).fetchall()
    profits = [row[2] for row in answer]
    assert 0 < len(profits) <= 10 and min(profits) >= 30000, answer
    assert profits == sorted(profits, reverse=True)


def main(root, program):
    files = [root / f"scenarios/iij/{name}.scenario" for name in SCENARIOS]
    with tempfile.TemporaryDirectory() as folder:
        path = pathlib.Path(folder) / "runs.db"
        run(program, "batch", *files, "-o", path)
        database = sqlite3.connect(f"file:{path}?mode=ro", uri=True)
        assert database.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
        cells = sum(check_sweeps(program, file, database) for file in files[1:])
        assert cells == 42 * 4 + 7 * 6, cells
        figures = sum(check_runs(program, file, database) for file in files)
        assert figures > 1000 * len(files), figures
        check_queries(root, database)
        database.close()
    print(f"{cells} cells of sweeps and {figures} figures of runs are the same")


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), sys.argv[2])
