#!/usr/bin/env python3
"""Time and memory of opening many notes: NOTES notes against as many held sources of SIZE bytes each.

    cargo build --release -p griot
    bench/notes.py [NOTES] [SIZE]        2000 and 500000: a gigabyte
"""
import random
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

notes = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
size = int(sys.argv[2]) if len(sys.argv) > 2 else 500_000
program = sys.argv[3:] or ["./target/release/griot", "check"]
random.seed(1)
syllables = [a + b for a in "b d f g k l m n p r s t v z".split() for b in "a e i o u an el or".split()]
words = ["".join(random.choice(syllables) for _ in range(random.randint(1, 4))) for _ in range(30_000)]
stop = "the of and to in a was for on with by at from it his that had".split()


def sentence():
    out = [random.choice(stop) if random.random() < .4 else random.choice(words) for _ in range(random.randint(8, 25))]
    if random.random() < .3:
        out.insert(3, str(random.randint(2, 90_000)))
    if random.random() < .3:
        out.insert(5, random.choice(words).capitalize() + " " + random.choice(words).capitalize())
    return " ".join(out).capitalize() + "."


with tempfile.TemporaryDirectory() as folder:
    pool = [sentence() for _ in range(20_000)]
    draft = []
    for number in range(notes):
        text, parts = 0, []
        while text < size:
            parts.append(random.choice(pool))
            text += len(parts[-1]) + 1
        fact = f"On {random.randint(1, 28)} March {random.randint(1990, 2023)} {random.choice(words).capitalize()} {random.choice(words).capitalize()} sent {random.randint(100, 9999)} men to {random.choice(words).capitalize()}."
        parts.insert(len(parts) // 2, fact)
        Path(folder, f"s{number}.txt").write_text("\n".join(parts))
        draft.append(f"{fact}[^{number}]\n\n[^{number}]: s{number}.txt\n")
    path = Path(folder).with_suffix(".md")
    path.write_text("\n".join(draft))
    for run in ("cold", "again"):
        start = time.time()
        arguments = [*program, str(path)] + (["--sources", folder, "--format", "json"] if program[-1] == "check" else [folder])
        subprocess.run(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False)
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        print(f"{run}: {time.time() - start:.1f} s, {used.ru_utime + used.ru_stime:.1f} s of processor in all, at most {used.ru_maxrss / 1024:.0f} MB")
    path.unlink()
