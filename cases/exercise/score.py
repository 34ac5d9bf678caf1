#!/usr/bin/env python3
"""What was found and what was missed: the answer of griot against a key of planted errors.

    griot check draft.docx --sources sources --format json > answer.json
    python3 score.py answer.json key.csv
"""
import collections
import csv
import json
import sys

answer = json.load(open(sys.argv[1], encoding="utf-8"))
key = {row["note"]: row for row in csv.DictReader(open(sys.argv[2], encoding="utf-8"))}
found, missed, false, clean = collections.Counter(), [], [], 0
kinds = collections.Counter(row["kind"] for row in key.values())
seen = set()
for sentence in answer["sentences"]:
    planted = [note for note in sentence["notes"] if note in key]
    alerts = [p for p in sentence["particulars"] if p["status"] in ("differs", "absent", "firmer")]
    told = "; ".join(f'{p["kind"]} {p["text"]!r} {p["status"]}' + (f' [{p["value"]}]' if "value" in p else "") for p in alerts)
    if planted:
        for note in planted:
            if sentence["state"] == "look-here" and note not in seen:
                seen.add(note)
                found[key[note]["kind"]] += 1
                print(f'found   note {note}: {key[note]["in_the_draft"]} / {key[note]["in_the_proof"]}: {told}')
    elif sentence["proofs"]:
        clean += 1
        if sentence["state"] == "look-here":
            false.append((sentence["text"], told))
for note in key:
    if note not in seen:
        missed.append((note, "not to look at"))
for note, state in missed:
    print(f'MISSED  note {note}: {key[note]["in_the_draft"]} / {key[note]["in_the_proof"]} ({state})')
for text, told in false:
    print(f"ALARMED a true sentence: {text}\n        {told}")
print()
for kind in sorted(kinds):
    print(f"{kind:10} {found[kind]} of {kinds[kind]} found")
print(f"all        {sum(found.values())} of {len(key)} found; {len(false)} of {clean} true sentences alarmed")
