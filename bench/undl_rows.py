#!/usr/bin/env python3
"""How long reading 947,434 rows of the UN Digital Library's bulk file takes.

    cargo build --release -p griot
    python3 bench/undl_rows.py target/release/griot

Makes a file with the header of February 2026 and as many rows as that edition has, with made-up
votes of the library's countries, and times `griot votes agree MLI RUS --by whole --file` on it: start
of the program, reading, resolving, agreement and interval. The best of five runs.
"""

import csv
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = 947_434
COLUMNS = (
    "undl_id,ms_code,ms_name,ms_vote,date,session,resolution,draft,committee_report,meeting,title,"
    "agenda_title,subjects,vote_note,total_yes,total_no,total_abstentions,total_non_voting,total_ms,"
    "undl_link"
)
COUNTRIES = Path(__file__).resolve().parent.parent / "library/own/countries.csv"


def write(path):
    chance = random.Random(1)
    with open(COUNTRIES, encoding="utf-8") as file:
        rows = csv.reader(line for line in file if not line.startswith("#"))
        codes = [row[0] for row in rows if len(row[0]) == 3][:193]
    codes = sorted(set(codes) | {"MLI", "RUS"})
    with open(path, "w", encoding="utf-8") as file:
        file.write(COLUMNS + "\n")
        written = 0
        for number in range(1, 10**6):
            votes = [chance.choices("YNAX", (70, 5, 15, 10))[0] for _ in codes]
            totals = ",".join(f"{votes.count(kind)}.0" for kind in "YNAX")
            for code, vote in zip(codes, votes):
                file.write(
                    f"{400000 + number},{code},NAME OF {code},{vote},20{number % 24:02}-12-"
                    f"{number % 28 + 1:02},76,A/RES/76/{number},A/76/L.{number},A/76/459,A/76/PV.53,"
                    f'"Situation in the territories, and follow-up to the outcome of conferences '
                    f'{number} : resolution / adopted by the General Assembly",Human rights,'
                    f"HUMAN RIGHTS--TERRITORIES,,{totals},193.0,"
                    f"https://digitallibrary.un.org/record/{400000 + number}\n"
                )
                written += 1
                if written == ROWS:
                    return


def main():
    program = sys.argv[1] if len(sys.argv) > 1 else "target/release/griot"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "undl.csv"
        write(path)
        times = []
        for _ in range(5):
            started = time.perf_counter()
            command = [program, "votes", "agree", "MLI", "RUS", "--by", "whole", "--file", str(path)]
            subprocess.run(command, check=True, capture_output=True)
            times.append(time.perf_counter() - started)
        size = path.stat().st_size / 1e6
        print(f"{ROWS:,} rows, {size:.0f} MB: {min(times):.2f} s (best of {len(times)})")


if __name__ == "__main__":
    main()
