#!/usr/bin/env python3
"""What was found and what was missed: the answer of griot against a key of planted errors.

    griot check draft.docx --sources sources --format json > answer.json
    python3 score.py answer.json key.csv [seen|unseen]

With `seen`, notes whose number can be divided by three are passed over; with `unseen` only they are
counted, and nothing is shown of them but totals: so a draft can be learned from and still measure.
"""
import collections
import csv
import json
import sys

answer = json.load(open(sys.argv[1], encoding="utf-8"))
part = sys.argv[3] if len(sys.argv) > 3 else "all"


def of_part(note):
    return part == "all" or (int(note) % 3 == 0) == (part == "unseen")


def show(words):
    if part != "unseen":
        print(words)


key = {row["note"]: row for row in csv.DictReader(open(sys.argv[2], encoding="utf-8")) if of_part(row["note"])}
found, missed, false, clean = collections.Counter(), [], [], 0
kinds = collections.Counter(row["kind"] for row in key.values())
seen = set()
for sentence in answer["sentences"]:
    notes = [note for note in sentence["notes"] if of_part(note)]
    planted = [note for note in notes if note in key]
    alerts = [p for p in sentence["particulars"] if p["status"] in ("differs", "absent", "firmer")]
    told = "; ".join(f'{p["kind"]} {p["text"]!r} {p["status"]}' + (f' [{p["value"]}]' if "value" in p else "") for p in alerts)
    if planted:
        for note in planted:
            # What cannot be opened is found where griot says so.
            closed = key[note]["kind"] in ("not held", "unreadable") and sentence["state"] == "not-held"
            if (sentence["state"] == "look-here" or closed) and note not in seen:
                seen.add(note)
                found[key[note]["kind"]] += 1
                show(f'found   note {note}: {key[note]["in_the_draft"]} / {key[note]["in_the_proof"]}: {told}')
    elif sentence["proofs"] and notes:
        clean += 1
        if sentence["state"] == "look-here":
            false.append((sentence["text"], told))
for note in key:
    if note not in seen:
        missed.append(note)
for note in missed:
    show(f'MISSED  note {note} {key[note]["kind"]}: {key[note]["in_the_draft"]} / {key[note]["in_the_proof"]}')
for text, told in false:
    show(f"ALARMED a true sentence: {text}\n        {told}")
print()
for kind in sorted(kinds):
    print(f"{kind:14} {found[kind]} of {kinds[kind]} found")
print(f"all            {sum(found.values())} of {len(key)} found; {len(false)} of {clean} true sentences alarmed")
