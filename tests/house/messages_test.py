"""Holds scenarios/messages.md against the engine: every code has its row, every row its code.

    messages_test.py ROOT          prints each offence and exits 1 if there is one
    messages_test.py --self-test   shows that every kind of offence is caught

What counts as a code on the floors below app is what tests/app/golden_errors_test.cpp counts.
"""

import pathlib
import re
import sys
import tempfile

PAGE = "scenarios/messages.md"
FLOORS = ("core", "lang", "tables", "model", "scenario", "study")
CODE = re.compile(r'"([a-z]+(?:-[a-z0-9]+)+)"|code = "([a-z-]+)"')
# Words with hyphens are also the app's options, so there a code is only what is said to be one.
CODE_OF_APP = re.compile(r'code = "([a-z-]+)"|refused\(console, "([a-z-]+)"')
LIMIT = re.compile(r'"([a-z-]+)",\s*&Limits::')  # a name of --limit, and no code
ROW = re.compile(r"\| *`([^`|]+)` *\|")
CELL_BORDER = re.compile(r"(?<!\\)\|")
COLUMNS = "| code | what is wrong | what to do |"


def codes_of(root):
    """Every code of the sources, with the file that names it first."""
    codes = {}
    limits = set()
    for floor in (*FLOORS, "app"):
        form = CODE_OF_APP if floor == "app" else CODE
        for path in sorted((root / "engine" / floor).rglob("*.cpp")):
            text = path.read_text(encoding="utf-8")
            limits.update(LIMIT.findall(text))
            for groups in form.findall(text):
                codes.setdefault(next(filter(None, groups)), path.relative_to(root).as_posix())
    return {code: path for code, path in codes.items() if code not in limits}


def tables_of(page):
    """The lines of each table of codes: their numbers and texts, without head and rule."""
    rows = []
    inside = False
    for number, line in enumerate(page.splitlines(), start=1):
        if line == COLUMNS:
            inside = True
        elif not line.startswith("|"):
            inside = False
        elif inside and set(line) - set("|- "):
            rows.append((number, line))
    return rows


def faults(root):
    codes = codes_of(root)
    listed = {}
    for number, line in tables_of((root / PAGE).read_text(encoding="utf-8")):
        place = f"{PAGE}:{number}:"
        row = ROW.match(line)
        if not row:
            yield f"{place} a row begins with its code between backticks"
            continue
        code = row.group(1)
        cells = [cell.strip() for cell in CELL_BORDER.split(line)[1:-1]]
        if len(cells) != 3 or not all(cells):
            yield f"{place} {code} has not its three cells"
        if code in listed:
            yield f"{place} {code} stands in line {listed[code]} already"
        elif code not in codes:
            yield f"{place} {code} is no code of the engine: take the row out"
        listed.setdefault(code, number)
    for code in sorted(codes.keys() - listed.keys()):
        yield f"{codes[code]}: {code} has no row in {PAGE}: write cause and cure"


def self_test():
    rule = "| --- | --- | --- |"
    head = f"# Messages\n\n{COLUMNS}\n{rule}\n"
    page = head + (
        "| `bad-name` | a name | `a.b` |\n| `cycle` | a circle | `x[-1]` |\n"
        f"\n## Limits\n\n{COLUMNS}\n{rule}\n| `usage` | an option | `--help` |\n"
        "| `no-sweep` | no sweep | add one |\n"
        "\n| other | table |\n| --- | --- |\n| `no-code` | a |\n"
    )
    sources = {
        "core/limits.cpp": '{{"text-bytes", &Limits::text_bytes, 1}, {"words", &Limits::words, 1}}',
        "model/names.cpp": 'loader.error("bad-name", place, "no name for text-bytes");',
        "model/detail/circle.cpp": 'diagnostic.code = "cycle";',
        "app/options.cpp": 'notice.code = "usage"; add("allow-outside");',
        "app/commands.cpp": 'return refused(console, "no-sweep", message);',
    }
    lines = page.count("\n")
    circle = "| `cycle` | a circle | `x[-1]` |\n"
    sweep = "| `no-sweep` | no sweep | add one |\n"
    bad = {  # a page at odds with the sources, and how the one offence begins
        page.replace(circle, ""): "engine/model/detail/circle.cpp: cycle ",
        page.replace(sweep, ""): "engine/app/commands.cpp: no-sweep ",
        page + head + "| `misspelt` | a | b |\n": f"{PAGE}:{lines + 5}: misspelt ",
        page + head + circle: f"{PAGE}:{lines + 5}: cycle stands in line 6 ",
        page + head + "| cycle | no code | b |\n": f"{PAGE}:{lines + 5}: a row begins ",
        page.replace("| a circle |", "| |"): f"{PAGE}:6: cycle has not ",
        page.replace("`x[-1]` |", "`x[-1]` | more |"): f"{PAGE}:6: cycle has not ",
    }

    def found(page_text, more=None):
        with tempfile.TemporaryDirectory() as folder:
            root = pathlib.Path(folder)
            files = {f"engine/{name}": text for name, text in {**sources, **(more or {})}.items()}
            for name, text in {PAGE: page_text, **files}.items():
                (root / name).parent.mkdir(parents=True, exist_ok=True)
                (root / name).write_text(text, encoding="utf-8")
            return list(faults(root))

    assert found(page) == [], found(page)
    for text, begins in bad.items():
        offences = found(text)
        assert len(offences) == 1 and offences[0].startswith(begins), (begins, offences)
    for name in ("lang/words.cpp", "study/more.cpp", "tables/detail/rows.cpp"):
        offences = found(page, {name: '.code = "new-code",'})
        assert len(offences) == 1 and offences[0].startswith(f"engine/{name}: new-code "), offences


def main(arguments):
    if arguments == ["--self-test"]:
        self_test()
        return 0
    root = pathlib.Path(arguments[0])
    offences = list(faults(root))
    if len(codes_of(root)) < 100:
        offences.append("fewer than 100 codes were found in engine/: the search is blind")
    print(*offences, sep="\n", end="\n" if offences else "")
    return 1 if offences else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
