"""Fits the judges of rewrites: linear models over TF-IDF of words and characters, and a word language model of Vietnamese.

    python evaluator.py --data ../shared/data --out DIR

They are of another family than the ranker, which asks the encoder, so that a rewriter is not measured by what it was chosen with.
English: train rows of ParaDetox (toxic against its neutral texts) and Davidson. Vietnamese: train rows of ViHSD and ViHOS
(offensive where a span is), flagged rows and texts of any dev split left out. `*-apart` leaves out the rows kept apart too
(`rows.fold_of`): weights of the ranking are chosen with it, on those rows.
"""
import argparse
import lzma
import pathlib
import pickle
import sys


from judges import Style, Words, words

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "encoder"))
import rows as labelled  # noqa: E402


def english(data, apart):
    rows = []
    for row in labelled.table(data / "paradetox/train.csv"):
        neutral = [row[f"neutral{n}"] for n in (1, 2, 3) if row[f"neutral{n}"]]
        if not (apart and labelled.fold_of(row["toxic"]) == 0):
            rows += [(row["toxic"], 1), *((text, 0) for text in neutral)]
    dev = {labelled.folded(row["toxic"]) for row in labelled.table(data / "paradetox/dev.csv")}
    dev |= {labelled.folded(row["text"]) for row in labelled.table(data / "davidson/dev.csv")}
    rows += [(row["text"], int(row["label"] != "CLEAN")) for row in labelled.table(data / "davidson/train.csv")]
    return [row for row in rows if labelled.folded(row[0]) not in dev]


def vietnamese(data, apart):
    dev = {labelled.folded(row["text"]) for name in ("vihsd", "vihos") for row in labelled.table(data / name / "dev.csv")}
    rows = {}
    for row in labelled.table(data / "vihos/train.csv"):
        if row["in_vihsd_test"] == "0" and row["in_vihsd_dev"] == "0":
            rows[labelled.folded(row["text"])] = int(row["spans"] != "[]")
    for row in labelled.table(data / "vihsd/train.csv"):
        if row["in_vihsd_test"] == "0" and row["in_vihos_test"] == "0":
            rows[labelled.folded(row["text"])] = int(row["label"] != "CLEAN")
    return [(text, y) for text, y in rows.items() if text not in dev and not (apart and labelled.fold_of(text) == 0)]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--words", action="store_true", help="fits the word model alone")
    o = parser.parse_args()
    o.out.mkdir(parents=True, exist_ok=True)
    for language, read in () if o.words else (("en", english), ("vi", vietnamese)):
        for name, apart in ((language, False), (f"{language}-apart", True)):
            rows = read(o.data, apart)
            print(name, len(rows), "rows,", sum(y for _, y in rows), "offensive", flush=True)
            (o.out / f"{name}.pickle").write_bytes(pickle.dumps(Style().fit(*zip(*rows))))
    with lzma.open(o.data / "chat-corpus/vi_social.txt.xz", "rt", encoding="utf-8") as file:
        lines = [words(line) for line in file]
    # Comments of the sets that are rewritten are left out, train rows too: the model would know a source by heart, and no rewrite of it.
    own = {tuple(words(row["text"])) for name in ("vihos", "vihsd") for split in ("train", "dev") for row in labelled.table(o.data / name / f"{split}.csv")}
    lines = [line for line in lines if line and tuple(line) not in own]
    (o.out / "words.pickle").write_bytes(pickle.dumps(Words(lines)))
    print("words", len(lines), "lines", flush=True)


if __name__ == "__main__":
    main()
