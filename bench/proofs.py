#!/usr/bin/env python3
"""Alerts on sentences against the pages that they cite: griot, the 40-line rule and grounded-check, in one run.

    cargo build --release -p griot-proof --example wice
    pip install grounded-check==0.1.2
    bench/proofs.py ../shared/data/proofs/wice-dev.jsonl.gz

An alert is right where people said that the page does not fully support the sentence.
"""
import gzip
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

path = sys.argv[1]
rows = [json.loads(line) for line in gzip.open(path, "rt", encoding="utf-8")]

WORDS = "zero one two three four five six seven eight nine ten eleven twelve".split()
NUMBER = re.compile(r"\d[\d,.]*\d|\d")


def numbers(text):
    found = {match.replace(",", "").rstrip(".") for match in NUMBER.findall(text)}
    return found | {str(WORDS.index(word)) for word in re.findall(r"[a-z]+", text.lower()) if word in WORDS}


def rule(row):
    page = numbers(" ".join(row["evidence"]))
    return any(n.replace(",", "").rstrip(".") not in page for n in NUMBER.findall(row["claim"]))


def peer(rows):
    try:
        from grounded import Kind, check
    except ImportError:
        print("skipped: grounded-check is not installed", file=sys.stderr)
        return None
    alerts = []
    with tempfile.TemporaryDirectory() as folder:
        for row in rows:
            page = Path(folder, "page.txt")
            page.write_text("\n".join(row["evidence"]), encoding="utf-8")
            alerts.append(bool(check(row["claim"], [str(page)], kinds={Kind.NUMBER}).failures))
    return alerts


def griot():
    program = subprocess.run(["cargo", "run", "-q", "--release", "-p", "griot-proof", "--example", "wice", "--", path, "json"],
                             capture_output=True, text=True, check=True)
    alerts = {line["claim"]: line["alert"] for line in map(json.loads, program.stdout.splitlines())}
    return [alerts[row["claim"]] for row in rows]


def show(name, alerts, wanted):
    if alerts is None:
        return
    chosen = [(alert, row["label"] != "supported") for alert, row in zip(alerts, rows) if wanted(row)]
    said = [right for alert, right in chosen if alert]
    bad = sum(right for _, right in chosen)
    print(f"| {name} | {sum(said) / max(1, len(said)):.3f} | {sum(said) / bad:.3f} | {sum(said)} of {len(said)} alerts right, {bad} to find |")


ours, theirs, simple = griot(), peer(rows), [rule(row) for row in rows]
digits = lambda row: any(sign.isdigit() for sign in row["claim"])
print("| sentences with digits | precision | recall | |\n|---|---|---|---|")
for name, alerts in (("griot", ours), ("40-line rule", simple), ("grounded-check", theirs)):
    show(name, alerts, digits)
print("\n| all sentences | precision | recall | |\n|---|---|---|---|")
for name, alerts in (("griot", ours), ("40-line rule", simple), ("grounded-check", theirs)):
    show(name, alerts, lambda row: True)
