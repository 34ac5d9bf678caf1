#!/usr/bin/env python3
"""All country pairs and years of the General Assembly, by griot's kernel and by four peers, in one run.

    python3 -m venv .venv && .venv/bin/pip install numpy pandas duckdb datafusion pyarrow
    .venv/bin/python bench/votes.py > bench/runs/YYYY-MM-DD-votes.md

Every program counts the same: for each pair of countries and each year, roll calls in which both
voted, in which they voted the same, and in which one voted yes and the other no. The sum of the
three over all rows must be 124,027,545; a program that gives another number is reported as wrong,
not timed. Pandas is given the years 2015 to 2024 alone, since all years do not fit into memory.
Each program runs on one thread; the time is the best of the runs, without reading the file.
"""

import os
import platform
import subprocess
import sys
import time
from pathlib import Path

os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
ROOT = Path(__file__).resolve().parent.parent
FILE = ROOT.parent / "shared/data/votes/voeten_wide_1946_2024-06.csv.gz"
ROWS, SUM = 894_588, 124_027_545

SQL = """
select a.year, a.country as first, b.country as second, count(*) as n,
       sum(case when a.vote = b.vote then 1 else 0 end) as same,
       sum(case when a.vote + b.vote = 4 and a.vote <> b.vote then 1 else 0 end) as opposite
from votes a join votes b on a.roll_call = b.roll_call and a.country < b.country
group by a.year, a.country, b.country
"""


def best(runs, work):
    times, answer = [], None
    for _ in range(runs):
        started = time.perf_counter()
        answer = work()
        times.append(time.perf_counter() - started)
    return min(times), answer


def with_numpy(numpy, matrix, years):
    def work():
        rows = total = 0
        upper = numpy.triu_indices(matrix.shape[1], 1)
        for year in numpy.unique(years):
            votes = matrix[years == year]
            yes, abstain, no = ((votes == code).astype(numpy.float32) for code in (1, 2, 3))
            cast = yes + abstain + no
            n = (cast.T @ cast)[upper]
            same = (yes.T @ yes + abstain.T @ abstain + no.T @ no)[upper]
            opposite = (yes.T @ no + no.T @ yes)[upper]
            rows += int((n > 0).sum())
            total += int((n + same + opposite).sum(dtype=numpy.float64))
        return rows, total

    return best(3, work)


def with_duckdb(table):
    import duckdb

    connection = duckdb.connect(config={"threads": 1})
    connection.register("source", table)
    connection.execute("create table votes as select * from source")
    query = f"select count(*), sum(n + same + opposite) from ({SQL})"
    seconds, answer = best(1, lambda: connection.execute(query).fetchone())
    return seconds, tuple(map(int, answer))


def with_datafusion(table):
    import datafusion

    config = datafusion.SessionConfig().with_target_partitions(1)
    context = datafusion.SessionContext(config)
    context.register_record_batches("votes", [table.to_batches()])
    query = f"select count(*) as rows, sum(n + same + opposite) as total from ({SQL}) as pairs"
    seconds, answer = best(1, lambda: context.sql(query).to_pydict())
    return seconds, (int(answer["rows"][0]), int(answer["total"][0]))


def with_pandas(frame):
    late = frame[frame.year >= 2015]

    def work():
        pairs = late.merge(late, on=["roll_call", "year"])
        pairs = pairs[pairs.country_x < pairs.country_y]
        pairs["same"] = pairs.vote_x == pairs.vote_y
        pairs["opposite"] = (pairs.vote_x + pairs.vote_y == 4) & ~pairs.same
        found = pairs.groupby(["year", "country_x", "country_y"]).agg(
            n=("same", "size"), same=("same", "sum"), opposite=("opposite", "sum")
        )
        return len(found), int(found.to_numpy().sum())

    return best(1, work)


def with_griot():
    command = ["cargo", "bench", "-q", "-p", "griot-stats", "--bench", "votes"]
    printed = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout
    return [line for line in printed.splitlines() if line.strip()]


def main():
    if not FILE.exists():
        sys.exit(f"{FILE} is not there")
    import numpy
    import pandas
    import pyarrow

    wide = pandas.read_csv(FILE, low_memory=False)
    countries = list(wide.columns[8:])
    matrix = wide[countries].apply(pandas.to_numeric).fillna(9).to_numpy().astype(numpy.int8)
    years = wide.date.str[:4].astype(int).to_numpy()
    at, country = numpy.nonzero(matrix <= 3)
    frame = pandas.DataFrame(
        {
            "roll_call": at.astype(numpy.int32),
            "year": years[at].astype(numpy.int16),
            "country": country.astype(numpy.int16),
            "vote": matrix[at, country].astype(numpy.int8),
        }
    )
    table = pyarrow.Table.from_pandas(frame, preserve_index=False)
    late = with_numpy(numpy, matrix[years >= 2015], years[years >= 2015])[1]

    import datafusion
    import duckdb

    results = [
        (f"numpy {numpy.__version__}, one-hot products", with_numpy(numpy, matrix, years), (ROWS, SUM)),
        (f"DuckDB {duckdb.__version__}, self-join", with_duckdb(table), (ROWS, SUM)),
        (f"DataFusion {datafusion.__version__}, self-join", with_datafusion(table), (ROWS, SUM)),
        (f"pandas {pandas.__version__}, merge, 2015-2024 alone", with_pandas(frame), late),
    ]
    print("# All country pairs and years, 1946 to June 2024\n")
    print(f"{len(frame):,} votes in {len(wide):,} roll calls. Run on {time.strftime('%Y-%m-%d')},")
    print(f"{platform.machine()}, {os.cpu_count()} cores shared with other work, one thread each.\n")
    print("| program | seconds | rows | n + same + opposite |\n|---|---:|---:|---:|")
    for name, (seconds, (rows, total)), expected in results:
        mark = "" if (rows, total) == expected else " **wrong**"
        print(f"| {name} | {seconds:.3f} | {rows:,} | {total:,}{mark} |")
    print("\ngriot, `cargo bench -p griot-stats --bench votes` (asserts the same two numbers):\n")
    print("```")
    print("\n".join(with_griot()))
    print("```")


if __name__ == "__main__":
    main()
