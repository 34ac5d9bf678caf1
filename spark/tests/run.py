"""Everything that `docs/spark.md` promises, against a cluster on this machine.

    python3 spark/tests/run.py [--quick] [--only WORD,WORD] [--kills 10] [--growth ROWS [--least 1000] [--seconds 1500]]

--quick is the short part: small tables, one cluster, nobody is killed. --growth measures instead of testing, up to so many
rows and about so many seconds.
griot and griot-spark are looked for in GRIOT and GRIOT_SPARK, then where cargo puts them.
"""

import argparse
import csv
import io
import json
import os
import pathlib
import resource
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
import time

import cluster as clusters
import tables
from cluster import Cluster, kill

# What the package of Spark brings is there where make test-spark runs this.
if clusters.spark_home():
    from between import Between

ROOT = pathlib.Path(__file__).resolve().parents[2]
TARGET = pathlib.Path(os.environ.get("CARGO_TARGET_DIR", ROOT / "target"))


def program(name, variable, *places):
    if variable in os.environ:
        return pathlib.Path(os.environ[variable]).resolve()
    built = [place / part / name for place in places for part in ("release", "debug")]
    built = [one for one in built if one.exists()]
    return max(built, key=lambda one: one.stat().st_mtime) if built else None


GRIOT = program("griot", "GRIOT", TARGET)
SPARK = program("griot-spark", "GRIOT_SPARK", TARGET, ROOT / "spark" / "target")


class Asked:
    """What a command answered: exit code, standard output and error, seconds."""

    def __init__(self, code, out, err, seconds):
        self.code, self.out, self.err, self.seconds = code, out, err, seconds


def environment():
    found = dict(os.environ)
    if SPARK:
        found["PATH"] = f"{SPARK.parent}:{found['PATH']}"
    return found


def begin(*arguments, env=None):
    return subprocess.Popen(
        [str(GRIOT), *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, stdin=subprocess.DEVNULL,
        env=env or environment(), start_new_session=True,
    )


def end(process, started, seconds=1_200):
    try:
        out, err = process.communicate(timeout=seconds)
    except subprocess.TimeoutExpired:
        kill(process.pid, signal.SIGKILL)
        raise AssertionError(f"no answer within {seconds} seconds") from None
    return Asked(process.returncode, out, err.decode(errors="replace"), time.monotonic() - started)


def griot(*arguments, env=None, seconds=1_200):
    started = time.monotonic()
    return end(begin(*arguments, env=env), started, seconds)


def well(asked):
    assert asked.code == 0, f"exit {asked.code}: {asked.err[-1_500:]}"
    return asked.out


def refused(asked, *words):
    """A sentence that has the words, what to do where there is something, and no answer beside it."""
    assert asked.code == 2, f"exit {asked.code}: {asked.err[-800:]}"
    assert asked.out == b"", "an answer beside the error"
    errors = [line for line in asked.err.splitlines() if line.startswith("error: ")]
    assert len(errors) == 1, asked.err[-800:]
    for word in words:
        assert word in errors[0], f"{word!r} is not in {errors[0]!r}"
    assert "panicked" not in asked.err, asked.err[-800:]
    return errors[0]


TESTS = []


# In which order tests run: those that leave the shared cluster as it is, those that kill parts of it and start them again, and
# those that start clusters of their own, which takes a minute or two each.
SHARED, SHAKEN, OWN = range(3)


def test(quick=False, needs=SHARED):
    def add(function):
        TESTS.append((function, quick, needs))
        return function
    return add


class Place:
    """A folder for the tables of a run, on a disk that every worker of this machine sees."""

    def __init__(self):
        self.folder = pathlib.Path(tempfile.mkdtemp(prefix="griot-tables-"))
        self.quick = False

    def __truediv__(self, name):
        return self.folder / name


def data_sets(place):
    """Three tables of shares at three sizes each: published ones where they are there, made ones otherwise."""
    sizes = {"published": [1 / 9, 1 / 3, 1.0], "made": [1_000, 20_000, 200_000]}
    if place.quick:
        yield "odd", tables.in_order(tables.shares(1_000, 7))
        return
    for number, name in enumerate(["russian_coord_tweets", "ira_url_200k", "ira_hashtag_200k"]):
        rows = tables.published(name)
        if rows is not None:
            for part in sizes["published"]:
                yield name, tables.in_order(rows[: int(len(rows) * part)])
        else:
            for size in sizes["made"]:
                yield f"made-{number}", tables.in_order(tables.shares(size, number))
    # One with all that is odd: cells for nothing, rows that come again, posts that share themselves.
    yield "odd", tables.in_order(tables.shares(20_000, 7))


@test(quick=True)
def edges_are_the_kernels(cluster, place):
    for name, rows in data_sets(place):
        path, by_micros = place / f"{name}-{len(rows)}.csv", place / f"{name}-{len(rows)}.parquet"
        tables.write(path, rows)
        tables.parquet(by_micros, rows)
        window, least = ("10s", 2) if "tweets" in name else ("60s", 3)
        ask = ["network", "--window", window, "--min", least, "--raw"]
        here = griot(*ask, path)
        edges = well(here).count(b"\n") - 1
        # All rows come back from CSV: tests, communities and all that stands beside an edge are the same too.
        whole = griot(*ask, path, "--on", cluster.url)
        assert well(whole) == here.out, f"{name}, {len(rows)} rows: other edges from CSV"
        # Rows of Parquet stay where they are: the same edges with all that stands behind them, untested.
        untested = well(griot(*ask, path, "--untested")).replace(b",object,", b",url,")
        stay = griot(*ask, by_micros, "--by", "url", "--untested", "--bring", 1, "--on", cluster.url)
        assert well(stay) == untested, f"{name}, {len(rows)} rows: other edges from Parquet"
        print(f"    {name}: {len(rows):,} rows, {window}, {edges:,} edges the same row by row; here {here.seconds:.1f} s, "
              f"there {whole.seconds:.0f} s with all rows, {stay.seconds:.0f} s with those behind edges", flush=True)


def without_kinds(path):
    """What network.json says, but not of which kind a row was that has no object: there a post that shares itself is one of them."""
    told = json.loads(path.read_bytes())
    told["posts_again"].pop("posts")
    for layer in told["layers"]:
        kinds = ["posts without an object of this kind", "rows of a post that is its own object"]
        layer["dropped"]["without"] = sum(layer["dropped"].pop(kind, 0) for kind in kinds)
    return told


@test(quick=True)
def a_network_is_the_same_in_every_form(cluster, place):
    path = place / "forms.csv"
    tables.write(path, tables.in_order(tables.shares(3_000, 11)))
    here, there = place / "here", place / "there"
    ask = ["network", path, "--window", "60s", "-o"]
    well(griot(*ask, here)), well(griot(*ask, there, "--on", cluster.url))
    names = sorted(one.name for one in here.iterdir())
    assert len(names) > 12 and names == sorted(one.name for one in there.iterdir())
    for name in names:
        if name == "network.json":
            assert without_kinds(here / name) == without_kinds(there / name), f"{name} differs"
        elif name != "griot-files.json":  # digests of the others
            assert (here / name).read_bytes() == (there / name).read_bytes(), f"{name} differs"
    without = ["network", path, "--window", "60s", "--without", "o0", "--without", "it's"]
    assert well(griot(*without)) == well(griot(*without, "--on", cluster.url)), "--without differs"
    few = ["network", path, "--window", "60s", "--edges", "5", "--untested"]
    assert well(griot(*few)) == well(griot(*few, "--bring", 1, "--on", cluster.url)), "--edges differs"


@test(quick=True)
def layers_are_asked_one_by_one(cluster, place):
    posts = place / "posts.csv"
    with open(posts, "w", encoding="utf-8", newline="") as file:
        out = csv.writer(file)
        out.writerow(["message_id", "user_id", "username", "repost_id", "reply_id", "message", "timestamp", "urls"])
        for number, (thing, account, content, when) in enumerate(tables.shares(2_000, 12)):
            out.writerow([content, account, account, "", "", f"#tag{len(thing)} of {thing}", when, f"https://example.org/{thing}"])
    shares = place / "layers"
    ask = ["network", posts, "--by", "url,hashtag", "--window", "60s"]
    well(griot(*ask, "--sql", "-o", shares))
    here = well(griot(*ask, "--untested"))
    there = griot("network", shares / "shares.parquet", "--by", "url,hashtag", "--window", "60s", "--untested", "--on", cluster.url)
    assert well(there) == here, "what --sql -o writes gives other edges on a cluster"


def event_tables(place):
    rows = tables.events(400 if place.quick else 5_000, 1)
    one, two = place / "one.csv", place / "two.csv"
    tables.write(one, rows, tables.GED)
    tables.write(two, tables.reported_again(rows, 2), tables.GED)
    return one, two


def of_country(path, country):
    """The rows of one country, in a file of the same name elsewhere."""
    copy = path.parent / "country" / path.name
    copy.parent.mkdir(exist_ok=True)
    with open(path, encoding="utf-8", newline="") as file:
        rows = list(csv.reader(file))
    at = rows[0].index("country")
    tables.write(copy, [row for row in rows[1:] if row[at] == country], rows[0])
    return copy


@test(quick=True)
def harm_is_the_kernels(cluster, place):
    one, _ = event_tables(place)
    lists = [(one, ["ML", "Ivory Coast"])]
    for name, country in [("ged231_car", "CF"), ("ged191_syria_2016_2019", "SY")]:
        path = tables.SHARED / "events" / "ucdp" / f"{name}.csv.gz"
        if path.exists() and not place.quick:
            lists.append((path, [country]))
    for path, places in lists:
        for country in places:
            years = ("2017", "2018") if "ged" in path.name else ("2019", "2020")
            ask = ["events", "compare", path, "--place", country, "--before", years[0], "--after", years[1], "--victims",
                   "civilians", "--format", "json"]
            here, there = griot(*ask), griot(*ask, "--on", cluster.url)
            assert json.loads(well(here)) == json.loads(well(there)), f"{path.name} in {country} differs"
            counted = [line for line in there.err.splitlines() if " on the cluster, " in line]
            events = json.loads(here.out)[0]
            print(f"    {path.name} in {country}: {events['before']['events']} and {events['after']['events']} events, "
                  f"{events['before']['best']:.0f} and {events['after']['best']:.0f} deaths, as here; {counted[0].split(': ', 1)[1]}")


@test(quick=True)
def events_are_the_kernels(cluster, place):
    one, two = event_tables(place)
    synthetic = tables.SHARED / "events" / "fusion-synthetic"
    lists = [("made", [one, two])]
    if synthetic.exists() and not place.quick:
        for size in ["s500", "s2000"]:
            copies = []
            for number in (1, 2, 3):
                # A cluster has no order of rows: both read them in the order of their cells.
                with open(synthetic / f"{size}_d{number}.csv", encoding="utf-8", newline="") as file:
                    rows = list(csv.reader(file))
                copies.append(place / f"{size}_d{number}.csv")
                tables.write(copies[-1], sorted(rows[1:], key=lambda row: [cell.encode() for cell in row]), rows[0])
            lists.append((size, copies))
    for name, paths in lists:
        ask = ["events", "fuse", *paths]
        for form in ["csv", "json"]:
            here, there = griot(*ask, "--format", form), griot(*ask, "--format", form, "--on", cluster.url)
            assert well(there) == well(here), f"{name}: {form} differs"
        fused = json.loads(here.out)
        pairs = [line for line in there.err.splitlines() if " pairs of rows within " in line]
        print(f"    {name}: {fused['events']} events of {len(fused['rows'])} rows, as here; {len(pairs)} joins of lists there")
    here = griot("events", "fuse", *[of_country(path, "Mali") for path in (one, two)], "--format", "json")
    there = griot("events", "fuse", one, two, "--place", "ML", "--format", "json", "--on", cluster.url)
    mine, theirs = json.loads(well(here)), json.loads(well(there))
    for side in (mine, theirs):
        side.pop("rows")
    assert mine["events"] == theirs["events"] and mine["totals"] == theirs["totals"], "Mali differs"


@test(quick=True)
def what_cannot_be_asked_is_said(cluster, place):
    path = place / "small.csv"
    tables.write(path, tables.shares(500, 3))
    ask = ["network", path, "--on", cluster.url]
    missing = refused(griot("network", "/nowhere/shares.parquet", "--on", cluster.url), "the cluster finds no such table")
    no_column = place / "other.csv"
    no_column.write_text("a,b\n1,2\n")
    refused(griot("network", no_column, "--on", cluster.url), "has no column object_id; it has a, b")
    letters = place / "letters.csv"
    letters.write_text("object_id,account_id,content_id,timestamp_share\no,a,c,yesterday\no,b,d,5\n")
    refused(griot("network", letters, "--on", cluster.url), "a cell is not the number it should be")
    ragged = place / "ragged.csv"
    ragged.write_text("object_id,account_id,content_id,timestamp_share\no,a,c,1\no,b,d\n")
    refused(griot("network", ragged, "--on", cluster.url), "more or fewer cells than its header")
    not_parquet = place / "text.parquet"
    not_parquet.write_text("no parquet")
    refused(griot("network", not_parquet, "--on", cluster.url))
    refused(griot(*ask, "--compat", "coortweet"), "--compat is not for tables on a cluster")
    refused(griot(*ask, "--window", "auto"), "--window auto is not for tables on a cluster")
    refused(griot(*ask, "--by", "url,hashtag"), "has no column layer")
    refused(griot("network", path, "--on", "http://127.0.0.1"), "the address of the cluster cannot be read")
    refused(griot("network", path, "--on", f"sc://127.0.0.1:{clusters.free_port()}"), "nobody answers at 127.0.0.1")
    refused(griot("network", path, "--on", f"sc://127.0.0.1:{cluster.master}", seconds=120), "does not speak Spark Connect")
    # TLS is asked of a server that has none.
    refused(griot("network", path, "--on", f"{cluster.url}/;use_ssl=true", seconds=120), "no TLS comes about")
    american = place / "american.csv"
    american.write_text("date,latitude,longitude,country\n02/23/2022,1,1,Mali\n")
    refused(griot("events", "compare", american, "--place", "ML", "--before", "2021", "--after", "2022", "--on", cluster.url),
            "not written year first")
    nowhere = {**environment(), "PATH": "/nowhere"}
    refused(griot(*ask, env=nowhere), "griot-spark, which asks clusters, is not on the PATH")
    print(f"    {missing}")


@test(quick=True)
def tls_that_a_server_asks_for_is_said(_cluster, place):
    if not shutil.which("openssl"):
        print("    skipped: openssl, which makes a certificate, is not installed")
        return
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", place / "key.pem", "-out", place / "cert.pem",
         "-subj", "/CN=127.0.0.1", "-days", "2"], check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(place / "cert.pem", place / "key.pem")
    listener = socket.create_server(("127.0.0.1", 0))
    listener.settimeout(1)
    open_for_calls = threading.Event()

    def serve():
        while not open_for_calls.is_set():
            try:
                call, _ = listener.accept()
            except OSError:
                continue
            try:
                with context.wrap_socket(call, server_side=True) as spoken:
                    spoken.recv(1)
            except OSError:
                call.close()

    thread = threading.Thread(target=serve)
    thread.start()
    address = f"sc://127.0.0.1:{listener.getsockname()[1]}"
    path = place / "small.csv"
    try:
        print("    " + refused(griot("network", path, "--on", address, seconds=120), "does not speak Spark Connect"))
        # Its certificate is nobody's.
        refused(griot("network", path, "--on", f"{address}/;use_ssl=true", seconds=120), "no TLS comes about")
    finally:
        open_for_calls.set()
        thread.join()
        listener.close()


def heavy(place, rows=None):
    """A table whose edges take a cluster of this size a good while, with the answer of the kernel."""
    path = place / "heavy.csv"
    answer = place / "heavy.edges"
    if not path.exists():
        tables.write(path, tables.in_order(tables.shares(rows or 20_000, 5, objects=600, accounts=2_000)))
        answer.write_bytes(well(griot("network", path, "--window", "2h", "--raw", "--untested")))
    return ["network", path, "--window", "2h", "--raw", "--untested"], answer.read_bytes()


CANCELLED = b"Asked to cancel jobs with tag"
READS_A_FILE = b"FileSourceStrategy: Pushed Filters"


def until_it_works(cluster, process):
    """Returns when tasks of the query itself run, which alone reads a file."""
    log = cluster.folder / "server.log"
    before = log.stat().st_size
    while process.poll() is None:
        with open(log, "rb") as file:
            file.seek(before)
            told = file.read().partition(READS_A_FILE)[2]
        if told.count(b"Starting task") > 3:
            return
        time.sleep(0.2)


def kill_worker(cluster, number):
    """A worker and its executors at once, and another worker in its place. How many executors there were."""
    executors = cluster.executors(number)
    cluster.kill(f"worker-{number}", signal.SIGKILL)
    for executor in executors:
        kill(executor, signal.SIGKILL)
    cluster.start_worker(number)
    return len(executors)


@test(needs=SHAKEN)
def a_worker_may_die(cluster, place):
    ask, right = heavy(place)
    for _ in range(2):  # the first one of a new cluster takes much longer
        usual = griot(*ask, "--on", cluster.url)
        assert well(usual) == right, "wrong before anybody was killed"
    print(f"    undisturbed: {usual.seconds:.1f} s", flush=True)
    # Every query is hit twice, half its time apart; moments are spread over the shortest time seen. A kill counts where the worker
    # had an executor and the query still ran.
    outcomes, counted, shortest, half = [], 0, usual.seconds, max(1, place.kills // 2)
    while counted < place.kills and len(outcomes) < 3 * place.kills:
        process, started = begin(*ask, "--on", cluster.url), time.monotonic()
        told, number = [], len(outcomes) % half
        for part in (number, number + half):
            moment = shortest * (part + 0.5) / (2 * half)
            while time.monotonic() - started < moment and process.poll() is None:
                time.sleep(0.1)
            if process.poll() is None:
                killed, at = kill_worker(cluster, part % 2), time.monotonic() - started
                counts = killed > 0 and process.poll() is None
                counted += counts
                told.append(f"{at:.1f} s" + ("" if counts else " (which does not count)"))
        asked = end(process, started)
        if asked.code == 0:
            assert asked.out == right, f"a wrong answer after kills at {told}"
            outcome = "right"
        else:
            outcome = refused(asked)
        shortest = min(shortest, asked.seconds)
        outcomes.append(outcome)
        print(f"    killed at {' and '.join(told)}: {asked.seconds:.1f} s, {outcome}", flush=True)
    errors = len(outcomes) - outcomes.count("right")
    print(f"    {counted} kills in the middle of {len(outcomes)} queries: {outcomes.count('right')} right, {errors} clear errors, 0 wrong")
    assert counted >= place.kills


@test(needs=OWN)
def a_cluster_that_gives_up_is_said(_cluster, place):
    ask, _ = heavy(place)
    with Cluster(workers=2, cores=1, conf={"spark.task.maxFailures": 1}) as cluster:
        process, started = begin(*ask, "--on", cluster.url), time.monotonic()
        until_it_works(cluster, process)
        while process.poll() is None:
            for executor in cluster.executors():
                kill(executor, signal.SIGKILL)
            time.sleep(1)
        print("    " + refused(end(process, started), "were lost again and again, and Spark gave up")
              if process.returncode else "    the right answer before")


@test(needs=SHAKEN)
def all_workers_may_die(cluster, place):
    ask, right = heavy(place)
    process, started = begin(*ask, "--on", cluster.url, "--patience", "20s"), time.monotonic()
    until_it_works(cluster, process)
    executors = cluster.executors()
    for number in range(cluster.workers):
        cluster.kill(f"worker-{number}")
    for executor in executors:
        kill(executor, signal.SIGKILL)
    asked = end(process, started, 600)
    print("    " + refused(asked, "no worker has taken a task for 20 seconds"))
    for number in range(cluster.workers):
        cluster.start_worker(number)
    assert well(griot(*ask, "--on", cluster.url)) == right, "wrong after the worker came back"


@test(needs=SHAKEN)
def the_driver_may_die(cluster, place):
    ask, _ = heavy(place)
    process, started = begin(*ask, "--on", cluster.url), time.monotonic()
    until_it_works(cluster, process)
    cluster.kill("server")
    killed = time.monotonic()
    asked = end(process, started, 600)
    print("    " + refused(asked, "the driver") + f" ({time.monotonic() - killed:.0f} s after)")
    # Another one takes its place in the middle.
    cluster.start_server()
    process, started = begin(*ask, "--on", cluster.url), time.monotonic()
    until_it_works(cluster, process)
    cluster.kill("server")
    cluster.start_server()
    asked = end(process, started, 600)
    print("    " + refused(asked, "the driver"))


@test(needs=SHAKEN)
def ctrl_c_interrupts_the_query(cluster, place):
    ask, _ = heavy(place)
    for how in ["Ctrl-C", "kill griot"]:
        process, started = begin(*ask, "--on", cluster.url), time.monotonic()
        until_it_works(cluster, process)
        log = cluster.folder / "server.log"
        told = log.read_bytes().count(CANCELLED)
        sent = time.monotonic()
        if how == "Ctrl-C":
            os.killpg(process.pid, signal.SIGINT)
        else:
            kill(process.pid, signal.SIGKILL)
        process.wait(30)
        gone = time.monotonic() - sent
        end_by = time.monotonic() + 20
        while log.read_bytes().count(CANCELLED) == told:
            assert time.monotonic() < end_by, f"{how}: the query still runs"
            time.sleep(0.3)
        process.stdout.close(), process.stderr.close()
        print(f"    {how}: griot ended after {gone:.1f} s, the query was cancelled after {time.monotonic() - sent:.1f} s")
        # The cluster is free for the next one.
        small = place / "after.csv"
        tables.write(small, tables.shares(300, 4))
        well(griot("network", small, "--on", cluster.url))


def children(pid):
    """Numbers of the processes that a process started."""
    found = []
    for entry in pathlib.Path("/proc").iterdir():
        try:
            if entry.name.isdigit() and int((entry / "stat").read_text().rpartition(")")[2].split()[1]) == pid:
                found.append(int(entry.name))
        except (OSError, ValueError, IndexError):
            continue
    return found


@test(needs=SHAKEN)
def the_program_in_between_may_die(cluster, place):
    ask, right = heavy(place)
    process, started = begin(*ask, "--on", cluster.url), time.monotonic()
    until_it_works(cluster, process)
    for child in children(process.pid):
        kill(child, signal.SIGKILL)
    print("    " + refused(end(process, started, 60), "griot-spark ended in the middle of an answer"))
    # What it left behind on the server changes no answer.
    assert well(griot(*ask, "--on", cluster.url)) == right, "wrong after griot-spark was killed"


@test(needs=OWN)
def a_wrong_token_is_said(_cluster, place):
    path = place / "token.csv"
    tables.write(path, tables.shares(300, 4))
    with Cluster(workers=1, conf={"spark.connect.authenticate.token": "the-right-one"}) as cluster:
        print("    " + refused(griot("network", path, "--on", f"{cluster.url}/;token=another"), "does not take the token"))
        refused(griot("network", path, "--on", cluster.url), "does not take the token")
        well(griot("network", path, "--on", f"{cluster.url}/;token=the-right-one"))
        by_name = {**environment(), "SPARK_CONNECT_AUTHENTICATE_TOKEN": "the-right-one"}
        asked = griot("network", path, "--on", cluster.url, env=by_name)
        assert "the-right-one" not in asked.err and well(asked)


@test(needs=OWN)
def a_server_that_reads_sql_otherwise_is_refused(_cluster, place):
    path = place / "otherwise.csv"
    tables.write(path, tables.shares(300, 4))
    for setting, value, name in [
        ("spark.sql.ansi.doubleQuotedIdentifiers", "true", "text in double quotes"),
        ("spark.sql.ansi.enabled", "false", "a sum beyond the largest whole number"),
    ]:
        with Cluster(workers=1, conf={setting: value}) as cluster:
            print("    " + refused(griot("network", path, "--on", cluster.url), f"this server reads {name} otherwise"))


# What other engines make of the constructs: a word of the query, what is asked in its place, and what griot calls it.
OTHERWISE = [
    ("7/2", "7 div 2", "7/2 otherwise than the Spark that griot was tried on: a whole number instead of a fraction"),
    ('"seen"', "seen", "text in double quotes otherwise than the Spark that griot was tried on: column instead of seen"),
    ("(1)) t(x) ORDER BY x$", "(1)) t(x) ORDER BY x NULLS LAST",
     "the order of NULL where it is not said otherwise than the Spark that griot was tried on: 1, 2, null instead of null, 1, 2"),
    ("NULLS LAST", "NULLS FIRST", "NULLS LAST"),
    ("floor(-1/60.0)", "ceil(-1/60.0)", "floor of a fraction, before 1970 too"),
    ("-7 % 3", "pmod(-7, 3)", "% of negative numbers"),
    ("sum(x)", "try_sum(x)", "a sum beyond the largest whole number"),
    ("cast(x AS bigint)", "try_cast(x AS bigint)", "text that is no number"),
    ("('')) t(x) ORDER BY x", "('')) t(x) ORDER BY lower(x)", "the order of text by its bytes"),
    ("'a' = 'A'", "'a' = lower('A')", "equality of text"),
    ("chr(39)", "chr(96)", "the text of a character by its number"),
    ("count(y)", "count(*)", "NULL in counts and groups"),
    ("UNION SELECT", "UNION ALL SELECT", "joins, UNION and UNION ALL"),
    ("BETWEEN -60 AND 60", "BETWEEN -60 AND 59", "the join on buckets of time"),
    ("PARTITION BY x", "PARTITION BY y", "a sum over a part of the rows"),
    ("x DESC NULLS LAST LIMIT", "x NULLS LAST LIMIT", "the first rows of an order"),
]


@test()
def every_construct_that_is_read_otherwise_is_refused_by_its_name(cluster, place):
    path = place / "constructs.csv"
    tables.write(path, tables.shares(300, 4))
    usual = well(griot("network", path, "--on", cluster.url))
    with Between(cluster) as between:
        assert well(griot("network", path, "--on", between.url)) == usual, "the server in between changes what it should not"
        asked = list(between.asked.values())
        first = next(number for number, text in enumerate(asked) if "griot_table" in text)
        print(f"    {first} small queries before the first of {len(asked) - first} that see the table")
        assert first == len(OTHERWISE), "a construct has no test"
    for word, other, name in OTHERWISE:
        def changed(text, word=word, other=other):
            if word.endswith("$"):
                return text[: 1 - len(word)] + other if text.endswith(word[:-1]) else text
            return text.replace(word, other)

        with Between(cluster, query=changed) as between:
            told = refused(griot("network", path, "--on", between.url), f"this server reads {name}")
            assert not any("griot_table" in text for text in between.asked.values()), "the table was asked for before"
        print(f"    {told[:200]}", flush=True)


@test()
def a_table_that_changes_meanwhile_is_said(cluster, place):
    path = place / "changes.csv"
    tables.write(path, tables.in_order(tables.shares(2_000, 15)))

    def changed(text):
        if text.startswith("SELECT object_id, account_id, content_id, time FROM"):
            tables.write(path, tables.in_order(tables.shares(2_000, 16)))
        return text

    with Between(cluster, query=changed) as between:
        print("    " + refused(griot("network", path, "--window", "60s", "--raw", "--on", between.url), "nothing is written"))


@test(needs=OWN)
def a_stream_that_ends_early_loses_no_row(_cluster, place):
    ask, right = heavy(place)
    # Streams end after a second, and after a thousand bytes; the answer takes many.
    conf = {"spark.connect.execute.reattachable.senderMaxStreamDuration": "1s",
            "spark.connect.execute.reattachable.senderMaxStreamSize": "100k"}
    with Cluster(workers=1, cores=2, conf=conf) as cluster:
        assert well(griot(*ask, "--on", cluster.url)) == right, "other edges over streams of a second"
        assert well(griot(*ask, "--bring", 1, "--on", cluster.url)) == right, "other edges of rows that stay"


@test(needs=OWN)
def a_full_disk_is_said(_cluster, place):
    ask, _ = heavy(place)
    disk = place / "disk"
    disk.mkdir()
    if subprocess.run(["mount", "-t", "tmpfs", "-o", "size=24m", "griot-test", disk], capture_output=True).returncode:
        print("    skipped: no small disk can be mounted here")
        return
    try:
        with Cluster(workers=1, disk=disk, conf={"spark.shuffle.compress": "false", "spark.memory.fraction": "0.1"}) as cluster:
            print("    " + refused(griot(*ask, "--on", cluster.url), "a disk of the cluster is full"))
    finally:
        subprocess.run(["umount", "-l", disk], capture_output=True)


class Disk:
    """The most bytes that lay in a folder, looked at every two seconds."""

    def __init__(self, folder):
        self.folder, self.most, self.ended = folder, 0, threading.Event()
        self.thread = threading.Thread(target=self.look)

    def look(self):
        while not self.ended.wait(2):
            found = 0
            for path in self.folder.rglob("*"):
                try:
                    found += path.stat().st_blocks * 512
                except OSError:
                    continue  # gone meanwhile
            self.most = max(self.most, found)

    def __enter__(self):
        self.thread.start()
        return self

    def __exit__(self, *_):
        self.ended.set()
        self.thread.join()


def grow(place, first, most, seconds):
    """Seconds, memory and disk of a thousand rows, and from a million on of twice as many each time, on a cluster that has answered
    nothing before; beside the kernel where that takes so many. Ends where twice as long would be too long."""
    print(f"load of this machine before: {os.getloadavg()[0]:.1f} on {os.cpu_count()} cores")
    print("| rows | edges | there, s | executors, MB | driver, MB | disk, MB | here, s | here, MB |")
    print("|---:|---:|---:|---:|---:|---:|---:|---:|")
    rows, began = first, time.monotonic()
    while rows <= most:
        path, took = place / "grown.parquet", time.monotonic()
        tables.large(path, rows)
        with Cluster(workers=2, cores=1, memory="4g", conf={"spark.driver.memory": "3g"}, long=True) as cluster, Disk(cluster.disk) as disk:
            ask = ["network", path, "--by", "url", "--window", "60s", "--raw", "--untested", "--bring", 1, "--edges", 10_000]
            asked = griot(*ask, "--on", cluster.url, seconds=7_200)
            most_of = cluster.resident()
        told = next((line for line in asked.err.splitlines() if " edges, of which " in line), "")
        edges = int(told.split(" has ")[1].split(" edges")[0].replace(",", "")) if told else asked.out.count(b"\n") - 1
        there = f"{asked.seconds:.0f}" if asked.code == 0 else refused(asked)
        here = ("", "")
        if rows <= 6_000_000:
            as_csv = place / "grown.csv"
            to_csv(path, as_csv)
            started = time.monotonic()
            process = subprocess.Popen([str(GRIOT), "network", str(as_csv), "--window", "60s", "--raw", "--untested", "--edges", "10000"],
                                       stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
            out = process.stdout.read()
            _, _, used = os.wait4(process.pid, 0)
            process.returncode = 0
            here = (f"{time.monotonic() - started:.1f}", used.ru_maxrss // 1024)
            assert out.replace(b",object,", b",url,") == asked.out or asked.code, "the kernel has other edges"
            as_csv.unlink()
        print(f"| {rows:,} | {edges:,} | {there} | {most_of['executors']:,} | {most_of['server']:,} | {disk.most // 1_000_000:,} | "
              f"{here[0]} | {here[1]} |", flush=True)
        path.unlink()
        rows = max(1_000_000, rows * 2)
        took = time.monotonic() - took
        if asked.code or time.monotonic() - began + 2 * took > seconds:
            break
    print(f"load after: {os.getloadavg()[0]:.1f}; stopped before {rows:,} rows")


def to_csv(path, out):
    import pyarrow.compute
    import pyarrow.csv
    import pyarrow.parquet

    table = pyarrow.parquet.read_table(path)
    seconds = pyarrow.compute.divide(table["time"], 1_000_000)
    table = table.drop_columns(["layer", "time"]).append_column("timestamp_share", seconds)
    pyarrow.csv.write_csv(table, out, pyarrow.csv.WriteOptions(quoting_style="none"))


def main():
    reader = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    reader.add_argument("--quick", action="store_true")
    reader.add_argument("--only", default="")
    reader.add_argument("--kills", type=int, default=10)
    reader.add_argument("--growth", type=int)
    reader.add_argument("--least", type=int, default=1_000)
    reader.add_argument("--seconds", type=int, default=1_500)
    options = reader.parse_args()
    for what, there in [("Spark", clusters.spark_home()), ("Java 17", clusters.java_home()), ("griot", GRIOT), ("griot-spark", SPARK)]:
        if not there:
            sys.exit(f"{what} is not there; make test-spark installs and builds it")
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))
    place = Place()
    place.quick, place.kills = options.quick, options.kills
    if options.growth:
        try:
            grow(place, options.least, options.growth, options.seconds)
        finally:
            shutil.rmtree(place.folder, ignore_errors=True)
        return
    chosen = [(function, needs) for function, quick, needs in TESTS
              if any(word in function.__name__ for word in options.only.split(",")) and (quick or not options.quick)]
    passed = failed = 0
    shared = Cluster(workers=2, cores=1) if any(needs != OWN for _, needs in chosen) else None
    try:
        if shared:
            shared.__enter__()
        for function, needs in sorted(chosen, key=lambda one: one[1]):
            if needs == OWN and shared:
                shared.stop()
                shared = None
            started = time.monotonic()
            print(f"{function.__name__} ...", flush=True)
            try:
                function(shared, place)
                passed += 1
                print(f"  ok, {time.monotonic() - started:.0f} s", flush=True)
            except Exception as error:
                failed += 1
                print(f"  FAILED: {error!r}"[:2_000], flush=True)
    finally:
        if shared:
            shared.stop()
        shutil.rmtree(place.folder, ignore_errors=True)
    print(f"spark: {passed} passed, {failed} failed")
    sys.exit(1 if failed else 0)


if __name__ == "__main__":
    main()
