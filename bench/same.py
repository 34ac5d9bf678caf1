#!/usr/bin/env python3
"""Is a site the same before and after a change, but for what was meant to change?

    bench/same.py OLD NEW                 two folders that griot build wrote
    bench/same.py OLD NEW --only 'findings/.*json' --intended bench/intended/findings-2026-11-28.json

A difference that is meant is named in a file: a list of {"name", "why", "pattern", "becomes"}. Each
pattern (a regular expression of Python) is replaced by what it becomes, in the old and in the new
page alike, before the two are compared; "only" may restrict it to paths. Digests of whole pages in
griot-site.json follow from the pages and are not compared. What is left is printed, and the exit
status is 1.
"""

import argparse
import difflib
import json
import pathlib
import re
import sys


def pages(folder):
    root = pathlib.Path(folder)
    return {str(p.relative_to(root)): p.read_bytes() for p in sorted(root.rglob("*")) if p.is_file()}


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("old")
    parser.add_argument("new")
    parser.add_argument("--intended", help="file with the differences that are meant")
    parser.add_argument("--only", default="", help="compare only files whose path has this (a regular expression)")
    parser.add_argument("--most", type=int, default=40, help="lines of difference to print")
    arguments = parser.parse_args()
    intended = json.loads(pathlib.Path(arguments.intended).read_text()) if arguments.intended else []
    rules = [(rule["name"], re.compile(rule["pattern"], re.S), rule["becomes"], re.compile(rule.get("only", ""))) for rule in intended]
    asked = re.compile(arguments.only)
    old, new = ({path: data for path, data in pages(folder).items() if asked.search(path)} for folder in (arguments.old, arguments.new))
    if not old or not new:
        sys.exit("one of the folders is empty: nothing was compared")
    used = {rule[0]: 0 for rule in rules}

    def plain(path, data):
        text = data.decode("utf-8", errors="surrogateescape")
        for name, pattern, becomes, only in rules:
            if only.search(path):
                text, count = pattern.subn(becomes, text)
                used[name] += count
        return text

    gone = sorted(set(old) - set(new))
    come = sorted(set(new) - set(old))
    equal = meant = 0
    left = []
    for path in sorted(set(old) & set(new)):
        if path == "griot-site.json":
            continue
        if old[path] == new[path]:
            equal += 1
        elif plain(path, old[path]) == plain(path, new[path]):
            meant += 1
        else:
            left.append(path)
    unexplained = [p for p in gone + come if not any(r.get("path") and re.search(r["path"], p) for r in intended)]
    print(f"{len(old)} files before, {len(new)} after: {equal} equal to the byte, {meant} but for what was meant, "
          f"{len(left)} otherwise; {len(gone)} gone, {len(come)} new")
    for name, count in used.items():
        print(f"  meant: {name} ({count} places)")
    for path in unexplained:
        print(("gone: " if path in old else "new: ") + path)
    printed = 0
    for path in left:
        print(path)
        lines = difflib.unified_diff(plain(path, old[path]).splitlines(), plain(path, new[path]).splitlines(), lineterm="", n=0)
        for line in lines:
            if printed < arguments.most:
                print("   ", line[:300])
                printed += 1
    return 1 if left or unexplained else 0


if __name__ == "__main__":
    sys.exit(main())
