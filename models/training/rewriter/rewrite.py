"""Rewrites texts: candidates, guards, and the ranking by similarity, strength and fluency.

    python rewrite.py --model EXPORT --inputs inputs/en-dev.jsonl --spans spans/en-dev.jsonl --out OUTPUTS.jsonl [--generators edits,deletion] [--features FILE]

`--features` writes all candidates with their features too, for `weigh.py`. EXPORT has `rewriter.onnx`, `tokenizer.json`, `labels.json`, `fills.json`, `config.json`.
"""
import argparse
import json
import pathlib
import time

import numpy as np

import guards
from candidates import Candidates
from scorers import Chat, Network, similarity
from words import MASK

FEATURES = ("similarity", "kept", "strength", "fluency", "support")
RANKED = {"en": 5, "vi": 7}  # candidates that are ranked: those that the network supports best and that delete few unmarked words
KEPT_FIRST = 4.0  # weight of the kept words beside the support where the candidates to be ranked are taken
TOKENS = 320  # of the ranked candidates together; a long text has fewer of them, two at least
CLEAN = 0.3  # offensive probability below which a text without a span stays as it is
STRIDE = 3  # every third token is hidden at once for the fluency
FLUENT = 3  # candidates whose fluency is asked for: the best by the other scores
LEAST_STRENGTH = 0.0025


class Rewriter:
    def __init__(self, folder, generators=None, ranked=None):
        folder = pathlib.Path(folder)
        config = folder / "config.json"
        self.weights = json.loads(config.read_text())["weights"] if config.exists() else None
        self.network, self.chat, self.ranked = Network(folder), Chat(), ranked
        fills = {language: set(words) for language, words in json.loads((folder / "fills.json").read_text()).items()}
        self.candidates = Candidates(self.network, fills, generators)

    def scored(self, text, language, spans):
        """Returns the offensive probability of the text and the candidates that pass the guards, without fluency."""
        ids, words, states, marks, found = self.candidates(text, language, spans)
        found = [c for c in found if not guards.added(text, c.text) and guards.negations_kept(text, c.text, language)]
        found = sorted(found, key=lambda c: -c.support - KEPT_FIRST * kept(c.edits, marks))
        found = found[: self.ranked or max(2, min(RANKED[language], TOKENS // len(ids)))]
        offensive = self.chat([text, *(c.text for c in found)], language)
        if not found:
            return float(offensive[0]), []
        encoded = [self.network.cutter(c.text)[0] for c in found]
        all_states, _, _ = self.network(encoded)
        unmarked = [not mark for word, mark in zip(words, marks) for _ in range(word.tokens)]
        rows = [
            {
                "text": c.text, "source": c.source, "offensive": float(p), "fragment": self.is_fragment(c, words, language),
                "similarity": similarity(states, unmarked, state[: len(one)]), "kept": kept(c.edits, marks), "strength": float(1 - p), "support": c.support,
            }
            for c, p, one, state in zip(found, offensive[1:], encoded, all_states)
        ]
        return float(offensive[0]), rows

    @staticmethod
    def is_fragment(candidate, words, language):
        """Whether nothing that carries content is left, words that the language model chose apart."""
        if not candidate.filled:
            return guards.is_fragment(candidate.text, language)
        return guards.is_fragment(" ".join(w.text for w, edit in zip(words, candidate.edits) if edit is None), language)

    def fluency(self, rows):
        """Gives each row the mean log probability of its tokens where the model does not see them: every third is hidden at once."""
        encoded = [self.network.cutter(row["text"])[0] for row in rows]
        copies, places, wanted, owner = [], [], [], []
        for n, ids in enumerate(encoded):
            for first in range(1, min(STRIDE, len(ids) - 1) + 1):
                copy = ids.copy()
                for at in range(first, len(ids), STRIDE):
                    copy[at] = MASK
                    places.append((len(copies), at))
                    wanted.append(ids[at])
                    owner.append(n)
                copies.append(copy)
        if not rows:
            return
        logs = self.network(copies, places)[2][np.arange(len(wanted)), wanted]
        counts = np.bincount(owner, minlength=len(encoded))
        sums = np.bincount(owner, logs, len(encoded))
        for row, total, count in zip(rows, sums, counts):
            row["fluency"] = float(total / count)

    def __call__(self, text, language, spans):
        """Returns the verdict, its reason, the output and the candidates, best first."""
        offensive, rows = self.scored(text, language, spans)
        return chosen(text, offensive, bool(spans), rows, self.weights[language], self.fluency)


def kept(edits, marks):
    """The share of the unmarked words that a candidate does not delete."""
    return float(np.mean([edit != "" for edit, mark in zip(edits, marks) if not mark] or [1.0]))


def score(row, weights):
    """The weighted sum of the features; without fluency as long as that is unknown."""
    strength = np.log(max(row["strength"], LEAST_STRENGTH))
    values = row["similarity"], row["kept"], strength, row.get("fluency", 0.0), row["support"]
    return float(sum(weight * value for weight, value in zip(weights, values)))


def chosen(text, offensive, tagged, rows, weights, fluency):
    """Decides; `fluency` adds that feature to rows."""
    if offensive < CLEAN and not tagged:
        return {"verdict": "UNCHANGED", "reason": "NOT_OFFENSIVE", "output": text, "candidates": []}
    allowed = [row for row in rows if row["offensive"] <= offensive]
    whole = sorted((row for row in allowed if not row["fragment"]), key=lambda row: -score(row, weights))[:FLUENT]
    fluency(whole)
    for row in whole:
        row["score"] = score(row, weights)
    if whole:
        whole.sort(key=lambda row: -row["score"])
        return {"verdict": "REWRITTEN", "output": whole[0]["text"], "candidates": whole}
    reason = "NOTHING_LEFT" if allowed else "STILL_OFFENSIVE" if rows else "NO_CANDIDATE"
    return {"verdict": "CANNOT_REWRITE", "reason": reason, "output": text, "candidates": []}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", type=pathlib.Path, required=True)
    parser.add_argument("--inputs", type=pathlib.Path, required=True)
    parser.add_argument("--spans", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--features", action="store_true", help="writes candidates and features, and chooses nothing")
    parser.add_argument("--generators")
    parser.add_argument("--ranked", type=int, help="candidates that are ranked, of a text of any length")
    o = parser.parse_args()
    rewriter = Rewriter(o.model, o.generators and o.generators.split(","), o.ranked)
    rows = [json.loads(row) for row in open(o.inputs, encoding="utf-8")]
    spans = {row["id"]: [(s["start"], s["end"]) for s in row["tagging"]["spans"]] for row in map(json.loads, open(o.spans, encoding="utf-8")) if "tagging" in row}
    times = []
    with open(o.out, "w", encoding="utf-8") as file:
        for row in rows:
            began = time.perf_counter()
            if o.features:
                offensive, found = rewriter.scored(row["text"], row["language"], spans.get(row["id"], ()))
                rewriter.fluency(found)
                answer = {"offensive": offensive, "candidates": found}
            else:
                answer = rewriter(row["text"], row["language"], spans.get(row["id"], ()))
            times.append(1000 * (time.perf_counter() - began))
            file.write(json.dumps({"id": row["id"], **answer}, ensure_ascii=False) + "\n")
    print(f"{len(rows)} rows, ms: p50 {np.percentile(times, 50):.1f}, p99 {np.percentile(times, 99):.1f}")


if __name__ == "__main__":
    main()
