"""Rewrites texts: candidates, guards, and the ranking by similarity, strength and fluency.

    python rewrite.py --model EXPORT --inputs inputs/en-dev.jsonl --spans spans/en-dev.jsonl --out OUTPUTS.jsonl [--generators edits,deletion] [--features TEXTS.jsonl]

With `--features`, OUTPUTS has all candidates with their features, and TEXTS their texts, one a line, both for `weigh.py`. The served rewriter
takes the candidates that the network reads by the linear models' strength, and asks the encoder about the best alone; here it is asked about all. EXPORT has `rewriter.onnx`, `tokenizer.json`, `labels.json`, `fills.json`, `config.json`.
"""
import argparse
import functools
import json
import pathlib
import time

import numpy as np

import guards
from candidates import Candidates
from scorers import Chat, Network, similarity
from windows import changed, window
from words import MASK
from writer import FOLDER, Writer

FEATURES = ("similarity", "kept", "strength", "fluency", "support")
RANKED = {"en": 5, "vi": 7}  # candidates that are ranked: those that the network supports best and that delete few unmarked words
KEPT_FIRST = 4.0  # weight of the kept words beside the support where the candidates to be ranked are taken
TOKENS = 320  # of the ranked candidates together; a long text has fewer of them, two at least
CLEAN = 0.3  # offensive probability below which a text without a span stays as it is
READ = {"en": 3, "vi": 4}  # candidates that the network reads: the best by the scores without it
CHECKED = 1  # of these, how many the encoder of stage 1 is asked about at once, until the best is clean
COPIES = 2  # copies of a candidate, each with its share of the tokens at the edits hidden
USUAL = -3.5  # log probability that the other tokens count for the fluency
LEAST_STRENGTH = 0.0025


class Rewriter:
    def __init__(self, folder, generators=None, ranked=None):
        folder = pathlib.Path(folder)
        config = folder / "config.json"
        self.weights = json.loads(config.read_text())["weights"] if config.exists() else None
        self.network, self.chat, self.ranked = Network(folder), Chat(), ranked
        fills = {language: set(words) for language, words in json.loads((folder / "fills.json").read_text()).items()}
        self.candidates = Candidates(self.network, fills, generators, Writer(folder) if (folder / FOLDER).exists() else None)

    def scored(self, text, language, spans):
        """Returns the offensive probability of the text, the candidates that pass the guards, and what gives them the network's features."""
        ids, words, states, marks, found = self.candidates(text, language, spans)
        found = [c for c in found if not guards.added(text, c.text) and guards.negations_kept(text, c.text, language)]
        found = sorted(found, key=lambda c: -c.support - KEPT_FIRST * kept(c.edits, marks))
        found = found[: self.ranked or max(2, min(RANKED[language], TOKENS // len(ids)))]
        offensive = self.chat([text, *(c.text for c in found)], language)
        if not found:
            return float(offensive[0]), [], None
        unmarked = [not mark for word, mark in zip(words, marks) for _ in range(word.tokens)]
        rows = [
            {
                "text": c.text, "source": c.source, "offensive": float(p), "fragment": self.is_fragment(c, words, language),
                "kept": kept(c.edits, marks), "strength": float(1 - p), "support": c.support,
            }
            for c, p in zip(found, offensive[1:])
        ]
        return float(offensive[0]), rows, functools.partial(self.read, ids, states, unmarked)

    @staticmethod
    def is_fragment(candidate, words, language):
        """Whether nothing that carries content is left, words that the language model chose apart."""
        if not candidate.filled:
            return guards.is_fragment(candidate.text, language)
        return guards.is_fragment(" ".join(w.text for w, edit in zip(words, candidate.edits) if edit is None), language)

    def read(self, ids, states, unmarked, rows):
        """Gives each row its similarity, and the mean log probability of its tokens: those at edits where the model does not see them."""
        encoded = [self.network.cutter(row["text"])[0] for row in rows]
        copies, parts, places, shown = [], [], [], []
        for one in encoded:
            hidden, sources = changed(ids.tolist(), one.tolist())
            first, count, part = len(copies), min(len(hidden), COPIES), window(len(ids), hidden, sources)
            copies += [one.copy() for _ in range(count)]
            parts += [part] * count
            rows_of = dict.fromkeys(part.places, first)
            for k, at in enumerate(hidden):
                copies[first + k % count][at] = MASK
                places.append((first + k % count, part.places.index(at)))
                rows_of[at] = first + (k + 1) % count
            shown.append((hidden, part, rows_of))
        read, words = self.network.windows(self.network.past(ids), copies, parts, places) if copies else (None, ())
        logs = iter(words)
        for row, one, (hidden, part, rows_of) in zip(rows, encoded, shown):
            of = [states[source] if at not in rows_of else read[rows_of[at], part.places.index(at)] for at, source in enumerate(part.sources)]
            row["similarity"] = similarity(states, unmarked, np.array(of))
            sums, count = sum(float(next(logs)[one[at]]) for at in hidden), len(one) - 1
            row["fluency"] = (USUAL * (count - len(hidden)) + sums) / count if count else USUAL

    def __call__(self, text, language, spans):
        """Returns the verdict, its reason, the output and the candidates, best first."""
        offensive, rows, read = self.scored(text, language, spans)
        return chosen(text, offensive, bool(spans), rows, self.weights[language], READ[language], read)


def kept(edits, marks):
    """The share of the unmarked words that a candidate does not delete."""
    return float(np.mean([edit != "" for edit, mark in zip(edits, marks) if not mark] or [1.0]))


def score(row, weights):
    """The weighted sum of the features; without those of the network as long as they are unknown."""
    strength = np.log(max(row["strength"], LEAST_STRENGTH))
    values = row.get("similarity", 0.0), row["kept"], strength, row.get("fluency", 0.0), row["support"]
    return float(sum(weight * value for weight, value in zip(weights, values)))


def chosen(text, offensive, tagged, rows, weights, most, read):
    """Decides; `read` adds the features of the network to rows, `most` at once."""
    if offensive < CLEAN and not tagged:
        return {"verdict": "UNCHANGED", "reason": "NOT_OFFENSIVE", "output": text, "candidates": []}
    whole = sorted((row for row in rows if not row["fragment"]), key=lambda row: -score(row, weights))
    for first in range(0, len(whole), most):
        some = whole[first : first + most]
        read(some)
        some.sort(key=lambda row: -score(row, weights))
        allowed = []
        for at in range(0, len(some), CHECKED):
            allowed += [row for row in some[at : at + CHECKED] if row["offensive"] <= offensive]
            allowed.sort(key=lambda row: -score(row, weights))
            if allowed and allowed[0]["offensive"] < CLEAN:
                break
        if allowed:
            for row in allowed:
                row["score"] = score(row, weights)
            return {"verdict": "REWRITTEN", "output": allowed[0]["text"], "candidates": allowed}
    reason = "STILL_OFFENSIVE" if whole else "NOTHING_LEFT" if rows else "NO_CANDIDATE"
    return {"verdict": "CANNOT_REWRITE", "reason": reason, "output": text, "candidates": []}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", type=pathlib.Path, required=True)
    parser.add_argument("--inputs", type=pathlib.Path, required=True)
    parser.add_argument("--spans", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--features", type=pathlib.Path, help="writes candidates and features, and their texts to this file, and chooses nothing")
    parser.add_argument("--generators")
    parser.add_argument("--ranked", type=int, help="candidates that are ranked, of a text of any length")
    o = parser.parse_args()
    rewriter = Rewriter(o.model, o.generators and o.generators.split(","), o.ranked)
    rows = [json.loads(row) for row in open(o.inputs, encoding="utf-8")]
    spans = {row["id"]: [(s["start"], s["end"]) for s in row["tagging"]["spans"]] for row in map(json.loads, open(o.spans, encoding="utf-8")) if "tagging" in row}
    times, texts = [], []
    with open(o.out, "w", encoding="utf-8") as file:
        for row in rows:
            began = time.perf_counter()
            if o.features:
                offensive, found, read = rewriter.scored(row["text"], row["language"], spans.get(row["id"], ()))
                if found:
                    read(found)
                texts += [json.dumps({"text": c["text"]}, ensure_ascii=False) + "\n" for c in found]
                answer = {"offensive": offensive, "candidates": found}
            else:
                answer = rewriter(row["text"], row["language"], spans.get(row["id"], ()))
            times.append(1000 * (time.perf_counter() - began))
            file.write(json.dumps({"id": row["id"], **answer}, ensure_ascii=False) + "\n")
    if o.features:
        o.features.write_text("".join(texts), encoding="utf-8")
    print(f"{len(rows)} rows, ms: p50 {np.percentile(times, 50):.1f}, p99 {np.percentile(times, 99):.1f}")


if __name__ == "__main__":
    main()
