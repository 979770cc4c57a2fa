"""Runs a script by the Python that has the packages of tests/requirements.txt.

oracle.py INTERPRETER SCRIPT [ARGUMENT...] exits as the script does, or with 1 and a word on how to
get them when there is no such interpreter.
"""

import os
import sys


def main(interpreter, *command):
    if not os.access(interpreter, os.X_OK):
        print(f"{interpreter} is not there. ./dev test prepares it; by hand:")
        print("    python3 -m venv .venv && .venv/bin/pip install -r tests/requirements.txt")
        return 1
    os.execv(interpreter, [interpreter, *command])


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
