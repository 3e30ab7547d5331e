"""Chooses the weights of the ranking on rows of the train splits that were kept apart.

    python weigh.py --judges judges --language en --inputs inputs/en-apart.jsonl --features FEATURES.jsonl [--language vi …] --config EXPORT/config.json

The weights with the highest joint score (`evaluate.py`) of DRAWS drawn ones, by the judge that has not seen these rows; style counts
STYLE_WEIGHT more, as it is asked for first. To be surer of what is chosen, the mean of the best BEST draws is taken.
"""
import argparse
import json
import pathlib

import numpy as np

import evaluate
import rewrite

DRAWS, BEST, STYLE_WEIGHT = 1000, 20, 0.1
SCALES = (2.0, 2.0, 1.0, 0.5, 1.0)  # largest weights that are drawn, in the order of rewrite.FEATURES


class Table:
    """Features and scores of all candidates as arrays [rows, candidates]."""

    def __init__(self, language, inputs, features, judges, judge):
        rows = [json.loads(row) for row in open(inputs, encoding="utf-8")]
        answers = {a["id"]: a for a in (json.loads(row) for row in open(features, encoding="utf-8"))}
        flat, flat_rows, self.places = [], [], []
        for n, row in enumerate(rows):
            answer = answers[row["id"]]
            whole = [c for c in answer["candidates"] if c["offensive"] <= answer["offensive"] and not c["fragment"]]
            for k, c in enumerate(whole):
                flat.append(c)
                flat_rows.append(row)
                self.places.append((n, k))
        self.count, most = len(rows), max(rewrite.FLUENT, max(k for _, k in self.places) + 1)
        self.known = np.array([name != "fluency" for name in rewrite.FEATURES])  # before the fluency is asked for
        measure = (evaluate.English if language == "en" else evaluate.Vietnamese)(flat_rows, judges, judge)
        scores = measure([c["text"] for c in flat])
        at = tuple(np.array(self.places).T)
        self.there = np.zeros((self.count, most), bool)
        self.there[at] = True
        self.features, self.scores = np.zeros((self.count, most, len(rewrite.FEATURES))), np.zeros((self.count, most, 3))
        for n, name in enumerate(rewrite.FEATURES):
            values = [c[name] for c in flat]
            self.features[at + (n,)] = np.log(np.maximum(values, rewrite.LEAST_STRENGTH)) if name == "strength" else values
        self.scores[at] = np.stack(scores[:3], 1)

    def __call__(self, weights):
        """Returns the mean style, second measure and joint score of the choices; a row without a candidate has 0."""
        first = np.where(self.there, self.features @ (weights * self.known), -np.inf)
        asked = self.there & (first >= -np.sort(-first, 1)[:, rewrite.FLUENT - 1 : rewrite.FLUENT])
        best = np.where(asked, self.features @ weights, -np.inf).argmax(1)
        return self.scores[np.arange(self.count), best].mean(0)

    def bound(self):
        """The scores if the best candidate by the joint score were always chosen."""
        return self.scores[np.arange(self.count), self.scores[:, :, 2].argmax(1)].mean(0)


def search(table, draw, parts=1):
    """Draws weights, then draws around the best ones; returns the mean of the best."""
    found = []
    for n in range(DRAWS):
        if n < DRAWS // 2:
            weights = np.exp(draw.uniform(-6, 0, len(SCALES))) * SCALES * parts
        else:
            found.sort(key=lambda one: -one[0])
            del found[BEST:]
            weights = found[draw.integers(len(found))][1] * np.exp(draw.normal(0, 0.3, len(SCALES)))
        weights /= max(np.abs(weights).sum(), 1e-9)
        style, _, joint = table(weights)
        found.append((joint + STYLE_WEIGHT * style, weights))
    found.sort(key=lambda one: -one[0])
    return np.mean([weights for _, weights in found[:BEST]], 0)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--judges", type=pathlib.Path, required=True)
    parser.add_argument("--language", action="append", required=True)
    parser.add_argument("--inputs", action="append", required=True)
    parser.add_argument("--features", action="append", required=True)
    parser.add_argument("--config", type=pathlib.Path)
    o = parser.parse_args()
    chosen = {}
    for language, inputs, features in zip(o.language, o.inputs, o.features):
        table = Table(language, inputs, features, o.judges, f"{language}-apart")
        print(language, table.count, "rows, best possible choice", table.bound().round(3))
        count = len(rewrite.FEATURES)
        tried = [("all", np.ones(count)), *((f"without {name}", 1 - row) for name, row in zip(rewrite.FEATURES, np.eye(count)))]
        for name, parts in (*tried, ("strength alone", np.eye(count)[2]), ("support alone", np.eye(count)[4])):
            weights = search(table, np.random.default_rng(4), parts)
            print(language, name, weights.round(4), "style, second, joint:", table(weights).round(4), flush=True)
            chosen.setdefault(language, weights)
    if o.config:
        config = json.loads(o.config.read_text()) if o.config.exists() else {}
        config["weights"] = {**config.get("weights", {}), **{k: [round(float(x), 4) for x in w] for k, w in chosen.items()}}
        o.config.write_text(json.dumps(config, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
