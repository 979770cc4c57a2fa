"""Holds w1.fods open in LibreOffice: office.py FOLDER LINE, where three outputs begin below LINE.

Answers each line it reads with a line: "calculate" with an empty one once every cell of every
sheet has been computed again, "sums" with the outputs summed over the sheets.
"""

import pathlib
import subprocess
import sys
import time

import uno
from com.sun.star.beans import PropertyValue


def connected(folder):
    name = f"headwater-{folder.name}"
    office = subprocess.Popen(
        ["soffice", "--headless", "--norestore", "--nologo",
         f"-env:UserInstallation={(folder / 'profile').as_uri()}",
         f"--accept=pipe,name={name};urp;"],
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext(
        "com.sun.star.bridge.UnoUrlResolver", local)
    for _ in range(240):
        try:
            context = resolver.resolve(f"uno:pipe,name={name};urp;StarOffice.ComponentContext")
            return office, context.ServiceManager.createInstanceWithContext(
                "com.sun.star.frame.Desktop", context)
        except Exception:  # noqa: BLE001  it has its own kinds, known only once connected
            time.sleep(0.25)
    office.kill()
    raise SystemExit("LibreOffice does not answer")


def main(folder, line):
    folder, line = pathlib.Path(folder), int(line)
    office, desktop = connected(folder)
    hidden = PropertyValue()
    hidden.Name, hidden.Value = "Hidden", True
    document = desktop.loadComponentFromURL((folder / "w1.fods").as_uri(), "_blank", 0, (hidden,))
    sheets = [document.Sheets.getByIndex(i) for i in range(document.Sheets.Count)]
    for word in map(str.strip, sys.stdin):
        if word == "calculate":
            document.calculateAll()
            print(flush=True)
        else:
            print(*(repr(sum(sheet.getCellByPosition(0, line + i).Value for sheet in sheets))
                    for i in range(3)), flush=True)
    document.close(True)
    desktop.terminate()
    office.wait()


if __name__ == "__main__":
    main(*sys.argv[1:])
