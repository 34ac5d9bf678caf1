#!/usr/bin/env python3
"""Writes a large export of posts with a seed: the same arguments give the same bytes.

    posts.py FILE [--megabytes 400] [--viral 0] [--seed 1]

The layout is the coordination-network-toolkit's CSV, every cell in quotation marks. The shape is that
of the Internet Research Agency's posts: few, very uneven accounts; two posts in five with a link, most
links shared once and some by many within minutes; two in five with hashtags out of a long-tailed list;
one in four repeats a text that is about. --viral shares one link so many times, by so many accounts.
"""
import argparse
import random

WORDS = """the of and to in a is that for it with as was on be by at have are this not but had his from
they she which or we an there her were one do been all their has would will what if can when so no more
out up said them some into two could time than then now over our new first after people state election
police water gold army school market road village river harvest music game team doctor""".split()
SLAV = """и в не на я быть он с что а по это она этот к но они мы весь который из у который то за свой
год время дело жизнь день рука раз работа слово место лицо друг глаз вопрос дом сторона страна мир случай
голова ребенок сила конец вид система часть город отношение женщина деньги""".split()


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("file")
    parser.add_argument("--megabytes", type=int, default=400)
    parser.add_argument("--viral", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    arguments = parser.parse_args()
    lot = random.Random(arguments.seed)
    unit, below, pick = lot.random, lot.randrange, lot.choice
    limit = arguments.megabytes * 1_000_000
    written = number = 0
    now = 1_400_000_000
    recent, texts = [], []
    viral = 0
    with open(arguments.file, "w", encoding="utf-8", newline="", buffering=1 << 20) as out:
        out.write('"message_id","user_id","username","repost_id","reply_id","message","timestamp","urls"\n')
        while written < limit:
            number += 1
            now += 1 if unit() < 0.2 else 0
            account = int(2800 * unit() ** 3)
            if texts and unit() < 0.25:
                text = texts[int(len(texts) * unit())]
            else:
                words = SLAV if account % 3 == 0 else WORDS
                text = " ".join(pick(words) for _ in range(6 + below(10)))
                if unit() < 0.4:
                    text += " " + " ".join(
                        "#tag%d" % int(60_000 * unit() ** 4) for _ in range(1 + below(2))
                    )
                if unit() < 0.05:
                    text = 'he said ""%s"", and left' % text
                texts.append(text)
                if len(texts) > 3000:
                    texts[below(3000)] = texts.pop()
            link = ""
            if viral < arguments.viral:
                viral += 1
                account = 10_000 + below(100_000)
                link = "https://www.example.org/viral?utm_source=x"
                now += 3
            elif unit() < 0.4:
                if recent and unit() < 0.35:
                    link = recent[int(len(recent) * unit())]
                else:
                    link = "https://t.co/%08x" % below(1 << 32)
                    recent.append(link)
                    if len(recent) > 400:
                        recent.pop(0)
            repost = str(below(number)) if unit() < 0.15 else ""
            line = '"%d","%d","name of %d","%s","","%s","%d","%s"\n' % (
                700_000_000_000_000_000 + number, account, account, repost, text, now, link,
            )
            out.write(line)
            written += len(line.encode())


if __name__ == "__main__":
    main()
