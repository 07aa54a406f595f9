#!/usr/bin/env python3
"""File and function sizes: a file over 600 lines or a function over 60 fails; over 300 / 40 is listed.

Functions are found by indentation (clang-format's), so this is a measure, not a parser.
"""
import pathlib
import re
import statistics
import sys

HARD_FILE, SOFT_FILE, HARD_FUNCTION, SOFT_FUNCTION = 600, 300, 60, 40
ROOT = pathlib.Path(__file__).parent.parent
SKIPPED = ("namespace", "class ", "struct ", "enum ", "extern ", "template", "union ")


def functions(lines):
    """(start line, length) of blocks that open on a line ending in '{' after a ')' and close at the same indentation."""
    open_at = {}
    for number, line in enumerate(lines, 1):
        stripped = line.strip()
        indent = len(line) - len(line.lstrip())
        if stripped in ("}", "};") and indent in open_at:
            yield open_at[indent], number - open_at.pop(indent) + 1
        elif stripped.endswith("{") and re.search(r"\)\s*(const|noexcept|override|final|->.*|\s)*\{$", stripped):
            if not stripped.startswith(SKIPPED) and not re.match(r"(if|for|while|switch|else|catch|return|})\b", stripped):
                if indent <= 2 and not stripped.startswith("TEST"):
                    open_at[indent] = number


def main():
    hard, soft, code_sizes, code, tests = [], [], [], 0, 0
    for path in sorted(ROOT.glob("src/**/*")) + sorted(ROOT.glob("tests/**/*.cpp")):
        if path.suffix not in (".h", ".cpp"):
            continue
        lines = path.read_text(encoding="utf-8").splitlines()
        name, is_test = path.relative_to(ROOT), path.name.endswith("_test.cpp") or "tests" in path.parts
        tests += len(lines) if is_test else 0
        code += 0 if is_test else len(lines)
        if not is_test:
            code_sizes.append(len(lines))
        if len(lines) > SOFT_FILE:
            (hard if len(lines) > HARD_FILE else soft).append(f"{name}: {len(lines)} lines")
        for start, length in functions(lines):
            if length > SOFT_FUNCTION and not is_test:
                (hard if length > HARD_FUNCTION else soft).append(f"{name}:{start}: function of {length} lines")
    for line in soft:
        print("long:", line)
    for line in hard:
        print("too long:", line)
    print(f"sizes: {len(code_sizes)} product files, median {statistics.median(code_sizes):.0f} lines, tests:code {tests / max(code, 1):.2f}")
    return 1 if hard else 0


if __name__ == "__main__":
    sys.exit(main())
