#!/usr/bin/env python3
"""Makes inputs built to hurt, runs griot on each, and prints what became of it.

    bench/hostile.py [--griot ./target/release/griot] [--only WORD] [--quick] [--table FILE.md]

Each input is a kind (what hurts), a format and a size. The laws:
  - at most 5 seconds a megabyte of input, of the processor or of the clock, whichever is less, and never less than 2 allowed;
  - at most 1 GB of memory (the peak of the process, as the system counts it);
  - no panic, abort, signal or hang;
  - what is refused (exit status 2) is refused by a sentence that names the file or the argument.
The exit status is 1 where one of them is broken. Files lie in a temporary folder, one at a time, and the largest
are written while they are read. Only the standard library is needed. `--quick` takes the small half.
"""

import argparse
import gzip
import itertools
import os
import resource
import shutil
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

SECONDS_A_MEGABYTE = 5.0
LEAST_SECONDS = 2.0
MOST_MEMORY = 1 << 30
# Above the law, so that what breaks it is told from what hangs; below what would harm the machine.
MOST_ADDRESSES = 12 << 30
HANG_AFTER = 60.0

CASES = []


class Input:
    """One input: how it is made, how griot is called, and what a refusal must name."""

    def __init__(self, kind, form, make, arguments, names=None, small=True, always=False):
        self.kind, self.form, self.make, self.arguments = kind, form, make, arguments
        self.names, self.small, self.always = names, small, always


def add(kind, form, make, arguments, names=None, small=True, always=False):
    """Adds an input. What `names` says must stand in a refusal, and in all that is said where `always` is set."""
    CASES.append(Input(kind, form, make, arguments, names, small, always))


# --- making files -------------------------------------------------------------------------------------------------

def text(name, whole):
    """A file of this text."""
    def make(folder):
        path = folder / name
        path.write_bytes(whole if isinstance(whole, bytes) else whole.encode())
        return path
    return make


def repeated(name, part, size, before="", after=""):
    """A file of `part` again and again, of about `size` bytes, written a megabyte at a time."""
    part = part.encode() if isinstance(part, str) else part
    def make(folder):
        path = folder / name
        block = part * max(1, (1 << 20) // len(part))
        with open(path, "wb") as out:
            out.write(before.encode())
            left = size
            while left > len(block):
                out.write(block)
                left -= len(block)
            out.write(part * max(1, left // len(part)))
            out.write(after.encode())
        return path
    return make


def rows(name, header, row, count, pack=False):
    """A table of `count` rows, each what `row` gives for its number."""
    def make(folder):
        path = folder / name
        opened = gzip.open(path, "wb", compresslevel=1) if pack else open(path, "wb")
        with opened as out:
            out.write((header + "\n").encode())
            for start in range(0, count, 10000):
                lines = (row(number) for number in range(start, min(count, start + 10000)))
                out.write(("\n".join(lines) + "\n").encode())
        return path
    return make


def packed(name, header, row, megabytes, end=b""):
    """A gzip file that unpacks to so many megabytes of one row."""
    def make(folder):
        path = folder / name
        block = (row.encode() + b"\n") * ((1 << 20) // (len(row) + 1))
        with gzip.open(path, "wb", compresslevel=6) as out:
            out.write((header + "\n").encode())
            for _ in range(megabytes):
                out.write(block)
        if end:
            with open(path, "ab") as out:
                out.write(end)
        return path
    return make


def case(files, settings="", report="# A report\n\nNothing happened.\n"):
    """A case folder with these files; a value that can be called makes its own."""
    def make(folder):
        root = folder / "case"
        (root / "data").mkdir(parents=True)
        publish = "\n[publish]\nreport = true\nactors = true\ntimeline = true\nsources = true\n"
        head = 'title = "T"\nquestion = "Q"\nhosts = ["MLI"]\nsenders = ["RUS"]\n'
        (root / "case.toml").write_text(head + settings + publish)
        if report is not None:
            (root / "report.md").write_text(report)
        for name, whole in files.items():
            path = root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if callable(whole):
                made = whole(folder)
                if made != path:
                    path.unlink(missing_ok=True)
                    os.rename(made, path)
                    if path.is_symlink() and os.readlink(path) == made.name:
                        path.unlink()
                        path.symlink_to(path.name)
            else:
                path.write_bytes(whole.encode() if isinstance(whole, str) else whole)
        return root
    return make


def special(kind):
    """What is no file: a pipe, a device, a socket, a folder, a link in a circle, an unreadable name."""
    def make(folder):
        path = folder / f"special-{kind}"
        if kind == "pipe":
            os.mkfifo(path)
        elif kind == "zero":
            path.symlink_to("/dev/zero")
        elif kind == "terminal":
            path.symlink_to("/dev/tty")
        elif kind == "socket":
            listening = socket.socket(socket.AF_UNIX)
            listening.bind(str(path))
            make.kept = listening
        elif kind == "folder":
            path.mkdir()
        elif kind == "circle":
            path.symlink_to(path.name)
        elif kind == "missing":
            pass
        return path
    return make


def size_of(path):
    if path is None:
        return 0
    if path.is_symlink() or not path.exists():
        return 0
    if path.is_dir():
        return sum(it.lstat().st_size for it in path.rglob("*") if it.is_file() and not it.is_symlink())
    return path.lstat().st_size


# --- the inputs ---------------------------------------------------------------------------------------------------

KB, MB = 1000, 1000 * 1000

SENTENCES = {
    "lower case": "the army said that people near the town were in the field with them ",
    "capitals": "Ibrahim Boubacar Keita and Assimi Goita met Sergei Lavrov and ",
    "percentages": "from 66.8 to 57.7 percent ",
    "dates": "on 18 August 2020 and ",
    "months": "August ",
    "years": "in 2020, 2021, 2022, ",
    "relative days": "two days later, ",
    "deaths": "killed 5 people and ",
    "votes": "Mali voted against it and ",
    "symbols": "A/RES/ES-11/1 and A/RES/76/70, ",
    "coups": "a coup in Mali in 2020 and ",
    "terms": "President Keita took office in 2013 and ",
    "hedges": "may allegedly have denied, but ",
    "minified JSON": '{"a":1,"b":[2,3],"c":"x"},',
    "commas": ",",
    "full stops": ".",
    "quotation marks": '"',
    "nested marks": "“a ‘b «c ",
    "brackets": "[(",
    "marks without width": "\u200b\u00ad",
    "one letter": "a",
    "numbers": "1 ",
    "number words": "twenty and thirty thousand ",
    "Arabic": "قتل خمسة اشخاص في مالي ",
    "Chinese": "马里军方说五人在袭击中丧生",
    "emoji": "👩‍👩‍👧‍👦🏳️‍🌈",
    "combining marks": "e\u0301\u0302\u0303\u0304",
    "transcript": "uh yeah so i mean the uh the government of mali they said you know ",
    "money": "$5 million, €3bn and ",
    "hyphens": "Al-",
    "abbreviations": "U.S. ",
    "digits": "9",
    "newlines": "\n",
    "carriage returns": "\r",
    "tabs": "\t",
    "NUL": "a\0",
    "right to left": "\u202eabc\u202c ",
    "listings": "was put on the sanctions list on 3 May 2022 by the United States and ",
    "titles": "President Puzzz, 3 million.\n\n",
    "two claims a line": "President Keita left office in 2013. Mali voted against A/RES/ES-11/1 in 2022.\n\n",
    "ratios": "two thirds of the ninety per cent of half of ",
    "elections": "won the election of 2018 with 67.16 percent of the votes in the second round and ",
}

MARKDOWN = {
    "bound, never closed": '[x]{.claim a="',
    "bound, whole": "[x]{.claim coup=MLI date=2020-08-18} ",
    "links, never closed": "[a](",
    "emphasis": "*a_",
    "cells": "| a ",
    "quotes in quotes": "> ",
    "lists in lists": "- ",
    "code": "`",
    "comments": "<!-- ",
    "references": "[a]: b\n",
    "footnotes": "[^1] ",
    "headings": "# a\n",
    "entities": "&amp;&#x41;",
    "front matter": "---\na: b\n",
    "brackets in brackets": "[",
    "images": "![a](",
    "autolinks": "<http://a>",
}

HTML = {
    "elements in elements": "<div>",
    "bold in bold": "<b>",
    "misnested": "<b><table><i>",
    "paragraphs": "<p>In 2020 five people were killed",
    "claims": "<span class=claim>x",
    "comments, never closed": "<!-- ",
    "scripts": "<script>",
    "entities": "&amp;&lt;&#65;",
    "lone angles": "<",
    "menus": "<nav>",
    "quotes": "<blockquote>",
    "titles": "<title>",
    "ends": "</p>",
}


def reports():
    for (kind, part), size in itertools.product(SENTENCES.items(), [64 * KB, 1 * MB]):
        add(kind, "report.txt", repeated("report.txt", part, size), ["check", "{}"], small=size < MB)
    for (kind, part), size in itertools.product(MARKDOWN.items(), [64 * KB, 1 * MB]):
        add(kind, "report.md", repeated("report.md", part, size), ["check", "{}"], small=size < MB)
    for (kind, part), size in itertools.product(HTML.items(), [64 * KB, 1 * MB]):
        add(kind, "report.html", repeated("report.html", part, size), ["check", "{}"], small=size < MB)
    for count in [20_000, 200_000]:
        attributes = " ".join(f"a{number}=1" for number in range(count))
        add(f"{count:,} attributes", "report.html", text("report.html", f"<p {attributes}>text"), ["check", "{}"])
        add(f"{count:,} attributes of a claim", "report.html",
            text("report.html", f"<span class=claim {attributes}>text</span>"), ["check", "{}"])
        add(f"{count:,} attributes of an end", "report.html", text("report.html", f"<p>text</p {attributes}>"), ["check", "{}"])
        add(f"{count:,} attributes", "report.md", text("report.md", f"a <p {attributes}>text</p>\n\n<p {attributes}>text"), ["check", "{}"])
        add(f"{count:,} attributes of a claim", "report.md", text("report.md", "[x]{.claim " + attributes + "}"), ["check", "{}"])
    add("an attribute of 4 MB", "report.html", repeated("report.html", "x", 4 * MB, '<p title="', '">text'), ["check", "{}"])
    add("a name of 4 MB", "report.html", repeated("report.html", "x", 4 * MB, "<", ">text"), ["check", "{}"])
    for name, start in [("report.html", "<p>"), ("report.md", ""), ("report.txt", "")]:
        add("random bytes", name, text(name, start.encode() + bytes(noise(256 * KB))), ["check", "{}"])
        add("as UTF-16", name, text(name, ("\ufeff" + SENTENCES["dates"] * 5000).encode("utf-16-le")), ["check", "{}"])
        add("nothing", name, text(name, b""), ["check", "{}"])
    add("dates", "report.txt, 20 MB", repeated("report.txt", SENTENCES["dates"], 20 * MB), ["check", "{}"], small=False)
    add("2 GB", "report.txt", sparse("report.txt", 2_000 * MB), ["check", "{}"], small=False)
    add("a gzip file", "report.md", packed("report.md", "", "killed 5 people", 4), ["check", "{}"])
    add("dates", "report.md --format json", repeated("report.md", SENTENCES["dates"], 256 * KB),
        ["check", "{}", "--format", "json", "--all"])
    add("deaths", "report.md --all", repeated("report.md", "Islamists killed 5 people in Mali in 2020. ", 512 * KB),
        ["check", "{}", "--all"], small=False)


def noise(size):
    state, out = 88172645463325252, bytearray()
    while len(out) < size:
        state ^= (state << 13) & (2**64 - 1)
        state ^= state >> 7
        state ^= (state << 17) & (2**64 - 1)
        out += state.to_bytes(8, "little")
    return out[:size]


def sparse(name, size, before=b""):
    def make(folder):
        path = folder / name
        with open(path, "wb") as out:
            out.write(before)
            out.truncate(size)
        return path
    return make


SHEETS = {
    "actors.csv": ("id,schema,name,aliases,country,note,source", lambda n: f"a{n},Person,Name {n},Alias {n} | Other {n},MLI,,s"),
    "sources.csv": ("id,title,publisher,author,published,url,retrieved,file,disclosure", lambda n: f"s{n},Title {n},P,,2020,,,,open"),
    "relations.csv": ("from,relation,to,since,until,source,modality", lambda n: f"nobody{n},leads,noone{n},2012,,s{n},asserted"),
    "statements.csv": ("id,speaker,text,quoted,about,date,published,modality,source",
                       lambda n: f"st{n},nobody{n},Words {n},no,noone,2017-01-05,x,alleged,s{n}"),
    "intervals.csv": ("actor,role,place,from,to,source", lambda n: f"nobody{n},head of state,MLI,2012,2020,s{n}"),
    "timeline.csv": ("id,date,until,title,part,actors,place,technique,source,modality",
                     lambda n: f"t{n},2020-01-01,,Title {n},method,nobody{n},MLI,T0110,s{n},asserted"),
    "flows.csv": ("id,from,to,kind,what,since,until,value,unit,source,modality",
                  lambda n: f"f{n},RUS,MLI,arms,What {n},2000,2012,0.5,share,s{n},asserted"),
}


BUILD = ["build", "{}", "-o", "{folder}/site", "--no-archive"]


def cases():
    # What is read of a case is the same for every command; a site takes seconds to write, whatever the case.
    build = ["sql", "{}", "select count(*) from timeline"]
    for name, (header, row) in SHEETS.items():
        add("10,000 rows that refer to nothing", name, case({name: rows("made.csv", header, row, 10_000)}), build)
        add("an unclosed mark, 20,000 lines", name,
            case({name: rows("made.csv", header, lambda n: 'x,"y,z' if n % 2 else "a,b", 20_000)}), build)
        add("one cell of 4 MB", name, case({name: repeated("made.csv", "x", 4 * MB, header + "\n", "\n")}), build)
        add("10,000 rows, built", name, case({name: rows("made.csv", header, row, 10_000)}), BUILD, small=False)
        add("64 MB of empty rows", name, case({name: repeated("made.csv", "," * header.count(",") + "\n", 64 * MB, header + "\n")}),
            build, small=False)
    name, (header, row) = "actors.csv", SHEETS["actors.csv"]
    add("10,000 columns", name, case({name: ",".join(f"c{n}" for n in range(10_000)) + "\n" + "x," * 9_999 + "\n"}), build)
    add("NUL and random bytes", name, case({name: bytes(noise(256 * KB))}), build)
    add("20,000 names that are alike", name,
        case({"sources.csv": "id,title\ns,T\n", name: rows("made.csv", header, lambda n: f"a{n},Person,Aaaaaaaaaaaaaaaaaaaaaaaaa {n},,MLI,,s", 20_000)}), build)
    add("one name 20,000 times", name,
        case({"sources.csv": "id,title\ns,T\n", name: rows("made.csv", header, lambda n: f"a{n},Person,Mali,,MLI,,s", 20_000)},
             report="# R\n\n" + "Mali killed 5 people. " * 200), build)
    add("5,000 sources, 5,000 rows", "timeline.csv", case({
        "sources.csv": rows("made.csv", *SHEETS["sources.csv"], 5_000),
        "timeline.csv": rows("also.csv", SHEETS["timeline.csv"][0], lambda n: f"t{n},2020-01-01,,Title {n},method,,MLI,T0110,s{n},asserted", 5_000),
    }), build, small=False)
    for toml, kind in [
        ("[" * 100_000, "100,000 brackets"),
        ("a = " + "[" * 100_000, "100,000 lists"),
        ("a = " + "{a=" * 50_000, "50,000 tables"),
        ("a." * 50_000 + "b = 1\n", "50,000 dots"),
        ("\n".join(f"k{n} = 1" for n in range(50_000)) + "\n", "50,000 keys"),
        ('period = ["0001", "9999"]\n', "a period of 9,999 years"),
        ('period = ["1000000000000 days"]\n', "a period of 10^12 days"),
        ('hosts2 = [' + '"MLI",' * 100_000 + "]\n", "100,000 hosts"),
        ('compare = [' + '"SEN",' * 2_000 + "]\n", "2,000 countries to compare"),
    ]:
        add(kind, "case.toml", case({}, toml), build, names="case.toml")
    for name, header in [("actors.csv", SHEETS["actors.csv"][0]), ("event_judgements.csv", "source,row,other_source,other_row,answer,author")]:
        add("marks never closed on every line", name, case({name: repeated("made.csv", 'a","\n', 2 * MB, header + "\n", '"')}), build)
    add("2 GB", "case.toml", case({"case.toml": sparse("made", 2_000 * MB)}), build, small=False)
    add("2 GB", "actors.csv", case({"actors.csv": sparse("made", 2_000 * MB)}), build, small=False)
    add("2 GB", "report.md of a case", case({"report.md": sparse("made", 2_000 * MB)}), build, small=False)
    add("2 GB", "a table nobody describes", case({"data/x.bin": sparse("made", 2_000 * MB)}), build, small=False)
    add("20,000 files in data", "case", case({f"data/f{n}.csv": "a\n" for n in range(20_000)}), build, small=False)
    for number in ["-1", "1e9"]:
        add(f"draws = {number}", "data/posts.toml", posts_case(f'draws = {number}'), BUILD, names="draws")
    for length in ["1000000000000d", "106751991d", "-1d", "1ms"]:
        add(f'apart = "{length}"', "data/posts.toml", posts_case(apart=length), BUILD, names="apart")
        add(f'window = "{length}"', "data/posts.toml", posts_case(window=length), BUILD, names="window")
    add("2,000 accounts on 3 objects", "data/posts.csv of a case", posts_case(count=6_000, objects=3, accounts=2_000), BUILD, names="posts")
    add("40,000 rows of one object", "data/posts.csv of a case", posts_case(count=40_000, objects=1, accounts=40_000), BUILD, names="posts", small=False)


def posts_case(more="", apart="3h", window="60s", count=200, objects=10, accounts=20):
    described = f"""format = "posts"
title = "T"
row_is = "a share"
version = "1"
licence = "none"
[network]
by = ["object"]
window = "{window}"
min = 1
{more}
apart = "{apart}"
seed = 1
level = 0.05
"""
    shares = rows("made.csv", SHARES, lambda n: f"o{n % objects},a{n % accounts},c{n},{1_600_000_000 + n % 50}", count)
    return case({"data/posts.toml": described, "data/posts.csv": shares})


EVENTS = "id,date,latitude,longitude,deaths,actor1,kind_tax"
EVENT = lambda n: f"{n},2020-01-01,12.5,-8.0,3,A{n % 7},k"
GED = ("id,type_of_violence,date_start,date_end,date_prec,latitude,longitude,where_prec,where_coordinates,adm_1,country,side_a,side_b,"
       "event_clarity,number_of_sources,deaths_a,deaths_b,deaths_civilians,deaths_unknown,best,low,high")
GED_ROW = lambda n: f"{n},3,2020-01-01,2020-01-01,1,12.5,-8.0,1,Town,Region,Mali,A,Civilians,1,1,0,0,3,0,3,3,5"


def events():
    imported = ["events", "import", "{}", "-o", "{folder}/out.parquet"]
    for count in [1_000, 5_000, 20_000]:
        def two(folder, count=count):
            (folder / "both").mkdir()
            rows("both/a.csv", EVENTS, EVENT, count)(folder)
            rows("both/b.csv", EVENTS, EVENT, count)(folder)
            return folder / "both"
        for how in [[], ["--compat", "meltt"], ["--format", "json"]]:
            add(f"{count:,} + {count:,} of one place and day {' '.join(how)}", "events", two,
                ["events", "fuse", "{}/a.csv", "{}/b.csv", *how], names="pairs", small=count < 5_000)
    def weeks(folder):
        (folder / "both").mkdir()
        for name in "ab":
            rows(f"both/{name}.csv", EVENTS, lambda n: f"{n},{2000 + n % 20}-{1 + n // 20 % 12:02}-{1 + n % 28:02},12.5,-8,3,A,k", 40_000)(folder)
        return folder / "both"
    add("40,000 + 40,000 of one place over years", "events", weeks, ["events", "fuse", "{}/a.csv", "{}/b.csv"], names="pairs", small=False)
    add("distance of 20,000 km", "events", weeks, ["events", "fuse", "{}/a.csv", "{}/b.csv", "--km", "20000"], names="km", small=False)
    add("1,000,000 of one row", "events.csv", rows("e.csv", EVENTS, EVENT, 1_000_000), imported, small=False)
    add("3,000,000 short rows", "events.csv", rows("e.csv", "date,latitude,longitude", lambda n: "2020-01-01,1,1", 3_000_000), imported, small=False)
    add("rows that cannot be read", "events.csv", rows("e.csv", EVENTS, lambda n: "x", 1_000_000), imported, small=False)
    add("rows of bad dates", "events.csv", rows("e.csv", EVENTS, lambda n: f"{n},yesterday,1,1,1,A,k", 300_000), imported, small=False)
    add("an unclosed mark", "events.csv", rows("e.csv", EVENTS, lambda n: f'{n},"2020-01-01,1,1,1,A,k', 50_000), imported)
    add("marks never closed on every line", "events.csv", repeated("e.csv", 'a","\n', 2 * MB, EVENTS + "\n", '"'), imported)
    add("20,000 rows of one event id", "acled.csv",
        rows("e.csv", "event_id_cnty,event_date,event_type,actor1,latitude,longitude,fatalities",
             lambda n: f"X1,2020-01-01,Battles,Actor {n},1,1,1", 20_000), imported)
    add("a line of 64 MB", "events.csv", repeated("e.csv", "x", 64 * MB, EVENTS + "\n"), imported, small=False)
    add("20,000 columns", "events.csv", text("e.csv", EVENTS + "".join(f",c{n}_tax" for n in range(20_000)) + "\n" + EVENT(1) + ",x" * 20_000 + "\n"), imported)
    add("2 GB of equal rows", "events.csv", repeated("e.csv", EVENT(1) + "\n", 2_000 * MB, EVENTS + "\n"), imported, small=False)
    add("2 GB of equal rows", "ged.csv", repeated("e.csv", GED_ROW(1) + "\n", 2_000 * MB, GED + "\n"), imported, small=False)
    add("2 GB of nothing", "events.csv", sparse("e.csv", 2_000 * MB, EVENTS.encode() + b"\n"), imported, small=False)
    for megabytes in [100, 1_000, 4_000]:
        add(f"a gzip of {megabytes:,} MB", "events.csv.gz", packed("e.csv.gz", EVENTS, EVENT(1), megabytes), imported, small=megabytes < 1_000)
    add("a gzip that is cut off", "events.csv.gz", cut(packed("e.csv.gz", EVENTS, EVENT(1), 10), 0.5), imported)
    add("a gzip with a tail", "events.csv.gz", packed("e.csv.gz", EVENTS, EVENT(1), 1, b"\x1f\x8b" + b"x" * 1000), imported)
    for depth in [1_000, 100_000]:
        for opening in ["[", '{"a":']:
            add(f"{depth:,} deep {opening}", "events.json", text("e.json", opening * depth), imported)
    add("an array of 10^6 numbers", "events.json", text("e.json", "[" + "1," * 1_000_000 + "1]"), imported, small=False)
    add("2,000,000 short objects", "events.json", text("e.json", '{"data":[' + "{}," * 2_000_000 + "{}]}"), imported, small=False)
    compare = ["events", "compare", "{}"]
    wide = lambda n: f"{n},{1 + n % 9999:04}-01-01,12.5,-8.0,3,A,k"
    add("events over 9,999 years", "events.csv", rows("e.csv", EVENTS, wide, 10_000), compare + ["--before", "0001/5000", "--after", "5001/9999"])
    add("events over 9,999 years, a day each", "events.csv", rows("e.csv", EVENTS, wide, 10_000),
        compare + ["--before", "9998-12-30", "--after", "9998-12-31"])
    for period in ["1000000000000", "0001/1000000000000", "2020-01-01/", "-9999/9999", "2020/2010"]:
        add(f"a period {period}", "events compare", text("e.csv", EVENTS + "\n" + EVENT(1) + "\n"),
            compare + ["--before", "2010/2011", f"--after={period}"], names="--after")
    add("the deaths of 10^18 people", "events.csv", rows("e.csv", EVENTS, lambda n: f"{n},2020-01-{1 + n % 28:02},1,1,{10**18},A,k", 1_000),
        compare + ["--before", "2019", "--after", "2020"])
    add("20,000 actors", "events.csv", rows("e.csv", EVENTS, lambda n: f"{n},2020-01-{1 + n % 28:02},1,1,3,Actor {n},k", 20_000),
        compare + ["--before", "2019", "--after", "2020"])
    add("points beside the globe", "events.csv", rows("e.csv", EVENTS, lambda n: f"{n},2020-01-01,1e308,-1e308,3,A,k", 1_000), imported)
    add("a gzip of 600,000 rows that differ", "events.csv.gz",
        rows("e.csv.gz", EVENTS, lambda n: f"{n},20{n % 25:02}-01-{1 + n % 28:02},{n % 90}.{n % 997},{n % 180}.5,{n % 50},Actor {n % 499},k", 599_999, pack=True), imported, small=False)
    releases = ["events", "releases", "{}", "{}"]
    add("one file twice, 100,000 rows", "ged.csv", rows("e.csv", GED, GED_ROW, 100_000), releases, small=False)


def cut(make, share):
    def made(folder):
        path = make(folder)
        os.truncate(path, int(path.stat().st_size * share))
        return path
    return made


VOTES = {
    "the UN Digital Library": ("undl_id,ms_code,ms_name,ms_vote,date,session,resolution,title",
                               lambda n: f"{n // 190},C{n % 190:02},N,Y,2020-01-01,75,A/RES/75/{n // 190},Title"),
    "Voeten, long": ("rcid,ccode,session,date,unres,vote", lambda n: f"{n // 190},{n % 190},75,2020-01-01,R/75/{n},1"),
    "UNGA-DM": ("decision_id,member_state,original_vote,date", lambda n: f"{n // 190},State {n % 190},yes,2020-01-01"),
}


def votes():
    coverage = ["votes", "coverage", "--file", "{}"]
    for layout, (header, row) in VOTES.items():
        add("200,000 votes", layout, rows("v.csv", header, row, 200_000), coverage, small=False)
        add("20,000 votes in one roll call", layout, rows("v.csv", header, lambda n, row=row: row(0), 20_000), ["votes", "reconcile", "--file", "{}"])
        add("20,000 roll calls of one vote", layout, rows("v.csv", header, lambda n, row=row: row(n * 190), 20_000), ["votes", "reconcile", "--file", "{}"], small=False)
        add("rows that cannot be read", layout, rows("v.csv", header, lambda n: "?,?,?,?", 1_000_000), coverage, small=False)
        add("20,000 members", layout, rows("v.csv", header, lambda n, row=row: row(n).replace(f"C{n % 190:02}", f"C{n}").replace(f"State {n % 190}", f"State {n}"), 20_000),
            ["votes", "ideal", "--file", "{}"])
        for megabytes in [400, 4_000]:
            add(f"a gzip of {megabytes:,} MB", layout, packed("v.csv.gz", header, row(1), megabytes), coverage, small=False)
        add("2 GB of equal rows", layout, repeated("v.csv", row(1) + "\n", 2_000 * MB, header + "\n"), coverage, small=False)
    header, row = VOTES["the UN Digital Library"]
    add("marks never closed on every line", "votes", repeated("v.csv", 'a","\n', 2 * MB, header + "\n", '"'), coverage)
    add("a line of 64 MB", "votes", repeated("v.csv", "x", 64 * MB, header + "\n"), coverage, small=False)
    add("an unclosed mark", "votes", rows("v.csv", header, lambda n: f'"{n},x,y', 100_000), coverage)
    add("a header of 20,000 columns", "votes", text("v.csv", "rcid,USA," + ",".join(f"c{n}" for n in range(20_000)) + "\n" + "1," * 20_001 + "1\n"), coverage)
    add("NUL", "votes", repeated("v.csv", "\0", MB, header + "\n"), coverage)


COMTRADE = "refYear,period,reporterISO,partnerISO,flowCode,cmdCode,primaryValue"


def trade():
    gap = ["trade", "gap", "--origin", "ML", "--file", "{}"]
    row = lambda n: f"2020,2020,MLI,ARE,X,{n % 10_000:04},{n}"
    baci = lambda n: f"2020,466,784,{n % 10_000:06},1.5,0.3"
    add("100,000 products", "comtrade.csv", rows("t.csv", COMTRADE, lambda n: f"2020,{n % 100_000},MLI,ARE,X,7108,{n}", 100_000), gap, small=False)
    add("1,000,000 rows", "comtrade.csv", rows("t.csv", COMTRADE, row, 1_000_000), gap, small=False)
    add("5,000,000 short rows", "baci.csv", rows("t.csv", "t,i,j,k,v,q", baci, 5_000_000), gap, small=False)
    add("rows that cannot be read", "baci.csv", rows("t.csv", "t,i,j,k,v,q", lambda n: "2020,466,784,x,y,z", 1_000_000), gap, small=False)
    for megabytes in [100, 400, 4_000]:
        add(f"a gzip of {megabytes:,} MB", "comtrade.csv.gz", packed("t.csv.gz", COMTRADE, row(1), megabytes), gap, small=megabytes < 400)
    add("2 GB of equal rows", "comtrade.csv", repeated("t.csv", row(1) + "\n", 2_000 * MB, COMTRADE + "\n"), gap, small=False)
    for depth in [200, 100_000]:
        add(f"{depth:,} deep", "comtrade.json", text("t.json", '{"data":' + "[" * depth), gap)
    add("2,000,000 objects", "comtrade.json", text("t.json", '{"data":[' + "{}," * 2_000_000 + "{}]}"), gap, small=False)
    add("values of 10^308", "comtrade.csv", rows("t.csv", COMTRADE, lambda n: f"2020,2020,MLI,ARE,X,7108,1e308", 1_000), gap)
    add("marks never closed on every line", "comtrade.csv", repeated("t.csv", 'a","\n', 2 * MB, COMTRADE + "\n", '"'), gap)
    add("a value of 20 MB of lists", "comtrade.json", repeated("t.json", "1,", 20 * MB, '{"data":[{"period":[', "1]}]}"), gap, small=False)
    add("a line of 64 MB", "comtrade.csv", repeated("t.csv", "x", 64 * MB, COMTRADE + "\n"), gap, small=False)


SHARES = "object_id,account_id,content_id,timestamp_share"


def posts():
    network = ["network", "{}"]
    share = lambda n: f"o,a,c{n},1600000000"
    for accounts in [1_000, 10_000]:
        for extra in [["--min", "1"], ["--min", "1", "--untested"], ["--min", "1", "--format", "json"]]:
            add(f"{accounts:,} accounts on 3 objects {' '.join(extra[2:])}", "shares.csv",
                rows("s.csv", SHARES, lambda n, a=accounts: f"o{n % 3},a{n % a},c{n},1600000000", accounts * 3), network + extra,
                names="pairs", small=accounts < 10_000)
    add("1,000,000 shares of one object by 100 accounts", "shares.csv",
        rows("s.csv", SHARES, lambda n: f"o,a{n % 100},c{n},1600000000", 1_000_000), network, names="pairs", small=False)
    add("10,000,000 equal shares", "shares.csv", repeated("s.csv", share(1) + "\n", 260 * MB, SHARES + "\n"), network, small=False)
    add("2 GB of equal rows", "shares.csv", repeated("s.csv", share(1) + "\n", 2_000 * MB, SHARES + "\n"), network, small=False)
    add("2 GB of equal rows", "shares.csv --sql", repeated("s.csv", share(1) + "\n", 2_000 * MB, SHARES + "\n"), network + ["--sql"], small=False)
    add("4 GB of nothing", "shares.csv", sparse("s.csv", 4_000 * MB, SHARES.encode() + b"\n"), network, small=False)
    for megabytes in [100, 4_000]:
        add(f"a gzip of {megabytes:,} MB", "shares.csv.gz", packed("s.csv.gz", SHARES, share(1), megabytes), network, small=megabytes < 1_000)
    add("marks never closed on every line", "shares.csv", repeated("s.csv", 'a","\n', 2 * MB, SHARES + "\n", '"'), network)
    add("a gzip of 100 MB of rows that differ", "shares.csv.gz",
        rows("s.csv.gz", SHARES, lambda n: f"object {n % 9973},account {n % 7919},content {n * 7},{1_600_000_000 + n * 3}", 2_000_000, pack=True), network, small=False)
    add("rows that cannot be read", "shares.csv", rows("s.csv", SHARES, lambda n: "o,a,c,never", 1_000_000), network, small=False)
    add("20,000 texts that are alike", "posts.csv",
        rows("s.csv", "post_id,account_id,created_at,text".replace("post_id", "id"), lambda n: f"{n},a{n},1600000000,\"the same words again and again {n}\"", 20_000),
        network + ["--mapping", "{map}", "--by", "near-text"], small=False)
    add("200,000 links in a post", "posts.csv",
        text("s.csv", "id,account_id,created_at,text\n1,a,1600000000,\"" + "https://a.b/c " * 200_000 + "\"\n"),
        network + ["--mapping", "{map}", "--by", "url"])
    for depth in [100, 127, 200, 100_000]:
        for opening in ["[", '{"data":', '{"messages":[']:
            add(f"{depth:,} deep {opening}", "posts.json", text("p.json", opening * depth), network + ["--by", "url"])
    add("2,000,000 objects", "posts.json", text("p.json", "[" + "{}," * 2_000_000 + "{}]"), network + ["--by", "url"], small=False)
    add("a string of 64 MB", "posts.json", repeated("p.json", "x", 64 * MB, '[{"text":"', '"}]'), network + ["--by", "url"], small=False)
    add("one value of 300 MB", "posts.json", repeated("p.json", "1,", 300 * MB, '{"id":"1","text":"x","entities":[', "1]}"), network + ["--by", "url"], small=False)
    add("as UTF-16, 400 MB", "shares.csv", utf16("s.csv", SHARES, share(1), 400), network, small=False)
    add("5,000,000 different shares", "shares.csv",
        rows("s.csv", SHARES, lambda n: f"o{n % 2_000_000},a{n % 900_000},c{n},{1_600_000_000 + n}", 5_000_000), network, small=False)
    for option, value in [("--window", "1000000000000d"), ("--apart", "1000000000000d"),
                          ("--apart", "1ms"), ("--apart", "0"), ("--window", "-5s"), ("--min", "4294967295"), ("--edges", "18446744073709551615"),
                          ("--level", "0"), ("--level", "NaN"), ("--similarity", "1e-9"), ("--hamming", "4294967295"), ("--seed", "-1")]:
        add(f"{option}={value}", "network", rows("s.csv", SHARES, lambda n: f"o{n % 10},a{n % 20},c{n},{1_600_000_000 + n % 50}", 400),
            network + [f"{option}={value}"], names=option.strip("-"))
    add("times over 10^11 years", "shares.csv", rows("s.csv", SHARES, lambda n: f"o{n % 10},a{n % 20},c{n},{(-1) ** n * n * 10**9}", 400),
        network + ["--apart", "1ms"], names="since 1970")


def utf16(name, header, row, megabytes):
    def make(folder):
        path = folder / name
        block = ((row + "\n") * 20_000).encode("utf-16-le")
        with open(path, "wb") as out:
            out.write(("\ufeff" + header + "\n").encode("utf-16-le"))
            for _ in range(megabytes * MB // len(block)):
                out.write(block)
        return path
    return make


def queries():
    forever = "with recursive n(i) as (select 1 union all select i + 1 from n) select "
    for kind, query in {
        "1+1+...": "select " + "1+" * 100_000 + "1",
        "((((...": "select " + "(" * 50_000 + "1" + ")" * 50_000,
        "not not ...": "select " + "not " * 50_000 + "1",
        "or or ...": "select " + "1 or " * 50_000 + "1",
        "a list of 10,000": "select 1 where 1 in (" + "1," * 10_000 + "1)",
        "10,000 columns": "select " + "1," * 10_000 + "1",
        "1,000 unions": "select 1" + " union select 1" * 1_000,
        "80 joins": "select count(*) from " + ", ".join(f"coups c{n}" for n in range(80)),
        "a recursion without end": forever + "count(*) from n",
        "a recursion that grows": "with recursive n(i) as (select 'x' union all select i || i from n) select length(i) from n",
        "printf of a gigabyte": "select printf('%1000000000d', 1)",
        "zeroblob": "select zeroblob(1000000000)",
        "replace": "select replace(replace(printf('%100000d', 1), ' ', 'abcdefghij'), 'a', 'abcdefghij')",
        "like": "select count(*) from un_votes where roll_call like '%a%b%c%d%e%f%g%h%'",
        "rows without end": forever + "i from n",
        "a sort of a cross product": "select a.coup_id from coups a, coups b, coups c order by 1",
        "group_concat": "select length(group_concat(a.roll_call)) from un_votes a, un_votes b",
        "json": "select json_each.value from json_each('" + "[" * 100_000 + "')",
        "nested json": "select json('" + "[" * 900 + "]" * 900 + "')",
        "NUL": "select '\x01' || char(0)",
        "attach": "attach 'x' as y",
        "load_extension": "select load_extension('x')",
        "readfile": "select readfile('/etc/passwd')",
        "pragma": "pragma hard_heap_limit = 0",
        "a window over all": "select sum(1) over (order by a.roll_call rows between unbounded preceding and unbounded following) from un_votes a",
    }.items():
        add(kind, "griot sql", None, ["sql", query, "--seconds", "1"] if len(query) < 120_000 else ["sql", query[:120_000], "--seconds", "1"], names="")
    add("a cross product as CSV", "griot sql -o", None, ["sql", "select * from un_votes a, un_votes b", "--seconds", "1", "-o", "{folder}/x.csv"], names="")
    add("a cross product as Parquet", "griot sql -o", None,
        ["sql", "select a.roll_call, b.roll_call from un_votes a, un_votes b", "--seconds", "1", "-o", "{folder}/x.parquet"], names="")


def arguments():
    long = "x" * 100_000
    for words in [
        ["explain", long], ["check", long], ["votes", "agree", long, "RU"], ["votes", "rollcall", long], ["network", long],
        ["votes", "agree", "ML", "RU", "--years", "0/99999999999999"], ["votes", "shift", "--toward", "RU", "--before", "1/2", "--after", "9999/9999"],
        ["library", "list", long], ["sql", long], ["trade", "gap", "--origin", long, "--file", "x"], ["check", "\x1b[31m\u202e"], ["new", ""],
        ["serve", long, "--port", "99999"], ["archive", "verify", long], ["events", "fuse", long, long], ["export", long, "--to", "sqlite", "-o", "x"],
        ["add", long, long], ["trade", "gap", "--origin", "ML", "--cif", "NaN", "--file", "x"], ["sql", "select 1", "--seconds", "18446744073709551615"],
        ["events", "fuse", "a", "b", "--km", "NaN"], ["events", "fuse", "a", "b", "--days", "99999999999"],
    ]:
        shown = " ".join(word if len(word) < 40 else f"{len(word):,} letters" for word in words)
        add(shown.encode("unicode_escape").decode(), "arguments", None, words, names="")


SPECIALS = ["pipe", "zero", "terminal", "socket", "folder", "circle", "missing"]


def files():
    for kind in SPECIALS:
        for form, words in {
            "check": ["check", "{}"],
            "check --case": ["check", str(HERE / "../examples/article.md"), "--case", "{}"],
            "events import": ["events", "import", "{}", "-o", "{folder}/x.parquet"],
            "events fuse": ["events", "fuse", "{}", "{}"],
            "events compare --mapping": ["events", "compare", "--mapping", "{}", "--before", "2010", "--after", "2011", "--place", "ML"],
            "votes --file": ["votes", "coverage", "--file", "{}"],
            "trade --file": ["trade", "gap", "--origin", "ML", "--file", "{}"],
            "network": ["network", "{}"],
            "network --mapping": ["network", "{shares}", "--mapping", "{}"],
            "network --identifiers": ["network", "--identifiers", "{}"],
            "network --pseudonyms": ["network", "{shares}", "--pseudonyms", "{}"],
            "add": ["add", "{case}", "{}"],
            "build": ["build", "{}", "-o", "{folder}/site"],
            "archive verify": ["archive", "verify", "{}"],
            "library build": ["library", "build", "{}", "-o", "{folder}/library"],
            "export": ["export", "{}", "--to", "sqlite", "-o", "{folder}/x.sqlite"],
        }.items():
            add(f"a {kind}", form, special(kind), words)
        for name in ["report.md", "case.toml", "actors.csv", "sources.csv", "data/x.toml", "event_judgements.csv"]:
            add(f"a {kind}", f"{name} of a case", case({name: special(kind)} if kind != "missing" else {}, report=None if name == "report.md" else "# R\n\nx\n"),
                BUILD if name == "report.md" else ["sql", "{}", "select count(*) from timeline"], names=name.split("/")[-1],
                always=kind != "missing")
        if kind not in ("missing",):
            for name in ["key", "log", "lock", "checkpoint"]:
                add(f"a {kind}", f".griot/{name}", case({f".griot/{name}": special(kind)}), ["archive", "verify", "{}"], names="")
                if kind not in ("pipe", "zero"):
                    continue
                add(f"a {kind}", f".griot/{name}, build", case({f".griot/{name}": special(kind)}), ["build", "{}", "-o", "{folder}/site"], names="")


HERE = Path(__file__).resolve().parent


# --- running ------------------------------------------------------------------------------------------------------

def run(griot, given, folder):
    made = given.make(folder) if given.make else None
    size = size_of(made)
    shares = folder / "small-shares.csv"
    shares.write_text(SHARES + "\no,a,c,1600000000\no,b,d,1600000001\n")
    mapping = folder / "map.toml"
    mapping.write_text('[columns]\nid = "id"\naccount = "account_id"\ntime = "created_at"\ntext = "text"\n')
    words = []
    for word in given.arguments:
        if word.startswith("{case}"):
            case({})(folder)
            word = str(folder / "case")
        if made is not None:
            word = word.replace("{}", str(made))
        words.append(word.replace("{folder}", str(folder)).replace("{shares}", str(shares)).replace("{map}", str(mapping)))
    bound = max(LEAST_SECONDS, SECONDS_A_MEGABYTE * size / 1e6)
    if given.arguments[0] in ("build", "export"):
        bound += 2 * EMPTY_BUILD
    with open(folder / "said", "wb") as said, open(os.devnull, "r+b") as nothing:
        def limits():
            resource.setrlimit(resource.RLIMIT_AS, (MOST_ADDRESSES, MOST_ADDRESSES))
            resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        start = time.monotonic()
        process = subprocess.Popen([griot, *words], stdin=nothing, stdout=nothing, stderr=said, preexec_fn=limits, start_new_session=True)
        status, usage = None, None
        while True:
            pid, status, usage = os.wait4(process.pid, os.WNOHANG)
            if pid:
                break
            if time.monotonic() - start > bound + HANG_AFTER:
                process.kill()
                _, status, usage = os.wait4(process.pid, 0)
                status = None
                break
            time.sleep(0.002)
        seconds = time.monotonic() - start
    process.returncode = 0
    with open(folder / "said", "rb") as said:
        words = said.read(200_000).decode(errors="replace")
    broken, outcome = [], ""
    memory = usage.ru_maxrss * 1024
    # Other programs share the machine; what waits for ever is told by the clock above.
    seconds = min(seconds, usage.ru_utime + usage.ru_stime)
    sentence = next((line for line in words.splitlines() if line.startswith("error")), words.strip().split("\n")[0])
    if status is None:
        broken.append("hang")
    elif os.WIFSIGNALED(status):
        broken.append(f"signal {os.WTERMSIG(status)}")
    else:
        code = os.WEXITSTATUS(status)
        if code not in (0, 1, 2) or "panicked at" in words:
            broken.append(f"exit {code}")
        if code == 2 or given.always:
            name = given.names if given.names is not None else (made.name if made is not None else "")
            if not sentence or name not in words:
                broken.append(f"no sentence that names {name}")
        outcome = ("read: " if code < 2 else "refused: ") + sentence
    if seconds > bound:
        broken.append(f"over {bound:.0f} s")
    if memory > MOST_MEMORY:
        broken.append("over 1 GB")
    return size, seconds, memory, broken, outcome.replace(str(folder), "")


def shown(size):
    for unit, least in [("GB", 1e9), ("MB", 1e6), ("kB", 1e3)]:
        if size >= least:
            return f"{size / least:.1f} {unit}"
    return f"{size} B"


# Seconds that the site of an empty case takes, of which most are the library's own pages; found out first.
EMPTY_BUILD = 0.0


def empty_build(griot):
    folder = Path(tempfile.mkdtemp(prefix="griot-hostile-"))
    try:
        return run(griot, Input("nothing", "case", case({}), BUILD), folder)[1]
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main():
    global EMPTY_BUILD
    parser = argparse.ArgumentParser(description="Runs griot on inputs built to hurt.")
    parser.add_argument("--griot", default=str(HERE / "../target/release/griot"))
    parser.add_argument("--only", default="", help="only inputs whose kind or format has this word")
    parser.add_argument("--quick", action="store_true", help="without the inputs that are large or slow to make")
    parser.add_argument("--table", help="write the table there too, as Markdown")
    parser.add_argument("--large", action="store_true", help="only those")
    parser.add_argument("--list", action="store_true")
    given = parser.parse_args()
    for part in [reports, cases, events, votes, trade, posts, queries, arguments, files]:
        part()
    chosen = [it for it in CASES if given.only in f"{it.kind} {it.form}" and (it.small or not given.quick)]
    if given.large:
        chosen = [it for it in chosen if not it.small]
    if given.list:
        print(f"{len(CASES)} inputs, {len(chosen)} chosen")
        return 0
    EMPTY_BUILD = empty_build(given.griot)
    print(f"The site of an empty case takes {EMPTY_BUILD:.1f} s, which every build is allowed twice besides.\n")
    lines = ["| kind | format | size | seconds | MB | outcome |", "|---|---|--:|--:|--:|---|"]
    print("\n".join(lines))
    broken_all, worst = [], (0.0, 0)
    for it in chosen:
        folder = Path(tempfile.mkdtemp(prefix="griot-hostile-"))
        try:
            size, seconds, memory, broken, outcome = run(given.griot, it, folder)
        finally:
            shutil.rmtree(folder, ignore_errors=True)
        if broken:
            outcome = f"**{', '.join(broken)}**; {outcome}"
            broken_all.append(f"{it.kind} / {it.form}: {', '.join(broken)}")
        outcome = "".join(c if c.isprintable() else "·" for c in outcome).replace("|", "\\|")
        outcome = outcome if len(outcome) < 200 else outcome[:197] + "..."
        line = f"| {it.kind} | {it.form} | {shown(size)} | {seconds:.2f} | {memory / 2**20:.0f} | {outcome} |".replace("\n", " ")
        lines.append(line)
        print(line, flush=True)
        worst = (max(worst[0], seconds), max(worst[1], memory))
    summary = f"{len(chosen)} inputs, {len(broken_all)} break a law; at most {worst[0]:.1f} s and {worst[1] / 2**20:.0f} MB"
    print("\n" + summary)
    for what in broken_all:
        print("broken: " + what)
    if given.table:
        Path(given.table).write_text("\n".join(lines) + "\n\n" + summary + "\n")
    return 1 if broken_all or not chosen else 0


if __name__ == "__main__":
    sys.exit(main())
