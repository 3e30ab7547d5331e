"""Measures rewrites on dev, beside copies, deletion, one fixed sentence and what people wrote.

    python evaluate.py --inputs inputs/en-dev.jsonl --spans spans/en-dev.jsonl --judges judges [--judge en] NAME=OUTPUTS.jsonl …

Inputs: {"id","text","language", "references" (English) or "spans" (Vietnamese)}; outputs: {"id","output","verdict"}. A rewrite that is
CANNOT_REWRITE or empty scores 0. Style: the judge (`evaluator.py`) finds the output clean, probability below a half. chrF: sacrebleu's,
order 6, beta 2, the best of the references. English joint score: mean of style × chrF. Vietnamese has no references; its joint score is the mean of
style × share of the words outside the marked spans that are kept in order (a pronoun's polite form and the plain negation count as the word) ×
fluency, the ratio of the probabilities a word of output and input by a word model of comments, at most 1. `diff` is the difference of the joint score from
the first row of deletion with its 95 % bootstrap interval (2,000 draws of the rows, seed 1).
"""
import argparse
import difflib
import json
import pathlib
import pickle

import numpy as np
from sacrebleu.metrics import CHRF

import guards
import judges as judging

FIXED = {"en": "I do not agree with this.", "vi": "Mình không đồng ý với điều này."}
DRAWS = 2000
CHRF_SCORE = CHRF()


def deleted(text, spans):
    for start, end in sorted(spans, reverse=True):
        text = text[:start] + text[end:]
    return " ".join(text.split())


class English:
    columns = ("style", "chrF", "joint", "P(clean)", "soft")

    def __init__(self, rows, judges, judge):
        self.rows, self.judge = rows, pickle.loads((judges / f"{judge or 'en'}.pickle").read_bytes())

    def __call__(self, outputs):
        clean = 1 - self.judge(outputs)
        there = np.array([bool(text.strip()) for text in outputs])
        style = (clean > 0.5) & there
        chrf = np.array([CHRF_SCORE.sentence_score(o, r["references"]).score / 100 for o, r in zip(outputs, self.rows)]) * there
        return style * 1.0, chrf, style * chrf, clean * there, clean * there * chrf


class Vietnamese:
    columns = ("style", "kept", "joint", "fluency", "P(clean)")

    def __init__(self, rows, judges, judge):
        self.rows, self.judge = rows, pickle.loads((judges / f"{judge or 'vi'}.pickle").read_bytes())
        self.words = pickle.loads((judges / "words.pickle").read_bytes())
        self.outside = [[same(w) for w in judging.words(deleted(row["text"], row["spans"]))] for row in rows]

    def __call__(self, outputs):
        clean = 1 - self.judge(outputs)
        there = np.array([bool(text.strip()) for text in outputs])
        style = (clean > 0.5) & there
        kept = np.array([share_kept(o, outside) for o, outside in zip(outputs, self.outside)]) * there
        fluency = np.array([self.fluency(o, r["text"]) for o, r in zip(outputs, self.rows)])
        return style * 1.0, kept, style * kept * fluency, fluency, clean * there

    def fluency(self, output, source):
        if not output.strip():
            return 0.0
        return min(1.0, float(np.exp(self.words.log(judging.words(output)) - self.words.log(judging.words(source)))))


def same(word):
    """Returns one form for a pronoun and its polite form, and for the negations."""
    return guards.POLITE.get(word, "không" if word in guards.NEGATIONS["vi"] or word in guards.RUDE_NEGATIONS else word)


def share_kept(output, outside):
    if not outside:
        return 1.0
    words = [same(w) for w in judging.words(output)]
    blocks = difflib.SequenceMatcher(None, outside, words, False).get_matching_blocks()
    return sum(block.size for block in blocks) / len(outside)


def baselines(rows, spans, language):
    tagged = {row["id"]: [(s["start"], s["end"]) for s in row["tagging"]["spans"]] for row in spans if "tagging" in row}
    yield "deletion", [deleted(row["text"], tagged.get(row["id"], ())) for row in rows]
    yield "copy", [row["text"] for row in rows]
    yield "fixed sentence", [FIXED[language]] * len(rows)
    if language == "vi":
        yield "deletion of marked spans", [deleted(row["text"], row["spans"]) for row in rows]


def line(name, scores, outputs, rows, base):
    means = [f"{values.mean():.3f}" for values in scores]
    unchanged = np.mean([o.strip().lower() == r["text"].strip().lower() for o, r in zip(outputs, rows)])
    empty = np.mean([not o.strip() for o in outputs])
    negated = [guards.negations_kept(r["text"], o, r["language"]) for r, o in zip(rows, outputs) if o.strip() and guards.negations(r["text"], r["language"])]
    diff = ""
    if base is not None:
        gap, draw = scores[2] - base, np.random.default_rng(1)
        some = [gap[draw.integers(0, len(gap), len(gap))].mean() for _ in range(DRAWS)]
        diff = f"{gap.mean():+.3f} [{np.percentile(some, 2.5):+.3f}, {np.percentile(some, 97.5):+.3f}]"
    print("|", " | ".join([name, *means, f"{unchanged:.1%}", f"{empty:.1%}", f"{np.mean(negated):.3f}", diff]), "|", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--inputs", type=pathlib.Path, required=True)
    parser.add_argument("--spans", type=pathlib.Path, required=True)
    parser.add_argument("--judges", type=pathlib.Path, required=True)
    parser.add_argument("--judge", help="file of the judge without its ending, such as en-apart")
    parser.add_argument("--rewritable", action="store_true", help="Vietnamese: only rows whose words outside the marked spans have content")
    parser.add_argument("outputs", nargs="*", help="NAME=FILE")
    o = parser.parse_args()
    rows = [json.loads(row) for row in open(o.inputs, encoding="utf-8")]
    language = rows[0]["language"]
    if o.rewritable:
        rows = [row for row in rows if not guards.is_fragment(deleted(row["text"], row["spans"]), language)]
        print(len(rows), "rows")
    measure = (English if language == "en" else Vietnamese)(rows, o.judges, o.judge)
    spans = [json.loads(row) for row in open(o.spans, encoding="utf-8")]
    print("|", " | ".join(["", *measure.columns, "unchanged", "empty", "negation kept", "joint − deletion"]), "|")
    base = None
    for name, outputs in baselines(rows, spans, language):
        scores = measure(outputs)
        line(name, scores, outputs, rows, base)
        base = scores[2] if base is None else base
    if language == "en":
        several = [row for row in rows if len(row["references"]) > 1]
        people = English([{**row, "references": row["references"][1:]} for row in several], o.judges, o.judge)
        outputs = [row["references"][0] for row in several]
        line(f"people ({len(several)} rows, first against the others)", people(outputs), outputs, several, None)
    for entry in o.outputs:
        name, file = entry.split("=", 1)
        answers = {row["id"]: row for row in (json.loads(one) for one in open(file, encoding="utf-8"))}
        outputs = ["" if answers[row["id"]].get("verdict") == "CANNOT_REWRITE" else answers[row["id"]]["output"] for row in rows]
        line(name, measure(outputs), outputs, rows, base)
        if language == "vi" and not o.rewritable:
            refused = [answers[row["id"]]["verdict"] == "CANNOT_REWRITE" for row in rows]
            whole = [guards.is_fragment(deleted(row["text"], row["spans"]), language) for row in rows]
            print(f"  refused {sum(refused)}, the whole is marked {sum(whole)}, both {sum(a and b for a, b in zip(refused, whole))}")


if __name__ == "__main__":
    main()
