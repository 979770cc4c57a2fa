"""Every tests/FLOOR/NAME_test.cpp is named in tests/CMakeLists.txt: a test left out passes unseen.

tests_named_test.py ROOT prints each one left out and exits 1 if there is one.
"""

import pathlib
import sys


def main(root):
    tests = root / "tests"
    named = set((tests / "CMakeLists.txt").read_text(encoding="utf-8").replace(")", " ").split())
    present = sorted(path.relative_to(tests).as_posix() for path in tests.glob("*/*_test.cpp"))
    left_out = [name for name in present if name not in named]
    for name in left_out:
        print(f"tests/{name}: name it in tests/CMakeLists.txt")
    return 1 if left_out else 0


if __name__ == "__main__":
    sys.exit(main(pathlib.Path(sys.argv[1])))
