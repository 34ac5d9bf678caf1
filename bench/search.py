#!/usr/bin/env python3
"""Time of `griot search` over sources that are made up: the first search, the next ones, and one after an edit.

    cargo build --release
    bench/search.py [SOURCES] [BYTES OF EACH]       # 1000 1000; GRIOT names another binary
"""
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

count, size = (int(given) for given in (sys.argv[1:] + ["1000", "1000"][len(sys.argv) - 1:])[:2])
griot = os.path.abspath(os.environ.get("GRIOT", "target/release/griot"))
known = "wagner gold mine mercenaires armée soldats наёмники Мали الحكومة ذهب junta vote company minister letter convoy village killed".split()
random.seed(1)
rare = ["".join(random.choices("abcdefghijklmnopqrstuvwxyz", k=random.randint(3, 9))) for _ in range(20_000)]


def text():
    made = ""
    while len(made.encode()) < size:
        words = (random.choice(known if random.random() < 0.2 else rare) for _ in range(25))
        made += " ".join(words).capitalize() + ".\n\n"
    return made


def timed(*words):
    begun = time.perf_counter()
    subprocess.run([griot, "search", "case", *words], check=True, capture_output=True)
    return time.perf_counter() - begun


with tempfile.TemporaryDirectory() as folder:
    os.chdir(folder)
    Path("sources").mkdir()
    for number in range(count):
        Path(f"sources/s{number:05}.txt").write_text(text(), encoding="utf-8")
    subprocess.run([griot, "new", "case"], check=True, capture_output=True)
    subprocess.run([griot, "add", "case", "sources"], check=True, capture_output=True)
    rows = [("first search, everything is read", timed("wagner", "gold"))]
    for words in (["wagner", "gold"], ["mercenaire"], ["наемник*"], ['"gold mine"'], ["حكومة"]):
        rows.append((f"{' '.join(words)}, median of 9", statistics.median(timed(*words) for _ in range(9))))
    with open("case/sources/s00000.txt", "a", encoding="utf-8") as edited:
        edited.write("An edit.\n")
    rows.append(("after one edited source", timed("wagner", "gold")))
    megabytes = count * size / 1e6
    index = Path("case/.griot/cache/search.sqlite").stat().st_size / 1e6
    print(f"{count} sources, {megabytes:.1f} MB of text, index {index:.1f} MB; process start included\n")
    print("| what | ms |\n|---|---|")
    for what, seconds in rows:
        print(f"| {what} | {seconds * 1000:.0f} |")
