"""Reads the labelled sets that the encoder is fitted to.

Each row has a set, a split, a text and, where its source states them, the admissible classes, the
offensive spans and the kinds of abuse. A text that appears in any dev split is left out of every
train split. One part in `FOLDS` of each train split is kept apart: the encoder never learns from it,
and decision offsets, calibration and the cascade's bins are chosen on it. The kinds of abuse that the
sources do not state for English texts, profanity and sexual content, come from word lists (train alone).
The project's own situations are rows too; theirs are the heads of two sets of chat.

    python models/training/encoder/rows.py --data ../shared/data --out .chatwarden/rows

writes `train.jsonl`, `apart.jsonl`, `dev.jsonl` and, of sentences about groups and names, `terms.jsonl`: `{"set","language","text","classes","kinds","spans","situation"}`.
"""
import argparse
import csv
import dataclasses
import hashlib
import json
import lzma
import pathlib
import re
import unicodedata

import situations
import swearing
import terms

CLASSES = ("CLEAN", "OFFENSIVE", "HATE")
KINDS = ("insult", "threat", "identity_attack", "profanity", "sexual")
FOLDS = 10
LONGEST = 1200

SITUATIONS = "situations"
TERMS = "terms"

# The weight of a row's loss: less for sets whose labels are noisy or whose texts are unlike chat.
WEIGHTS = {SITUATIONS: 2.0, "safesense": 0.5, "vi-generated": 0.3, "vi-translated": 0.3, "mlma": 0.3, "implicit-hate": 0.5}

# The sets whose CLEAN rows are also texts without a span, and the head that learns this.
UNMARKED = {SITUATIONS, "davidson", "gametox", "olid", "victsd", "vihsd"}
UNMARKED_HEADS = {"vi": "vihos", "en": "toxic-spans"}

# The set whose head learns the situations of a language.
SITUATION_HEADS = {"vi": "vihsd", "en": "gametox"}


@dataclasses.dataclass(slots=True)
class Row:
    set: str
    split: str  # train, apart, dev or terms
    language: str
    text: str
    classes: tuple[int, ...] | None  # admissible; None: the source states no class
    spans: list[tuple[int, int]] | None  # half-open, in code points
    kinds: dict[int, bool] = dataclasses.field(default_factory=dict)  # stated kinds; others are unknown
    situation: str = ""  # the kind of situation, or the term; empty where the row is of another set

    @property
    def head(self):
        return SITUATION_HEADS[self.language] if self.set == SITUATIONS else self.set

    @property
    def span_head(self):
        """The set whose head learns the row's spans: a CLEAN row of these sets has none, which teaches that of its language."""
        return UNMARKED_HEADS[self.language] if self.unmarked else self.head

    @property
    def unmarked(self):
        return self.spans is None and self.classes == (CLASSES.index("CLEAN"),) and self.set in UNMARKED

    @property
    def weight(self):
        return WEIGHTS.get(self.set, 1.0)


def folded(text):
    """Returns the text in lower case, composed, with single spaces: the form in which texts are compared."""
    return re.sub(r"\s+", " ", unicodedata.normalize("NFC", text).lower()).strip()


def ranges(offsets):
    """Joins single positions to half-open ranges."""
    joined = []
    for offset in sorted(offsets):
        if joined and joined[-1][1] == offset:
            joined[-1] = (joined[-1][0], offset + 1)
        else:
            joined.append((offset, offset + 1))
    return joined


def fold_of(text):
    """Returns the fold of a text, equal for texts that differ in case and spaces alone."""
    return hashlib.sha256(folded(text).encode()).digest()[0] % FOLDS


def read(data):
    """Returns all labelled rows below the data folder, in the order of the files."""
    data = pathlib.Path(data)
    rows = [*of_csv(data), *of_corpus(data / "chat-corpus"), *of_situations()]
    dev = {folded(row.text) for row in rows if row.split == "dev"}
    kept, seen = [], set()
    for row in rows:
        key = folded(row.text)
        if not key or len(row.text) > LONGEST or (row.set, key) in seen:
            continue
        if row.split == "train":
            if key in dev:
                continue
            if row.set != SITUATIONS:
                row.split = "apart" if fold_of(row.text) == 0 else "train"
        seen.add((row.set, key))
        kept.append(row)
    add_kinds(kept, data / "chat-corpus" / "kinds.jsonl.xz")
    words = swearing.Lexicon(data / "chat-corpus" / "lexicons")
    for row in kept:
        if row.language == "en" and row.split != "dev":
            row.kinds = {**{KINDS.index(kind): there for kind, there in words.kinds(row.text).items()}, **row.kinds}
    return kept


def of_csv(data):
    label = {name: (number,) for number, name in enumerate(CLASSES)}
    for split in ("train", "dev"):
        for name, language in (("vihsd", "vi"), ("davidson", "en")):
            for row in table(data / name / f"{split}.csv"):
                yield Row(name, split, language, squeezed(row["text"]), label[row["label"]], None)
        for row in table(data / "vihos" / f"{split}.csv"):
            if split == "dev" or row["in_vihsd_test"] == "0":
                spans = ranges(json.loads(row["spans"]))
                classes = ((1, 2) if spans else (0,)) if split == "train" else None
                yield Row("vihos", split, "vi", row["text"], classes, spans)
        for row in table(data / "toxic-spans" / f"{split}.csv"):
            yield Row("toxic-spans", split, "en", row["text"], None, ranges(json.loads(row["spans"])))
        for row in table(data / "paradetox" / f"{split}.csv"):
            yield Row("paradetox", split, "en", squeezed(row["toxic"]), (1, 2), None)
            yield Row("paradetox", split, "en", squeezed(row["neutral1"]), (0,), None)


def of_corpus(folder):
    with lzma.open(folder / "labelled.jsonl.xz", "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            classes = None if row["labels"] is None else tuple(CLASSES.index(c) for c in row["labels"])
            spans = row.get("spans")
            text = squeezed(row["text"]) if spans is None else row["text"]
            yield Row(row["set"], row["split"], row["language"], text, classes, spans)


def of_situations():
    for language, kind, label, abuse, split, text in situations.read():
        kinds = {number: name in abuse for number, name in enumerate(KINDS)} if language == "en" else {}
        yield Row(SITUATIONS, split, language, text, (CLASSES.index(label),), None, kinds, kind)


def of_terms():
    for language, part, term, text in terms.read():
        yield Row(TERMS, TERMS, language, text, (0,), None, situation=f"{part}: {term}")


def add_kinds(rows, path):
    stated = {}
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            kinds = {KINDS.index(kind): True for kind in row["kinds"]}
            kinds.update({KINDS.index(kind): False for kind in row["notKinds"]})
            stated[row["set"], folded(row["text"])] = kinds
    for row in rows:
        row.kinds.update(stated.get((row.set, folded(row.text)), {}))


def table(path):
    with open(path, encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def squeezed(text):
    return re.sub(r"\s+", " ", text).strip()


def described(row):
    return {
        "set": row.set, "language": row.language, "text": row.text, "classes": row.classes, "spans": row.spans,
        "kinds": {KINDS[number]: there for number, there in row.kinds.items()}, "situation": row.situation,
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    o = parser.parse_args()
    o.out.mkdir(parents=True, exist_ok=True)
    rows = [*read(o.data), *of_terms()]
    for split in ("train", "apart", "dev", TERMS):
        with open(o.out / f"{split}.jsonl", "w", encoding="utf-8") as file:
            for row in rows:
                if row.split == split:
                    file.write(json.dumps(described(row), ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
