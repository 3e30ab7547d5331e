"""Chooses the weights of the ranking on rows of the train splits that were kept apart.

    ./chatwarden train evidence --rows TEXTS.jsonl --model en-linear --model vi-linear --out EVIDENCE.jsonl
    python weigh.py --judges judges --language en --inputs inputs/en-apart.jsonl --features FEATURES.jsonl --evidence EVIDENCE.jsonl [--language vi …] --config EXPORT/config.json

FEATURES and TEXTS are those of `rewrite.py --features TEXTS`. EVIDENCE has the linear models' scores, by which the served rewriter takes the
candidates that its network reads and the order in which it asks the encoder about them.

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
CASCADE = pathlib.Path("models/chat/4/cascade.json")
LEAST_PROBABILITY = 1e-6
SCALES = (2.0, 2.0, 1.0, 0.5, 1.0)  # largest weights that are drawn, in the order of rewrite.FEATURES


def estimates(language, evidence):
    """Returns the offensive probability of each candidate by the first tier of stage 1, in the order of the file."""
    rule = json.loads(CASCADE.read_text())["tiers"][0]["rules"][language]
    lines = [json.loads(line) for line in open(evidence, encoding="utf-8")]
    logs = np.log(np.maximum([line[rule["inputs"][0]] for line in lines], LEAST_PROBABILITY))
    sums = np.array(rule["biases"]) + rule["weights"][0] * logs
    return iter(1 - np.exp(sums[:, 0] - np.logaddexp.reduce(sums, 1)))


class Table:
    """Features and scores of all candidates as arrays [rows, candidates]."""

    def __init__(self, language, inputs, features, evidence, judges, judge):
        rows = [json.loads(row) for row in open(inputs, encoding="utf-8")]
        answers = {a["id"]: a for a in (json.loads(row) for row in open(features, encoding="utf-8"))}
        estimated = estimates(language, evidence)
        for answer in answers.values():
            for c in answer["candidates"]:
                c["estimate"] = 1 - next(estimated)
        flat, flat_rows, self.places = [], [], []
        for n, row in enumerate(rows):
            answer = answers[row["id"]]
            for k, c in enumerate(c for c in answer["candidates"] if not c["fragment"]):
                c["allowed"] = c["offensive"] <= answer["offensive"]
                flat.append(c)
                flat_rows.append(row)
                self.places.append((n, k))
        self.count, self.most = len(rows), max(k for _, k in self.places) + 1
        self.read = rewrite.READ[language]
        self.known = np.array([name not in ("similarity", "fluency") for name in rewrite.FEATURES])  # before the network reads a candidate
        measure = (evaluate.English if language == "en" else evaluate.Vietnamese)(flat_rows, judges, judge)
        scores = measure([c["text"] for c in flat])
        at = tuple(np.array(self.places).T)
        shape = self.count, self.most
        self.there, self.allowed, self.clean = np.zeros(shape, bool), np.zeros(shape, bool), np.zeros(shape, bool)
        self.there[at], self.allowed[at] = True, [c["allowed"] for c in flat]
        self.clean[at] = [c["offensive"] < rewrite.CLEAN for c in flat]
        self.features, self.scores = np.zeros((*shape, len(rewrite.FEATURES))), np.zeros((*shape, 3))
        for n, name in enumerate(rewrite.FEATURES):
            values = [c[name] for c in flat]
            self.features[at + (n,)] = np.log(np.maximum(values, rewrite.LEAST_STRENGTH)) if name == "strength" else values
        self.estimated = self.features.copy()
        strength = rewrite.FEATURES.index("strength")
        self.estimated[at + (strength,)] = np.log(np.maximum([c["estimate"] for c in flat], rewrite.LEAST_STRENGTH))
        self.scores[at] = np.stack(scores[:3], 1)

    def __call__(self, weights):
        """Returns the mean style, second measure and joint score of the choices; a row without a candidate has 0."""
        first = np.where(self.there, self.estimated @ (weights * self.known), -np.inf)
        rank = np.argsort(np.argsort(-first, 1, kind="stable"), 1, kind="stable")
        second = np.where(self.there, self.estimated @ weights - 1e6 * (rank // self.read), -np.inf)
        real, order, rows = self.features @ weights, np.argsort(-second, 1, kind="stable"), np.arange(self.count)
        best, open_ = np.full(self.count, -1), np.ones(self.count, bool)
        for place in range(self.most):
            asked = order[:, place]
            if place % self.read == 0:
                open_ &= best < 0
            better = open_ & self.there[rows, asked] & self.allowed[rows, asked] & ((best < 0) | (real[rows, asked] > real[rows, best]))
            best = np.where(better, asked, best)
            open_ &= ~((best >= 0) & self.clean[rows, best])
        return np.where(best[:, None] < 0, 0, self.scores[rows, best]).mean(0)

    def bound(self):
        """The scores if the best candidate by the joint score were always chosen."""
        joint = np.where(self.allowed, self.scores[:, :, 2], -1)
        return (self.scores[np.arange(self.count), joint.argmax(1)] * self.allowed.any(1)[:, None]).mean(0)


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
    parser.add_argument("--evidence", action="append", required=True)
    parser.add_argument("--config", type=pathlib.Path)
    o = parser.parse_args()
    chosen = {}
    for language, inputs, features, evidence in zip(o.language, o.inputs, o.features, o.evidence):
        table = Table(language, inputs, features, evidence, o.judges, f"{language}-apart")
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
