"""The workload in the languages of the peers, as texts."""

from dataclasses import replace

from notation import Notation, lines, seasons_in, straight
from workload import OUTPUTS, point


PYTHON = Notation(
    number=lambda text: repr(float(text)),
    season="{0}[quarter]".format,
    choose="({1} if {0} else {2})".format)

PYTHON_PROGRAM = """


def run({arguments}):
{before}
    for period in range({quarters}):
        quarter = period % 4
        first = quarter == 0
{body}
{shift}
    return {outputs}
"""


ARRAYS = replace(
    PYTHON,
    least="np.minimum({0}, {1})".format,
    most="np.maximum({0}, {1})".format,
    choose="np.where({0}, {1}, {2})".format,
    choose_first="({1} if {0} else {2})".format)


def python(workload, notation=PYTHON):
    """A function `run` of the drivers that gives the outputs: of a row in plain Python, which Numba
    compiles as it is; of any number side by side with ARRAYS, if `np` is there."""
    parts = straight(workload, notation)
    return "\n".join(seasons_in(workload, "{0} = ({1})")) + PYTHON_PROGRAM.format(
        arguments=", ".join(workload.drivers), quarters=workload.quarters,
        before=lines(4, parts.before, "{0} = {1}"),
        body=lines(8, parts.quarter, "{0} = {1}"),
        shift=lines(8, parts.shift, "{0} = {1}"),
        outputs=", ".join(f"{name}_1" for name in OUTPUTS))


def modelx(workload, notation=PYTHON):
    """By series, its cells as the text of a function of the quarter; drivers are references."""
    cells = replace(
        notation,
        name=lambda name: name if name in workload.drivers else f"{name}(t)",
        lag="{0}(t - {1})".format, season="{0}[t % 4]".format, first="t % 4 == 0")
    formulas = {}
    for name, tree in workload.formulas.items():
        formulas[name] = cells.text(tree, workload.seasons)
        if name in workload.before:
            before = cells.text(workload.before[name], workload.seasons)
            formulas[name] = f"{before} if t < 0 else {formulas[name]}"
    return {name: f"lambda t: {text}" for name, text in formulas.items()}


VENSIM_CONTROL = """
********************************************************
	.Control
********************************************************~
		Simulation Control Parameters
	|
"""


def vensim(workload):
    """A Vensim model of steps of one quarter. Series are `v NAME`, drivers `d NAME`; what is
    remembered is a stock that forgets its old level."""
    def spaced(name):
        return name.replace("_", " ")

    notation = Notation(
        name=lambda name: ("d " if name in workload.drivers else "v ") + spaced(name),
        lag=lambda name, lag: f"lag{lag} {spaced(name)}", season=spaced, first="first > 0.5",
        least="MIN({0}, {1})".format, most="MAX({0}, {1})".format,
        choose="IF THEN ELSE({0}, {1}, {2})".format)
    equations = {"quarter": "MODULO(Time, 4)", "first": "IF THEN ELSE(quarter < 0.5, 1, 0)"}
    for name, (q1, q2, q3, q4) in workload.seasons.items():
        equations[name] = (f"IF THEN ELSE(quarter < 0.5, {q1}, IF THEN ELSE(quarter < 1.5, {q2}, "
                           f"IF THEN ELSE(quarter < 2.5, {q3}, {q4})))")
    for name, (low, high) in workload.drivers.items():
        equations["d " + spaced(name)] = repr((low + high) / 2)
    for name, tree in workload.formulas.items():
        equations["v " + spaced(name)] = notation.text(tree, workload.seasons)
    for name, reach in workload.lags().items():
        before = notation.text(workload.before[name], workload.seasons)
        for lag in range(1, reach + 1):
            later = notation.lag(name, lag - 1) if lag > 1 else notation.name(name)
            stock = notation.lag(name, lag)
            equations[stock] = f"INTEG({later} - {stock}, {before})"
    control = {"INITIAL TIME": "0", "FINAL TIME": str(workload.quarters - 1), "TIME STEP": "1",
               "SAVEPER": "1"}
    form = "{0} =\n\t{1}\n\t~\t\n\t~\t\n\t|\n"
    return ("{UTF-8}\n" + lines(0, equations.items(), form) + VENSIM_CONTROL
            + lines(0, control.items(), form))


def modelflow(workload):
    """Equations of ModelFlow; a comparison is 0 or 1 there. Seasons and FIRST are data."""
    notation = Notation(
        name=str.upper, season=str.upper, lag=lambda name, lag: f"{name.upper()}(-{lag})",
        first="FIRST", choose="({0} * ({1}) + (1 - {0}) * ({2}))".format)
    formulas = [(name.upper(), notation.text(tree, workload.seasons))
                for name, tree in workload.formulas.items()]
    return lines(0, formulas, "FRML <> {0} = {1} $")


FODS = """<?xml version="1.0" encoding="UTF-8"?>
<office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0"
 xmlns:of="urn:oasis:names:tc:opendocument:xmlns:of:1.2" office:version="1.2"
 office:mimetype="application/vnd.oasis.opendocument.spreadsheet"><office:body><office:spreadsheet>
{sheets}
</office:spreadsheet></office:body></office:document>
"""


def spreadsheet(workload, rows):
    """A flat spreadsheet with a sheet for each of the first rows: the drivers in A1:A30, and below
    them a line for each series, four quarters before the first and then all. The last lines are
    the outputs, in column A."""
    history = 4
    columns = [chr(ord("A") + i) for i in range(history + workload.quarters)]
    line = {name: i + 1 for i, name in enumerate([*workload.drivers, *workload.formulas])}

    def cell(formula):
        text = formula.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
        return f'<table:table-cell table:formula="of:={text}"/>'

    def at(column):
        quarter = (column - history) % 4
        return Notation(
            name=lambda name: f"[.$A${line[name]}]" if name in workload.drivers
            else f"[.{columns[column]}{line[name]}]",
            lag=lambda name, lag: f"[.{columns[column - lag]}{line[name]}]",
            season=lambda name: repr(workload.seasons[name][quarter]),
            least="MIN({0};{1})".format, most="MAX({0};{1})".format,
            choose="IF({0};{1};{2})".format,
            choose_first=lambda _, yes, no: yes if quarter == 0 else no)

    def formulas(name):
        before = workload.before.get(name, ("number", "0"))
        for column in range(len(columns)):
            tree = before if column < history else workload.formulas[name]
            yield cell(at(column).text(tree, workload.seasons))

    below = "\n".join(f"<table:table-row>{''.join(formulas(name))}</table:table-row>"
                      for name in workload.formulas)
    below += "".join(f"<table:table-row>{cell(f'[.{columns[-1]}{line[name]}]')}</table:table-row>"
                     for name in OUTPUTS)

    def sheet(row):
        values = "".join(
            f'<table:table-row><table:table-cell office:value-type="float" office:value="{value!r}"/>'
            "</table:table-row>" for value in point(workload, row))
        return f'<table:table table:name="row{row}">{values}{below}</table:table>'

    return FODS.format(sheets="\n".join(map(sheet, range(rows))))
