"""Makes the labelled texts that the edit tagger is fitted to.

    python pairs.py --data ../shared/data --tokenizer ../shared/models/chat-encoder/tokenizer.json --out DIR

DIR gets `pairs.jsonl`: {"language","split","source","text","weight","edits":[[start, end, label]]}, one edit a word in code points, and
`labels.json`, the labels: KEEP, DELETE, MASK (one word that is not among the labels) and the most common replacements.
English: the words of ParaDetox's toxic texts aligned with those of each neutral text. Vietnamese: the words within ViHOS's spans are
deleted, and spans are put into clean comments. The split `apart` (`rows.fold_of`) is for the weights of the ranking.
"""
import argparse
import collections
import difflib
import json
import pathlib
import random
import re

from words import Cutter

import evasion
import rows as labelled

KEEP, DELETE, MASK, UNKNOWN = "KEEP", "DELETE", "MASK", "?"
LEAST = 8  # times that a replacement is seen to be a label
LONGEST = 4  # words of a replacement
MOST_CHANGED = 0.7  # share of the words beyond which a pair is a new sentence, not an edit
INSERTED_A_CLEAN_TEXT = 1
ALTERED = 0.15
FRAGMENTS = set("t s m re d ll ve don doesn u i a imao".split())  # parts of words that the alignment leaves over
PLAIN = re.compile(r"[^\W\d_]+(?:['-][^\W\d_]+)*(?: [^\W\d_]+(?:['-][^\W\d_]+)*)*")


def surface(words):
    """Joins the words of a replacement as they are written in one text: without spaces around apostrophes."""
    return re.sub(r" ?' ?", "'", " ".join(words).replace("’", "'"))


def aligned(source, target):
    """Gives (label, replaced text) for each source word; the label UNKNOWN is left out of the loss."""
    a, b = [w.text.lower() for w in source], [w.text.lower().replace("’", "'") for w in target]
    edits = [(KEEP, None)] * len(a)
    for kind, i, i2, j, j2 in difflib.SequenceMatcher(None, a, b, False).get_opcodes():
        if kind == "delete":
            edits[i:i2] = [(UNKNOWN, None) if not any(map(str.isalnum, w)) else (DELETE, None) for w in a[i:i2]]
        elif kind == "replace" and i2 - i == j2 - j:
            edits[i:i2] = [("REPLACE", surface([word])) for word in b[j:j2]]
        elif kind == "replace":
            edits[i:i2] = [("REPLACE", surface(b[j:j2]))] + [(DELETE, None)] * (i2 - i - 1)
    return edits


def english(data, cutter):
    """Gives the pairs with their edits; replacements are still texts."""
    dev = {labelled.folded(row["toxic"]) for row in labelled.table(data / "paradetox/dev.csv")}
    for row in labelled.table(data / "paradetox/train.csv"):
        text, neutral = labelled.squeezed(row["toxic"]), [row[f"neutral{n}"] for n in (1, 2, 3) if row[f"neutral{n}"]]
        if labelled.folded(text) in dev:
            continue
        split = "apart" if labelled.fold_of(text) == 0 else "train"
        _, words = cutter(text)
        found = []
        for other in neutral:
            edits = aligned(words, cutter(labelled.squeezed(other))[1])
            changed = sum(label != KEEP for label, _ in edits) / max(1, len(edits))
            if 0 < changed <= MOST_CHANGED:
                found.append((changed, edits))
        for _, edits in sorted(found, key=lambda one: one[0]):
            yield "en", split, "paradetox", text, 1.0 / len(found) ** 0.5, [[w.start, w.end, *edit] for w, edit in zip(words, edits)]
        if split == "train" and neutral:
            clean = labelled.squeezed(neutral[0])
            yield "en", split, "neutral", clean, 0.3, [[w.start, w.end, KEEP, None] for w in cutter(clean)[1]]


def vietnamese(data, cutter, draw):
    dev = {labelled.folded(row["text"]) for name in ("vihos", "vihsd") for row in labelled.table(data / name / "dev.csv")}
    spans, clean = [], []
    for row in labelled.table(data / "vihos/train.csv"):
        text = row["text"]
        if row["in_vihsd_test"] != "0" or labelled.folded(text) in dev:
            continue
        ranges = labelled.ranges(json.loads(row["spans"]))
        split = "apart" if labelled.fold_of(text) == 0 else "train"
        if not ranges and split == "train":
            clean.append(text)
        if split == "train":
            spans += [text[start:end].strip() for start, end in ranges]
        altered = evasion.same_length(text, draw) if split == "train" and draw.random() < ALTERED else text
        yield "vi", split, "vihos", altered, 1.0 if ranges else 0.3, marked(cutter(altered)[1], ranges)
    for row in labelled.table(data / "vihsd/train.csv"):
        if row["label"] == "CLEAN" and labelled.folded(row["text"]) not in dev and labelled.fold_of(row["text"]) and row["in_vihsd_test"] == "0":
            clean.append(labelled.squeezed(row["text"]))
    for text in dict.fromkeys(clean):
        _, words = cutter(text)
        if 3 <= len(words) <= 40:
            for _ in range(INSERTED_A_CLEAN_TEXT):
                mixed, ranges = inserted(text, words, [draw.choice(spans) for _ in range(draw.choice((1, 1, 2)))], draw)
                yield "vi", "train", "inserted", mixed, 0.5, marked(cutter(mixed)[1], ranges)


def inserted(text, words, spans, draw):
    """Puts spans before words, or at the end of a text."""
    places = sorted(draw.sample([0, *(w.start for w in words if w.start and text[w.start - 1] == " "), len(text)], 1) * len(spans))
    out, ranges, at = "", [], 0
    for place, span in zip(places, spans):
        out += text[at:place]
        out += " " if out and not out.endswith(" ") else ""
        ranges.append((len(out), len(out) + len(span)))
        out, at = out + span + " ", place
    return (out + text[at:]).rstrip(), ranges


def marked(words, ranges):
    return [[w.start, w.end, DELETE if any(w.start < end and w.end > start for start, end in ranges) else KEEP, None] for w in words]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--tokenizer", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    o = parser.parse_args()
    o.out.mkdir(parents=True, exist_ok=True)
    cutter = Cutter(o.tokenizer)
    rows = [*english(o.data, cutter), *vietnamese(o.data, cutter, random.Random(3))]
    seen = collections.Counter(edit[3] for row in rows for edit in row[5] if edit[2] == "REPLACE")
    replacements = [t for t, n in seen.most_common() if n >= LEAST and t not in FRAGMENTS and PLAIN.fullmatch(t) and t.count(" ") < LONGEST]
    (o.out / "labels.json").write_text(json.dumps([KEEP, DELETE, MASK, *replacements], ensure_ascii=False) + "\n")
    known = set(replacements)
    with open(o.out / "pairs.jsonl", "w", encoding="utf-8") as file:
        for language, split, source, text, weight, edits in rows:
            for edit in edits:
                with_text = edit.pop()
                if edit[2] == "REPLACE":
                    edit[2] = with_text if with_text in known else MASK if re.fullmatch(r"[^\W\d_]{2,}", with_text) and with_text not in FRAGMENTS else UNKNOWN
            row = {"language": language, "split": split, "source": source, "text": text, "weight": round(weight, 3), "edits": edits}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")
    print(len(rows), "texts,", len(replacements), "replacements,", collections.Counter((row[1], row[2]) for row in rows))
    print(collections.Counter(e[2] if e[2] in (KEEP, DELETE, MASK, UNKNOWN) else "R" for r in rows if r[2] == "paradetox" for e in r[5]))


if __name__ == "__main__":
    main()
