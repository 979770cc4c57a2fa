"""Runs the notebooks and keeps what they show beside them.

    notebooks.py ROOT --write      runs notebooks/*.py and writes each with its results as .ipynb
    notebooks.py ROOT              runs them too, prints where a result is not the one kept, exits 1
    notebooks.py --self-test       shows that every kind of difference is noticed

Needs the packages of tests/requirements.txt; ./dev puts them into .venv. The program is the one
that the environment's HEADWATER names. What is kept depends on no clock, counter or machine;
drawings are kept but not compared, since their letters are measured with the fonts at hand, while
the data of the charts are compared.
"""

import copy
import os
import pathlib
import re
import sys
import tempfile

import jupytext
import nbclient
import nbformat
import traitlets.config

DRAWING = "image/svg+xml"
SECONDS = 120  # for one cell
COLOUR = re.compile(r"\x1b\[[0-9;]*m")
CURE = "if that is meant, ./dev notebooks writes it anew"


def results_of(source):
    """The notebook of a source, run from the source's folder, as it is kept."""
    book = jupytext.read(source)
    with tempfile.TemporaryDirectory(dir="/tmp") as scratch:  # a socket's path must be short
        # The reader's own settings and history stay out of it, and it needs no home.
        for name in ("IPYTHONDIR", "JUPYTER_CONFIG_DIR", "JUPYTER_RUNTIME_DIR"):
            os.environ[name] = scratch
        # Sockets in that folder rather than ports, which anybody on the machine could read.
        sockets = {"transport": "ipc", "ip": f"{scratch}/kernel"}
        client = nbclient.NotebookClient(
            book,
            config=traitlets.config.Config(KernelManager=sockets),
            kernel_name="python3",
            record_timing=False,
            resources={"metadata": {"path": str(source.parent)}},
            timeout=SECONDS,
        )
        try:
            client.execute()
        except nbclient.exceptions.CellExecutionError as error:
            raise SystemExit(f"{source.name}: " + COLOUR.sub("", str(error))) from error
    return kept(book)


def kept(book):
    """A copy without what differs from one run, or one machine, to the next."""
    book = copy.deepcopy(book)
    book.metadata = {
        "kernelspec": {"display_name": "Python 3", "language": "python", "name": "python3"},
        "language_info": {"name": "python"},
    }
    for index, cell in enumerate(book.cells):
        cell.id = f"cell-{index:02}"
        cell.metadata = {}
        if cell.cell_type != "code":
            continue
        # Prose, tables and pictures first; whoever wants the code unfolds it.
        cell.metadata = {"jupyter": {"source_hidden": True}}
        cell.execution_count = None
        for output in cell.outputs:
            if "execution_count" in output:
                output.execution_count = None
            # <Chart object at 0x7f...> says nothing beside the chart.
            if DRAWING in output.get("data", {}):
                output.data.pop("text/plain", None)
    return book


def shown(cell):
    """The results of a cell that count, drawings left out."""
    return [
        {"printed": output.get("text", ""), **output.get("data", {}), DRAWING: None}
        for output in cell.get("outputs", [])
    ]


def first_difference(one, other, place=""):
    """Where two values of text, numbers, lists and dictionaries part, and how; None if nowhere."""
    if isinstance(one, dict) and isinstance(other, dict) and one.keys() == other.keys():
        pairs = [(one[key], other[key], f"{place}/{key}") for key in one]
    elif isinstance(one, (list, tuple)) and isinstance(other, type(one)) and len(one) == len(other):
        pairs = [(a, b, f"{place}/{i}") for i, (a, b) in enumerate(zip(one, other))]
    elif isinstance(one, str) and isinstance(other, str) and len(one.splitlines()) > 1:
        lines = zip(one.splitlines(), other.splitlines())
        pair = next(((a, b) for a, b in lines if a != b), ("", ""))
        return (
            None if one == other else f"{place}: kept {pair[0].strip()!r}, now {pair[1].strip()!r}"
        )
    else:
        return None if one == other else f"{place}: kept {str(one)[:90]!r}, now {str(other)[:90]!r}"
    return next((found for pair in pairs if (found := first_difference(*pair))), None)


def differences(before, now):
    """A line for each cell of `now` whose text or results are not those of `before`."""
    if len(before.cells) != len(now.cells):
        return [f"{len(before.cells)} cells are kept, the source has {len(now.cells)}"]
    found = []
    for number, (old, new) in enumerate(zip(before.cells, now.cells), 1):
        if (old.cell_type, old.source) != (new.cell_type, new.source):
            found.append(f"cell {number}: the text is not that of the source")
        elif where := first_difference(shown(old), shown(new)):
            found.append(f"cell {number}: result {where.removeprefix('/')}")
    return found


def write(source):
    text = nbformat.writes(results_of(source))
    source.with_suffix(".ipynb").write_text(text + "\n", encoding="utf-8")
    print(f"{source.with_suffix('.ipynb')}: {len(text) / 1024:,.0f} kB")
    return []


def check(source):
    target = source.with_suffix(".ipynb")
    if not target.exists():
        return [f"{target.name} is missing; ./dev notebooks writes it"]
    now = results_of(source)
    nbformat.validate(now)
    found = differences(nbformat.read(target, as_version=4), now)
    return [f"{target.name}: {line}; {CURE}" for line in found]


def book_of(source="a", text="1\n2", y=2.5, drawing="<svg/>", more=0):
    """A notebook of one cell, and `more`, for the self-test."""
    v4 = nbformat.v4
    data = {"application/vnd.vegalite.v6+json": {"values": [{"x": 1, "y": y}]}, DRAWING: drawing}
    outputs = [v4.new_output("stream", text=text), v4.new_output("display_data", data=data)]
    cell = v4.new_code_cell(source, outputs=outputs)
    return v4.new_notebook(cells=[cell, *[v4.new_markdown_cell("m") for _ in range(more)]])


def self_test():
    def found_in(**changed):
        return " ".join(differences(book_of(), book_of(**changed)))

    holds = {
        "nothing to find": found_in() == "",
        "a drawing may differ": found_in(drawing="<svg>other letters</svg>") == "",
        "the text": "the text is not that of the source" in found_in(source="b"),
        "a line of output": "kept '2', now '3'" in found_in(text="1\n3"),
        "a line more": found_in(text="1\n2\n3") != "",
        "a point of a chart": "values/0/y: kept '2.5', now '2.500001'" in found_in(y=2.500001),
        "a cell more": "1 cells are kept, the source has 2" in found_in(more=1),
        "no counters": nbformat.writes(kept(book_of())) == nbformat.writes(kept(book_of())),
    }
    for name, held in holds.items():
        if not held:
            print(f"self-test: {name}")
    return 0 if all(holds.values()) else 1


def main(root, *options):
    sources = sorted((root / "notebooks").glob("*.py"))
    found = [line for source in sources for line in (write if options else check)(source)]
    for line in found:
        print(line)
    return 1 if found or not sources else 0


if __name__ == "__main__":
    if sys.argv[1] == "--self-test":
        sys.exit(self_test())
    sys.exit(main(pathlib.Path(sys.argv[1]).resolve(), *sys.argv[2:]))
