#!/usr/bin/env python3
"""griot network beside its peers, in one run: coordination-network-toolkit and DataFusion from PyPI.

    bench/network.py [--griot target/release/griot] [--work FOLDER] [--small]

Makes a virtual environment and large files (bench/posts.py, seeded) in FOLDER, runs every case as a whole
process, and prints wall seconds, CPU seconds and peak memory. Results that must be the same are compared
edge by edge. Where ../shared/data/coordination is, its samples are counted too. --small leaves out what
takes minutes.
"""
import argparse
import csv
import itertools
import os
import resource
import subprocess
import sys
import time
import venv
from pathlib import Path

HERE = Path(__file__).resolve().parent
SHARED = HERE.parent.parent / "shared" / "data" / "coordination"

TOOLKIT = """
import csv, sys
from coordination_network_toolkit import preprocess, compute_networks, similarity
source, db, mode, window, weight = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]), int(sys.argv[5])
import time
out, sys.stdout = sys.stdout, sys.stderr
preprocess.preprocess_csv_files(db, [source])
started = time.perf_counter()
if mode == "link":
    compute_networks.compute_co_link_network(db, window, n_threads=2, min_edge_weight=weight)
    table = "co_link_network"
else:
    compute_networks.compute_co_similar_tweet(
        db, window, n_threads=2, similarity_threshold=0.9, min_edge_weight=weight,
        similarity_function=similarity.MinDocSizeSimilarity(5))
    table = "co_similar_tweet_network"
print("compute", time.perf_counter() - started, file=sys.stderr)
import sqlite3
rows = sqlite3.connect(db).execute(f"select user_1, user_2, weight from {table} where user_1 != user_2 and user_1 != ''")
csv.writer(out).writerows(rows)
"""

DATAFUSION = """
import sys
from datafusion import SessionContext
context = SessionContext()
context.register_parquet("shares", sys.argv[1])
for query in open(sys.argv[2]).read().split(";"):
    lines = [line for line in query.splitlines() if line and not line.startswith("--")]
    if lines:
        for batch in context.sql(" ".join(lines)).collect():
            for row in batch.to_pylist():
                print(row["account_a"], row["account_b"], row["weight"], sep=",")
"""


def run(name, command, out, timeout=1800):
    """Runs a process, its output to a file; prints its row."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    started = time.perf_counter()
    with open(out, "wb") as file:
        timer = ["/usr/bin/time", "-f", "peak %M"] if os.path.exists("/usr/bin/time") else []
        done = subprocess.run(timer + [str(part) for part in command], stdout=file,
                              stderr=subprocess.PIPE, timeout=timeout, check=False)
    wall = time.perf_counter() - started
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    said = done.stderr.decode(errors="replace")
    peak = [line.split()[1] for line in said.splitlines() if line.startswith("peak ")]
    note = " ".join(line for line in said.splitlines() if line.startswith("compute "))
    memory = f"{int(peak[-1]) / 1000:.0f}" if peak else ""
    lines = sum(1 for _ in open(out, "rb"))
    failed = "" if done.returncode == 0 else f" FAILED: {said.strip().splitlines()[-2:]}"
    print(f"| {name} | {wall:.2f} | {cpu:.2f} | {memory} | {lines} {note}{failed} |", flush=True)


def directed(path, skip):
    rows = list(csv.reader(open(path, newline="", encoding="utf-8")))[skip:]
    return {(a, b): int(float(n)) for a, b, n in rows}


def same(one, other):
    verdict = "the same" if one == other else f"{len(set(one.items()) ^ set(other.items()))} differ"
    print(f"|   edges compared | | | | {len(one)}: {verdict} |", flush=True)


def as_posts(shares, posts):
    """The layout of the toolkit from a table of shares, links only."""
    import gzip
    with gzip.open(shares, "rt", newline="") as source, open(posts, "w", newline="") as out:
        writer = csv.writer(out)
        writer.writerow("message_id user_id username repost_id reply_id message timestamp urls".split())
        for row in csv.DictReader(source):
            writer.writerow([row["content_id"], row["account_id"], row["account_id"], "", "", "",
                             row["timestamp_share"], row["object_id"]])


def head(source, path, posts):
    """The first posts of a file, with its header."""
    if not path.exists():
        with open(source, encoding="utf-8") as lines, open(path, "w", encoding="utf-8") as out:
            out.writelines(itertools.islice(lines, posts + 1))
    return path


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("--griot", default=str(HERE.parent / "target" / "release" / "griot"))
    parser.add_argument("--work", default="/tmp/griot-bench")
    parser.add_argument("--small", action="store_true")
    arguments = parser.parse_args()
    work = Path(arguments.work)
    work.mkdir(parents=True, exist_ok=True)
    python = work / "venv" / "bin" / "python"
    if not python.exists():
        venv.create(work / "venv", with_pip=True)
        subprocess.run([str(python), "-m", "pip", "install", "-q",
                        "coordination-network-toolkit", "datafusion"], check=True)
    griot = [arguments.griot, "network"]
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, {time.strftime('%Y-%m-%d')}\n")
    print("| what | wall s | CPU s | MB | lines |\n|---|---|---|---|---|")

    def large(name, *options):
        path = work / name
        if not path.exists():
            subprocess.run([sys.executable, str(HERE / "posts.py"), str(path), *options], check=True)
        return path

    posts = large("posts400.csv", "--megabytes", "400")
    run("griot: 400 MB of quoted posts, links, hashtags, texts, 60 s",
        griot + [posts, "--by", "url,hashtag,text", "--window", "60s"], work / "three.csv")
    run("griot: the same, links alone",
        griot + [posts, "--by", "url", "--window", "60s"], work / "url.csv")
    fifty = head(posts, work / "posts50k.csv", 50_000)
    near = griot + [fifty, "--by", "near-text", "--window", "1h", "--compat", "cnt", "--min", "1"]
    run("griot: near-duplicate texts of 50,000 posts, 1 h, exact", near, work / "near.csv")
    run("griot: the same by MinHash", near + ["--min-hash"], work / "near_hash.csv")

    # A million shares of ordinary news weeks with thirteen rings of 30 among them, tested against chance.
    million = work / "million.csv"
    if not million.exists():
        with open(million, "wb") as out:
            subprocess.run(["cargo", "bench", "-q", "-p", "griot-stats", "--bench", "networks", "--", "rows", "125"],
                           cwd=HERE.parent, stdout=out, check=True)
    tested = work / "million"
    run("griot: a million shares, tested against chance, every table and graph written",
        griot + [million, "--window", "60s", "-o", tested], work / "million.txt")
    run("griot: the same, edges alone", griot + [million, "--window", "60s"], work / "million_edges.csv")
    run("griot: the same, counted and not tested",
        griot + [million, "--window", "60s", "--untested"], work / "million_untested.csv")

    cluster = work / "cluster"
    run("griot: shares of links and SQL for a cluster",
        griot + [fifty, "--by", "url", "--window", "60s", "--sql", "-o", cluster], work / "sql.txt")
    run("DataFusion: that SQL on 50,000 posts",
        [python, "-c", DATAFUSION, cluster / "shares.parquet", cluster / "network.sql"],
        work / "datafusion.csv")
    run("griot: the same edges",
        griot + [fifty, "--by", "url", "--window", "60s", "--draws", "0"], work / "own.csv")
    own = list(csv.reader(open(work / "own.csv", newline="", encoding="utf-8")))[1:]
    found = csv.reader(open(work / "datafusion.csv", newline="", encoding="utf-8"))
    same({(r[0], r[1]): int(r[2]) for r in own}, {(r[0], r[1]): int(r[2]) for r in found})

    samples = []
    if SHARED.exists():
        samples = [("russian_coord_tweets.csv.gz", 60, 1), ("russian_coord_tweets.csv.gz", 10, 1),
                   ("ira_url_50k.csv.gz", 60, 1), ("ira_url_200k.csv.gz", 60, 2)]
    for name, window, weight in samples:
        if not (SHARED / name).exists():
            continue
        source = work / (name.split(".")[0] + ".posts.csv")
        as_posts(SHARED / name, source)
        db = work / "toolkit.db"
        db.unlink(missing_ok=True)
        run(f"toolkit: {name}, links, {window} s, weight {weight}",
            [python, "-c", TOOLKIT, source, db, "link", window, weight], work / "toolkit.csv")
        run("griot: the same", griot + [SHARED / name, "--window", f"{window}s", "--min", weight,
                                        "--compat", "cnt"], work / "griot.csv")
        same(directed(work / "toolkit.csv", 0), directed(work / "griot.csv", 1))
    if not arguments.small:
        # A fifth of the posts: the toolkit compares every pair in the window, so all would take it 40 minutes.
        ten = head(posts, work / "posts10k.csv", 10_000)
        db = work / "similar.db"
        db.unlink(missing_ok=True)
        run("toolkit: near-duplicate texts of 10,000 posts, 1 h",
            [python, "-c", TOOLKIT, ten, db, "similar", 3600, 1], work / "toolkit_near.csv")
        run("griot: the same, exact", griot + [ten, "--by", "near-text", "--window", "1h", "--compat", "cnt",
                                               "--min", "1"], work / "near10.csv")
        same(directed(work / "toolkit_near.csv", 0), directed(work / "near10.csv", 1))
        viral = large("viral.csv", "--megabytes", "2000", "--viral", "500000", "--seed", "2")
        run("griot: 2 GB with a link shared 500,000 times, links, hashtags, texts, 60 s",
            griot + [viral, "--by", "url,hashtag,text", "--window", "60s"], work / "viral_out.csv")
        run("griot: the same as CooRTweet counts links, 1 h",
            griot + [viral, "--by", "url", "--window", "1h", "--compat", "coortweet"],
            work / "viral_peer.csv")


if __name__ == "__main__":
    main()
