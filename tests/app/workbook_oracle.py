"""Reads workbooks as Excel would, by nothing of ours: Python's zipfile and ElementTree.

    workbook_oracle.py PROGRAM ROOT   prints each offence and exits 1 if there is one

Every number is the double that `run --format json` gives, every sheet is found under its name,
nothing is a formula, the same input gives the same bytes a second later in another time zone, and a
workbook is there whole or not at all.
"""

import csv
import io
import json
import os
import pathlib
import re
import resource
import signal
import subprocess
import sys
import tempfile
import time
import xml.etree.ElementTree as ElementTree
import zipfile

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
LINK = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
offences = []


def expect(holds, what):
    if not holds:
        offences.append(what)


def same(cell, value):
    """A blank cell for null, else the very same double."""
    if value is None:
        return cell is None
    return isinstance(cell, float) and cell.hex() == float(value).hex()


def column_of(name):
    column = 0
    for letter in re.match("[A-Z]+", name).group():
        column = column * 26 + ord(letter) - ord("A") + 1
    return column - 1


class Sheet:
    def __init__(self, xml, strings, styles):
        self.root = ElementTree.fromstring(xml)
        self.values = {}  # (row, column), both from 0: a float or a string
        self.styles = {}  # the same: (number format, indent, italic, coloured)
        for cell in self.root.iter(MAIN + "c"):
            expect(cell.find(MAIN + "f") is None, f"{cell.get('r')} is a formula")
            place = int(re.search("[0-9]+", cell.get("r")).group()) - 1, column_of(cell.get("r"))
            self.styles[place] = styles[int(cell.get("s", "0"))]
            value = cell.find(MAIN + "v")
            if value is None:
                continue
            text = cell.get("t") == "s"
            self.values[place] = strings[int(value.text)] if text else float(value.text)
        self.rows = 1 + max(row for row, column in self.values)

    def row(self, number):
        width = 1 + max(column for row, column in self.values)
        return [self.values.get((number, column)) for column in range(width)]

    def frozen(self):
        pane = self.root.find(f"{MAIN}sheetViews/{MAIN}sheetView/{MAIN}pane")
        return pane is not None and pane.get("state") == "frozen" and pane.get("topLeftCell")


def styles_of(archive):
    root = ElementTree.fromstring(archive.read("xl/styles.xml"))
    formats = {one.get("numFmtId"): one.get("formatCode") for one in root.iter(MAIN + "numFmt")}
    formats |= {"0": "", "3": "#,##0", "4": "#,##0.00"}
    fonts = list(root.find(MAIN + "fonts"))
    styles = []
    for one in root.find(MAIN + "cellXfs"):
        font = fonts[int(one.get("fontId"))]
        align = one.find(MAIN + "alignment")
        indent = int(align.get("indent", "0")) if align is not None else 0
        colour = font.find(MAIN + "color")
        styles.append((formats[one.get("numFmtId")], indent, font.find(MAIN + "i") is not None,
                       colour is not None and colour.get("rgb") is not None))
    return styles


def sheets_of(path):
    """The sheets by name, in their order."""
    with zipfile.ZipFile(path) as archive:
        expect(archive.testzip() is None, f"{path} is damaged")
        strings = []
        for item in ElementTree.fromstring(archive.read("xl/sharedStrings.xml")):
            strings.append("".join(text.text or "" for text in item.iter(MAIN + "t")))
        styles = styles_of(archive)
        links = {one.get("Id"): one.get("Target")
                 for one in ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))}
        book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
        return {one.get("name"): Sheet(archive.read("xl/" + links[one.get(LINK)]), strings, styles)
                for one in book.iter(MAIN + "sheet")}


class Tester:
    def __init__(self, program, root, folder):
        self.program, self.root, self.folder = program, root, folder

    def run(self, *words, zone="UTC", exit=0):
        done = subprocess.run([self.program, *words], capture_output=True, text=True,
                              env=os.environ | {"TZ": zone})
        expect(done.returncode == exit, f"{words} ends with {done.returncode}: {done.stderr}")
        return done.stdout

    def exported(self, *words, name="book.xlsx", **how):
        path = str(self.folder / name)
        self.run("export", *words, "-o", path, **how)
        return path


def check_statement(sheet, layout, run, name):
    heading = next(row for row in range(sheet.rows) if sheet.values.get((row, 2)) == "Series")
    expect(sheet.frozen() == f"B{heading + 2}", f"{name} is frozen at {sheet.frozen()}")
    labels = sheet.row(heading)[3:]
    periods = [period for period in next(iter(run["series"].values()))["values"]]
    expect(len(labels) == len(periods), f"{name} has {len(labels)} periods")
    expect(sheet.rows == heading + 1 + len(layout), f"{name} has {sheet.rows} rows")
    numbers = 0
    for row, (label, depth) in enumerate(layout, start=heading + 1):
        series_name = sheet.values[row, 2]
        series = run["series"][series_name]
        expect(label.startswith(series["label"]), f"{name}: {label} is {series['label']}")
        expect(sheet.values[row, 0] == series["label"], f"{name}: label of {series_name}")
        expect(sheet.values[row, 1] == series["unit"] +
               (f" per {series['per']}" if "per" in series else ""), f"{name}: {series_name} unit")
        expect(sheet.styles[row, 0][1] == depth, f"{name}: {series_name} depth")
        for column, period in enumerate(periods, start=3):
            where = f"{name}: {series_name} {period}"
            value = series["values"][period]
            expect(same(sheet.values.get((row, column)), value), where)
            if value is None:
                continue
            numbers += 1
            form, indent, italic, coloured = sheet.styles[row, column]
            state = series["states"][period]
            expect(italic == (state == "estimated"), f"{where}: estimated or not")
            expect(coloured == (state == "forecast"), f"{where}: forecast or not")
            expect(("%" in form) == (series["unit"] == "%"), f"{where}: format {form}")
    return numbers


def layout_of(tester, base, name):
    """The lines of a statement as the outlook prints them: (label, depth)."""
    printed = tester.run("run", base, "--statement", name, "--format", "markdown")
    lines = printed.splitlines()
    first = next(number for number, line in enumerate(lines) if line.startswith("|"))
    layout = []
    for line in lines[first + 2:lines.index("", first)]:
        label = line.split(" | ")[0].removeprefix("| ")
        depth = label.count("&emsp;")
        layout.append((label.replace("&emsp;", "").replace("\\", ""), depth))
    return layout


def check_drivers(sheet, run):
    heading = sheet.row(0)
    expect(sheet.frozen() == "B2", "drivers are not frozen")
    drivers = [name for name, series in run["series"].items() if series["kind"] == "driver"]
    expect([sheet.values[row, 0] for row in range(1, sheet.rows)] == drivers, "other drivers")
    low, high = heading.index("low"), heading.index("high")
    for row, name in enumerate(drivers, start=1):
        values = run["series"][name]["values"]
        for column in range(high + 3, len(heading)):
            expect(same(sheet.values.get((row, column)), values[heading[column]]),
                   f"driver {name} {heading[column]}")
    at = drivers.index("bandwidth.growth") + 1  # range -5% to 12%
    expect((sheet.values[at, low], sheet.values[at, high]) == (-5.0, 12.0), "range of bandwidth")


def check_long(sheet, text, name):
    """The sheet holds what the CSV does."""
    lines = list(csv.reader(io.StringIO(text)))
    expect(sheet.rows == len(lines), f"{name} has {sheet.rows} rows, not {len(lines)}")
    expect(sheet.frozen() == "A2", f"{name} is not frozen")
    for row, line in enumerate(lines):
        for column, cell in enumerate(line):
            found = sheet.values.get((row, column))
            agrees = same(found, float(cell)) if isinstance(found, float) else (found or "") == cell
            expect(agrees, f"{name}: row {row} column {column}: {found!r}, not {cell!r}")


def check_reference(tester):
    base = str(tester.root / "scenarios/iij/base.scenario")
    run = json.loads(tester.run("run", base, "--format", "json"))
    sheets = sheets_of(tester.exported(base))
    expect(list(sheets) == ["pl", "kpi", "drivers", "all"], f"sheets are {list(sheets)}")
    for name, lines in (("pl", 36), ("kpi", 54)):  # counted in the model
        layout = layout_of(tester, base, name)
        expect(len(layout) == lines, f"{name} has {len(layout)} lines")
        expect(check_statement(sheets[name], layout, run, name) > 500, f"{name} is nearly empty")
    check_drivers(sheets["drivers"], run)
    check_long(sheets["all"], tester.run("run", base, "--format", "csv"), "all")
    japanese = sheets_of(tester.exported(base, "--lang", "ja"))
    expect(japanese["pl"].values[0, 0] == "IIJ 連結", "the title is not Japanese")
    labels = {japanese["pl"].values.get((row, 0)) for row in range(japanese["pl"].rows)}
    expect({"売上収益", "営業利益"} <= labels, "labels are not Japanese")


def check_sweep(tester):
    file = str(tester.root / "scenarios/iij/sweep-conversion-orders.scenario")
    sheets = sheets_of(tester.exported(file, "--sweep", "conversion_orders"))
    expect(list(sheets) == ["conversion_orders"], f"sheets are {list(sheets)}")
    check_long(sheets["conversion_orders"], tester.run("sweep", file, "--format", "csv"), "sweep")


def check_bytes(tester):
    base = str(tester.root / "scenarios/iij/base.scenario")
    first = pathlib.Path(tester.exported(base)).read_bytes()
    time.sleep(1.1)
    second = pathlib.Path(tester.exported(base, name="other.xlsx", zone="Asia/Tokyo")).read_bytes()
    expect(first == second, "the same input gives other bytes a second later")


def check_labels(tester):
    model = tester.folder / "evil.model"
    model.write_text('model m "=cmd()" ja "＠SUM"\ncalendar quarterly, fiscal year starts april\n'
                     'horizon 2023Q1..2023Q4\n'
                     'driver a : JPY per quarter = -5 "=1+1, \\"twice\\""\n'
                     '  basis judgement "@SUM(A1)"\n'
                     'flow b : JPY "-A<B>&C"\n  = a\nstatement pl "+P"\n  b\n', encoding="utf-8")
    sheets = sheets_of(tester.exported(str(model)))
    expect(sheets["pl"].values[0, 0] == "'=cmd()", "a title like a formula")
    expect(sheets["drivers"].values[1, 1] == "'=1+1, \"twice\"", "a label like a formula")
    expect(sheets["drivers"].values[1, 6] == "'@SUM(A1)", "a reason like a formula")
    expect(sheets["drivers"].values[1, 7] == -5.0, "a negative number")
    expect("'-A<B>&C" in sheets["pl"].values.values(), "a label like markup")


def check_full_disk(tester):
    """Where files cannot grow, the world has failed, what was there stays, and nothing else does."""
    base = str(tester.root / "scenarios/iij/base.scenario")
    path = pathlib.Path(tester.exported(base, name="small.xlsx"))
    whole = path.read_bytes()
    largest = 0  # of the temporary files: a sheet as it is before it is packed
    with zipfile.ZipFile(path) as archive:
        largest = max(part.file_size for part in archive.infolist())

    def export_with(most):
        def limit():
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # so that writing fails, as on a full disk
            resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))

        return subprocess.run([tester.program, "export", base, "-o", str(path)],
                              capture_output=True, text=True, preexec_fn=limit,
                              env=os.environ | {"TMPDIR": str(tester.folder)})

    for most in [0, 1, 100, 1_000, 5_000, *range(20_000, largest * 9 // 10, largest // 12)]:
        done = export_with(most)
        expect(done.returncode == 4, f"files of {most} bytes: exit {done.returncode}")
        expect("cannot write" in done.stderr, f"files of {most} bytes: {done.stderr}")
        expect(path.read_bytes() == whole, f"files of {most} bytes: what was there is lost")
    expect(export_with(largest).returncode == 0, "files that are large enough")
    left = sorted(one.name for one in tester.folder.iterdir() if one.name != "small.xlsx")
    expect(not any("part" in name or "headwater-" in name for name in left), f"left are {left}")
    tester.run("export", base, "-o", str(tester.folder / "no/such/folder/book.xlsx"), exit=4)


def main(program, root):
    with tempfile.TemporaryDirectory() as folder:
        tester = Tester(program, pathlib.Path(root), pathlib.Path(folder))
        check_reference(tester)
        check_sweep(tester)
        check_bytes(tester)
        check_labels(tester)
        check_full_disk(tester)
    for offence in offences[:50]:
        print(offence)
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
