#!/usr/bin/env python3
"""Time and memory of reading many documents: griot beside pdftotext and pandoc, in one run; and what hostile files do to their neighbours.

    cargo build --release -p griot
    apt-get install poppler-utils pandoc
    bench/reading.py [../shared/data/documents]      # GRIOT names another binary

The publishers' PDFs and Word files are copied until there are a thousand pages and a thousand files. griot reads a folder as one
command, as it is typed, and writes everything that it understood as JSON; the peers are started once a file, on as many cores, and
write plain text. Then two hundred files of ten hostile kinds are put among two thousand letters: the lines of the letters must be
the same as without them.
"""
import io
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import zipfile
from pathlib import Path

documents = Path(sys.argv[1] if len(sys.argv) > 1 else "../shared/data/documents").resolve()
griot = os.path.abspath(os.environ.get("GRIOT", "target/release/griot"))
cores = os.cpu_count()


def copies(of, end, wanted, size, into):
    """Copies of the files, in turn, until their sizes add up to what is wanted."""
    into.mkdir()
    files = sorted((documents / of).glob(f"*.{end}"))
    sizes = {file: size(file) for file in files}
    total = number = 0
    while total < wanted:
        for file in files:
            if total >= wanted or sizes[file] == 0:
                continue
            shutil.copy(file, into / f"{number:04}-{file.name}")
            total, number = total + sizes[file], number + 1
    return number, total


def pages(file):
    said = subprocess.run(["pdfinfo", file], capture_output=True, text=True, errors="replace").stdout
    return next((int(line.split()[1]) for line in said.splitlines() if line.startswith("Pages:")), 0)


def timed(command, **options):
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    done = subprocess.run(command, capture_output=True, **options)
    after, seconds = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter() - begun
    used = sum(getattr(after, it) - getattr(before, it) for it in ("ru_utime", "ru_stime"))
    return done, seconds, used


def row(what, command, **options):
    done, seconds, used = timed(command, **options)
    print(f"| {what} | {seconds:.1f} | {used:.1f} | {done.returncode} |")
    return done


def packed(parts):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as package:
        for name, text in parts:
            package.writestr(name, text)
    return out.getvalue()


SPACE = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


def word(body, head=""):
    return packed([("word/document.xml", f'{head}<w:document xmlns:w="{SPACE}"><w:body>{body}</w:body></w:document>')])


def paragraph(text):
    return f"<w:p><w:r><w:t>{text}</w:t></w:r></w:p>"


def letter(number):
    text = f"Letter {number}. In Mali, the army deposed the president on 18 August 2020; {number} tonnes were exported."
    return [("docx", word(paragraph("Heading") + paragraph(text))), ("txt", text.encode()),
            ("html", f"<html><body><p>{text}</p></body></html>".encode())][number % 3]


ENTITIES = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
HOSTILE = [
    ("bomb.docx", lambda n: word(paragraph("&a9;"), f'<!DOCTYPE w [<!ENTITY a0 "a">{ENTITIES}]>')),
    ("long.docx", lambda n: word(paragraph("x" * (150 << 20)))),
    ("cut.docx", lambda n: word(paragraph("cut"))[: 60 + n]),
    ("slip.zip", lambda n: packed([("../../../etc/passwd", f"root {n}")])),
    ("nested.zip", lambda n: packed([("a.zip", packed([("b.zip", packed([("c.zip", packed([("d.txt", "d")]))]))]))])),
    ("loop.pdf", lambda n: b"%PDF-1.4\n1 0 obj<</Type/Pages/Kids[1 0 R]/Count 1>>endobj\ntrailer<</Root 1 0 R>>"),
    ("noise.pdf", lambda n: b"%PDF-1.7\n" + bytes((n * 31 + i * 97) % 256 for i in range(20_000))),
    ("deep.html", lambda n: b"<div>" * 100_000),
    ("wide.html", lambda n: b"<p " + b" ".join(b"a%d=1" % i for i in range(200_000)) + b">x</p>"),
    ("zero.xlsx", lambda n: packed([("xl/workbook.xml", ""), ("[Content_Types].xml", "")])),
]


def lines(folder):
    done, seconds, _ = timed([griot, "read", folder, "--format", "json"])
    read = {}
    for line in done.stdout.splitlines():
        said = json.loads(line)
        read[Path(said["file"]).name] = said.get("document", said.get("unreadable"))
    return read, seconds, done.returncode


with tempfile.TemporaryDirectory() as work:
    work = Path(work)
    count, total = copies("pdf", "pdf", 1000, pages, work / "pdf")
    words, _ = copies("docx", "docx", 1000, lambda file: 1, work / "docx")
    print(f"{cores} cores, load {os.getloadavg()[0]:.1f}, {time.strftime('%Y-%m-%d')}\n")
    print("| what | wall s | CPU s | exit |\n|---|---|---|---|")
    row(f"griot: {count} PDFs of {total} pages, everything as JSON", [griot, "read", work / "pdf", "--format", "json"])
    for each, folder, name in (("pdftotext {} -", "pdf", "pdftotext: the same, text"),
                               ("pandoc -f docx -t plain {}", "docx", None)):
        if shutil.which(each.split()[0]) is None:
            print(f"| skipped: {each.split()[0]} is not installed | | | |")
            continue
        if name is None:
            row(f"griot: {words} Word files, everything as JSON", [griot, "read", work / "docx", "--format", "json"])
            name = "pandoc: the same, plain text"
        files = "\0".join(map(str, sorted((work / folder).iterdir())))
        row(name, ["xargs", "-0", "-P", str(cores), "-I{}", *each.split()], input=files.encode())

    (work / "good").mkdir()
    (work / "all").mkdir()
    for number in range(2000):
        end, content = letter(number)
        for folder in ("good", "all"):
            (work / folder / f"{number:04}.{end}").write_bytes(content)
    good, alone, _ = lines(work / "good")
    for number in range(200):
        name, made = HOSTILE[number % len(HOSTILE)]
        (work / "all" / f"{number * 10:04}-{name}").write_bytes(made(number))
    both, together, code = lines(work / "all")
    hostile = {name: said for name, said in both.items() if name not in good}
    changed = [name for name, said in good.items() if both.get(name) != said]
    unread = sum(isinstance(said, str) for said in hostile.values())
    print(f"\n2,000 letters alone {alone:.1f} s; with 200 hostile files among them {together:.1f} s, exit {code}: "
          f"{len(hostile)} of them are spoken of, {unread} refused with a reason; {len(changed)} letters changed")
    sys.exit(1 if changed or len(good) != 2000 or len(hostile) != 200 else 0)
