"""Tables made for the tests: shares and events of any size, the same at every run."""

import csv
import gzip
import pathlib
import random

SHARED = pathlib.Path(__file__).resolve().parents[3] / "shared" / "data"


def shares(rows, seed, objects=None, accounts=None, days=30):
    """Rows of shares: few objects that everybody shares, many that few do, bursts, and a ring of five accounts.

    Some rows lack an object, some come again, and some posts have two objects.
    """
    draw = random.Random(seed)
    objects, accounts = objects or max(10, rows // 20), accounts or max(20, rows // 50)
    start = 1_400_000_000 if seed % 2 else 1_600_000_000
    found = []
    for number in range(rows):
        common = draw.random()
        thing = int(objects * common ** 3)
        burst = (thing * 7919) % (days * 86_400)
        time = start + (burst + int(draw.expovariate(1 / 600))) if draw.random() < 0.5 else (
            start + draw.randrange(days * 86_400))
        account = int(accounts * draw.random() ** 2)
        name = f"o{thing}"
        odd = draw.random()
        if odd < 0.01:
            name = draw.choice(["", "NA", "null"])
        elif odd < 0.012:
            name = f"c{number}"
        found.append((name, f"a{account:06}", f"c{number if odd < 0.97 else number - 1}", time))
        if odd > 0.995:
            found.append(found[-1])
    for meeting in range(12):
        for member in range(5):
            found.append((f"ring{meeting}", f"r{member}", f"r{meeting}-{member}", start + meeting * 20_000 + member))
    return found


def published(name):
    """The rows of a table of shares beside the project, where it is there."""
    path = SHARED / "coordination" / f"{name}.csv.gz"
    if not path.exists():
        return None
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        rows = csv.reader(file)
        assert next(rows) == HEADER, path
        return [(row[0], row[1], row[2], int(row[3])) for row in rows]


HEADER = ["object_id", "account_id", "content_id", "timestamp_share"]


def write(path, rows, header=HEADER):
    """CSV, rows in the order in which griot puts those that come from a cluster."""
    with open(path, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(header)
        out.writerows(rows)


def in_order(rows):
    return sorted(rows, key=lambda row: (row[3], row[2].encode(), row[1].encode(), row[0].encode()))


def parquet(path, rows, layer="url"):
    """The same shares as griot writes them: a layer, and microseconds."""
    import pyarrow as arrow
    import pyarrow.parquet

    table = arrow.table({
        "layer": [layer] * len(rows),
        "object_id": [row[0] for row in rows],
        "account_id": [row[1] for row in rows],
        "content_id": [row[2] for row in rows],
        "time": arrow.array([row[3] * 1_000_000 for row in rows], arrow.int64()),
    })
    arrow.parquet.write_table(table, path)


def large(path, rows, seed=1, objects=None, accounts=None):
    """Parquet of any number of shares, a million rows at a time: every object is shared some twenty times."""
    import numpy
    import pyarrow as arrow
    import pyarrow.parquet

    objects, accounts = objects or rows // 20, accounts or rows // 100
    draw = numpy.random.default_rng(seed)
    columns = ["layer", "object_id", "account_id", "content_id"]
    schema = arrow.schema([(name, arrow.string()) for name in columns] + [("time", arrow.int64())])
    with arrow.parquet.ParquetWriter(path, schema) as out:
        for first in range(0, rows, 1_000_000):
            count = min(1_000_000, rows - first)
            thing = draw.integers(0, objects, count)
            account = (accounts * draw.random(count) ** 2).astype("int64")
            # Half of an object's shares lie around one moment.
            moment = 1_600_000_000 + (thing * 7919) % (90 * 86_400)
            anywhere = 1_600_000_000 + draw.integers(0, 90 * 86_400, count)
            near = moment + draw.exponential(600, count).astype("int64")
            time = numpy.where(draw.random(count) < 0.5, near, anywhere)
            out.write_table(arrow.table({
                "layer": ["url"] * count,
                "object_id": [f"https://example.org/{one}" for one in thing],
                "account_id": [f"account{one}" for one in account],
                "content_id": [f"post{one}" for one in range(first, first + count)],
                "time": time * 1_000_000,
            }, schema=schema))


GED = ["id", "relid", "year", "type_of_violence", "side_a", "side_b", "number_of_sources", "source_article", "where_prec",
       "where_coordinates", "adm_1", "latitude", "longitude", "country", "country_id", "event_clarity", "date_prec",
       "date_start", "date_end", "deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "low", "high"]

PLACES = [("Mali", 432, 17.0, -2.0), ("Niger", 436, 16.0, 8.0), ("Ivory Coast", 437, 7.5, -5.5),
          ("Central African Republic", 482, 6.5, 20.5)]


def events(rows, seed):
    """Rows in the columns of UCDP GED, headlines of two lines among them."""
    draw = random.Random(seed)
    found = []
    for number in range(rows):
        country, code, latitude, longitude = draw.choice(PLACES)
        year, month, day = draw.randint(2015, 2023), draw.randint(1, 12), draw.randint(1, 28)
        start = f"{year}-{month:02}-{day:02} 00:00:00.000"
        end = f"{year}-{month:02}-{min(28, day + draw.choice([0, 0, 0, 1, 3])):02} 00:00:00.000"
        parts = [draw.randint(0, 6) for _ in range(4)]
        best = sum(parts)
        kind = draw.randint(1, 3)
        found.append([
            f"{number + 1:07}", f"X-{number}", year, kind, f"Government of {country}",
            "Civilians" if kind == 3 else draw.choice(["JNIM", "IS", "CPC"]), draw.randint(1, 5),
            f'"Agency, {start[:10]},\nTwo lines about ""{number}"""', draw.choice([1, 1, 2, 3]), "somewhere", "a region",
            f"{latitude + draw.uniform(-3, 3):.4f}", f"{longitude + draw.uniform(-3, 3):.4f}", country, code, 1,
            draw.choice([1, 1, 2]), start, end, *parts, best, max(0, best - draw.randint(0, 3)), best + draw.randint(0, 5),
        ])
    return found


def reported_again(rows, seed):
    """Another list of some of the same events: a day and some kilometres off."""
    draw = random.Random(seed)
    found = []
    for row in rows:
        if draw.random() < 0.5:
            row = list(row)
            row[0] = f"9{row[0]}"
            row[11] = f"{float(row[11]) + draw.gauss(0, 0.05):.4f}"
            row[12] = f"{float(row[12]) + draw.gauss(0, 0.05):.4f}"
            row[23] = max(0, row[23] + draw.choice([0, 0, 1, -1]))
            found.append(row)
    return found
