#!/usr/bin/env python3
"""How long importing 386,000 rows of UCDP GED takes, and that none is lost.

    cargo build --release -p griot
    python3 bench/ged_rows.py ../shared/data/events/ucdp/ged231_sample1000.csv.gz target/release/griot

Makes a file as large as GED 25.1 (385,918 rows, 250 MB) out of a random sample of a thousand rows of 23.1:
rows are drawn from a seed, with new ids and with their days moved by up to three years; texts, quotation marks and
breaks of lines inside fields stay as they are. Then times `griot events import` to Parquet: start of the program,
reading, writing. The best and the median of five runs.
"""

import csv
import datetime
import gzip
import random
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

ROWS = 386_000


def write(sample, path, rows=ROWS, seed=1):
    chance = random.Random(seed)
    with gzip.open(sample, "rt", encoding="utf-8", newline="") as file:
        records = list(csv.reader(file))
    header, records = records[0], records[1:]
    place = {name: at for at, name in enumerate(header)}
    dates = [place["date_start"], place["date_end"]]
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file, quoting=csv.QUOTE_MINIMAL, lineterminator="\n")
        out.writerow(header)
        for number in range(1, rows + 1):
            row = list(chance.choice(records))
            moved = datetime.timedelta(days=chance.randrange(-1000, 1000))
            row[place["id"]] = str(number)
            for at in dates:
                row[at] = (datetime.date.fromisoformat(row[at][:10]) + moved).isoformat()
            row[place["year"]] = row[dates[0]][:4]
            # The sample's rows are from a spreadsheet of R; GED itself writes the time of day, too.
            for at in dates:
                row[at] += " 00:00:00.000"
            out.writerow(row)


def main():
    sample, griot = sys.argv[1:3]
    with tempfile.TemporaryDirectory() as folder:
        file, parquet = Path(folder, "GEDEvent_v25_1.csv"), Path(folder, "events.parquet")
        write(sample, file)
        print(f"{ROWS} rows, {file.stat().st_size / 1e6:.0f} MB")
        times = []
        for _ in range(5):
            begun = time.perf_counter()
            command = [griot, "events", "import", str(file), "-o", str(parquet)]
            said = subprocess.run(command, check=True, capture_output=True, text=True)
            times.append(time.perf_counter() - begun)
        peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        print(said.stderr.strip().splitlines()[-1])
        print(
            f"best {min(times):.2f} s, median {statistics.median(times):.2f} s, "
            f"{peak:.0f} MB at most, {parquet.stat().st_size / 1e6:.1f} MB of Parquet"
        )


if __name__ == "__main__":
    main()
