"""The workload in other engines: each builder makes contestants that run the first rows of it."""

import atexit
import contextlib
import importlib.metadata
import io
import pathlib
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from typing import Callable

import dialects
import numpy as np
from workload import OUTPUTS


@dataclass
class Peer:
    name: str
    family: str
    rows: int  # the first of the workload, run each time
    run: Callable
    sums: Callable  # of what a run gives: by output, over the rows
    clock: Callable = time.thread_time  # stands still while the machine does something else


class NoAnswer(Exception):
    """Why a peer is not measured."""


def versioned(package):
    return f"{package} {importlib.metadata.version(package)}"


def array_sums(values):
    return [float(np.sum(column)) for column in values]


def row_sums(rows):
    return [sum(column) for column in zip(*rows)]


def function(text, **known):
    exec(text, known)
    return known["run"]


def plain_python(workload, points):
    run, rows = function(dialects.python(workload)), points[:200].tolist()
    yield Peer("python", "python", len(rows), lambda: [run(*row) for row in rows], row_sums)


def numpy(workload, points):
    run, columns = function(dialects.python(workload, dialects.ARRAYS), np=np), points.T.copy()
    count = len(points)

    def blocked(width):
        values = np.empty((len(OUTPUTS), count))
        for first in range(0, count, width):
            values[:, first:first + width] = run(*columns[:, first:first + width])
        return values

    name = versioned("numpy")
    for width in (512, 1024, 2048, 4096, 8192):
        yield Peer(f"{name}, blocks of {width}", "numpy", count,
                   lambda width=width: blocked(width), array_sums)
    yield Peer(f"{name}, whole", "numpy", count, lambda: run(*columns), array_sums)


def numba(workload, points):
    from numba import njit

    one = njit(function(dialects.python(workload)), error_model="numpy")
    width = range(len(workload.drivers))
    loop = njit(function(
        "def run(points, values):\n"
        "    for i in range(len(points)):\n"
        f"        a, b, c = one({', '.join(f'points[i, {j}]' for j in width)})\n"
        "        values[0, i], values[1, i], values[2, i] = a, b, c\n", one=one),
        error_model="numpy")
    values = np.empty((len(OUTPUTS), len(points)))

    def run():
        loop(points, values)
        return values

    yield Peer(f"{versioned('numba')}, scalar loop", "numba", len(points), run, array_sums)


def modelx(workload, points):
    import modelx as engine

    def space(notation):
        cells = engine.new_model().new_space()
        cells.np = np
        for name, values in workload.seasons.items():
            setattr(cells, name, values)
        for name in workload.drivers:
            setattr(cells, name, 0.0)
        for name, text in dialects.modelx(workload, notation).items():
            cells.new_cells(name, formula=text)
        return cells

    def run(cells, values):
        cells.model.clear_all()
        for name, value in zip(workload.drivers, values):
            setattr(cells, name, value)
        return [getattr(cells, name)(workload.quarters - 1) for name in OUTPUTS]

    name = versioned("modelx")
    scalar, arrays = space(dialects.PYTHON), space(dialects.ARRAYS)
    rows, columns = points[:2].tolist(), list(points.T.copy())
    yield Peer(name, "modelx", len(rows), lambda: [run(scalar, row) for row in rows], row_sums)
    yield Peer(f"{name}, arrays in cells", "modelx", len(points),
               lambda: run(arrays, columns), array_sums)


def pysd(workload, points):
    import pysd as engine

    folder = pathlib.Path(tempfile.mkdtemp())
    (folder / "w1.mdl").write_text(dialects.vensim(workload), encoding="utf-8")
    model = engine.read_vensim(str(folder / "w1.mdl"))
    shutil.rmtree(folder)
    spaced = [name.replace("_", " ") for name in OUTPUTS]
    names = ["d " + name.replace("_", " ") for name in workload.drivers]
    rows = points[:4].tolist()

    def run(row):
        values = model.run(params=dict(zip(names, row)),
                           return_columns=["v " + name for name in spaced],
                           return_timestamps=[workload.quarters - 1])
        return [float(values["v " + name].iloc[-1]) for name in spaced]

    yield Peer(versioned("pysd"), "pysd", len(rows), lambda: [run(row) for row in rows], row_sums)


def modelflow(workload, points):
    with contextlib.redirect_stdout(io.StringIO()):  # it greets
        import pandas as pd
        from modelclass import model as engine
    model = engine(dialects.modelflow(workload))
    history = 4
    quarters = range(-history, workload.quarters)

    def frame(row):
        drivers = dict(zip(workload.drivers, row))
        columns = {"FIRST": [float(t % 4 == 0) for t in quarters]}
        for name, values in workload.seasons.items():
            columns[name.upper()] = [values[t % 4] for t in quarters]
        for name, value in drivers.items():
            columns[name.upper()] = value
        for name in workload.formulas:
            kind, before = workload.before.get(name, ("number", "0"))
            columns[name.upper()] = drivers[before] if kind == "name" else float(before)
        return pd.DataFrame(columns, index=list(quarters), dtype=float)

    frames = [frame(row) for row in points[:8].tolist()]

    def run(given, **options):
        with contextlib.redirect_stdout(io.StringIO()):
            values = model(given, 0, workload.quarters - 1, silent=1, **options)
        return [float(values[name.upper()].iloc[-1]) for name in OUTPUTS]

    name = versioned("modelflowib")
    yield Peer(name, "modelflow", len(frames), lambda: [run(one) for one in frames], row_sums)
    yield Peer(f"{name}, ljit", "modelflow", len(frames),
               lambda: [run(one, ljit=True) for one in frames], row_sums)


def libreoffice(workload, points):
    if not shutil.which("soffice"):
        raise NoAnswer("soffice is not installed")
    system = "/usr/bin/python3"  # the bridge belongs to the system's Python
    if subprocess.run([system, "-c", "import uno"], capture_output=True).returncode != 0:
        raise NoAnswer("python3-uno is not installed")
    rows = 20
    folder = pathlib.Path(tempfile.mkdtemp())
    (folder / "w1.fods").write_text(dialects.spreadsheet(workload, rows), encoding="utf-8")
    first = len(workload.drivers) + len(workload.formulas)
    office = subprocess.Popen(
        [system, str(pathlib.Path(__file__).with_name("office.py")), str(folder), str(first)],
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True)

    def ask(word):
        office.stdin.write(word + "\n")
        office.stdin.flush()
        return [float(number) for number in office.stdout.readline().split()]

    def close():
        office.stdin.close()
        office.wait()
        shutil.rmtree(folder, ignore_errors=True)

    atexit.register(close)
    yield Peer("LibreOffice, a sheet a row", "libreoffice", rows, lambda: ask("calculate"),
               lambda _: ask("sums"), time.perf_counter)  # another process does the work


BUILDERS = (plain_python, numpy, numba, modelx, pysd, modelflow, libreoffice)
