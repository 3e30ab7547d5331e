"""Calibrates the encoder and the cascade on the rows that were kept apart, and writes both as versions of models.

    python models/training/encoder/rows.py --data ../shared/data --out .chatwarden/rows
    for split in apart dev; do ./chatwarden train evidence --rows .chatwarden/rows/$split.jsonl \\
        --out .chatwarden/rows/$split.evidence.jsonl --model vi-linear@4 --model en-linear@7; done
    python models/training/encoder/calibrate.py --rows .chatwarden/rows --encoder .chatwarden/export \\
        --linear vi-linear@4 --linear en-linear@7 --models models --version 1

Everything is chosen on rows kept apart from the fits; dev is only measured. The linear models must not
have learned from those rows either (`train stage1 --apart`).
"""
import argparse
import hashlib
import json
import pathlib
import shutil
import sys

import numpy as np

import cards
import evidence
import figures
import report
import rules

LEAST_AUC = 80.0
MOST_ERROR = 0.02  # of the linear models in the bins in which they answer alone
ENCODER, CASCADE = "chat-encoder", "chat"
LABELS = ("CLEAN", "OFFENSIVE", "HATE")
# The inputs of each language's rule, and how much a row of a set weighs when it is fitted.
HEADS = {"vi": ("vihsd", "all"), "en": ("davidson", "gametox", "all")}
FITTED_ON = {"vi": {"vihsd": 1.0, "situations": 0.5}, "en": {"davidson": 1.0, "gametox": 1.0, "situations": 0.5}}
OFFSETS_ON = {"vi": "vihsd", "en": "davidson"}
CHAT = {"vi": "vihsd", "en": "gametox"}
MEASURED = ("vihsd", "davidson", "gametox", "olid", "victsd", "situations")
KIND_SETS = ("gametox", "edos", "olid", "situations")
WARM_UP = ("Chào cả nhà, chúc mọi người buổi tối vui vẻ", "Hello everyone, have a great evening", "gg wp")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--rows", type=pathlib.Path, required=True)
    parser.add_argument("--encoder", type=pathlib.Path, required=True, help="the folder that export.py wrote")
    parser.add_argument("--linear", action="append", required=True, help="a linear model as name@version, once a language")
    parser.add_argument("--models", type=pathlib.Path, required=True)
    parser.add_argument("--version", required=True)
    o = parser.parse_args()
    linear = {model.split("-")[0]: model for model in o.linear}
    encoder = evidence.Encoder(o.encoder)
    sets = {*MEASURED, *KIND_SETS}
    apart, dev = (read(o.rows, split, sets, encoder) for split in ("apart", "dev"))
    alone = {language: fit(language, apart, heads(language)) for language in HEADS}
    first = {language: fit(language, apart, [name(linear[language])]) for language in HEADS}
    both = {language: fit(language, apart, [name(linear[language]), *heads(language)]) for language in HEADS}
    bins = {language: rules.reliable_bins(first[language], chat(apart, language), report.THRESHOLD, MOST_ERROR) for language in HEADS}
    categories = calibrated_kinds(encoder, apart, dev)
    table = report.table(dev, MEASURED, {"linear": first, "encoder": alone, "both": both}, first, bins)
    curve = report.curve(apart, dev, first, both, CHAT)
    print(table, curve, report.kinds(categories), sep="\n\n")
    write_encoder(o, alone, categories, table)
    write_cascade(o, linear, first, both, bins, table, curve)


def read(folder, split, sets, encoder):
    rows = evidence.read(folder / f"{split}.jsonl", folder / f"{split}.evidence.jsonl", sets)
    classes, kinds = encoder.read(rows.texts)
    for number, head in enumerate(encoder.heads):
        rows.scores[f"{ENCODER}/{head}"] = classes[:, number].astype(float)
    rows.kind_logits = kinds
    return rows


def name(model):
    return model.split("@")[0]


def heads(language):
    return [f"{ENCODER}/{head}" for head in HEADS[language]]


def chat(rows, language):
    return rows.at(rows.set == CHAT[language])


def fit(language, apart, inputs):
    weights = FITTED_ON[language]
    rows = apart.at((apart.language == language) & np.isin(apart.set, list(weights)))
    rule = rules.fit(inputs, rows, np.array([weights[name] for name in rows.set]))
    rules.choose_offsets(rule, apart.at(apart.set == OFFSETS_ON[language]))
    return rule


def calibrated_kinds(encoder, apart, dev):
    """Returns the kinds of abuse that dev tells apart well enough, with their figures."""
    found = []
    for number, kind in enumerate(encoder.kinds):
        known = np.array([kind in row for row in apart.kinds])
        truth = np.array([row.get(kind, False) for row in apart.kinds])[known]
        slope, bias = rules.platt(apart.kind_logits[known, number], truth)
        tested = np.array([kind in row for row in dev.kinds])
        of_dev = np.array([row.get(kind, False) for row in dev.kinds])[tested]
        area = figures.auc(of_dev, dev.kind_logits[tested, number])
        found.append({
            "name": kind, "slope": round(slope, 4), "bias": round(bias, 4), "languages": ["en"],
            "auc": float(area), "positives": int(of_dev.sum()), "rows": int(tested.sum()), "served": bool(area >= LEAST_AUC),
        })
    return found


def write_encoder(o, alone, categories, table):
    folder = fresh(o.models / ENCODER / o.version)
    for file in ("encoder.onnx", "tokenizer.json", "encoder.json"):
        shutil.copy(o.encoder / file, folder / file)
    described = {language: rule.described() for language, rule in alone.items()}
    for rule in described.values():
        rule["inputs"] = [text.split("/")[1] for text in rule["inputs"]]
    served = [{key: kind[key] for key in ("name", "slope", "bias", "languages")} for kind in categories if kind["served"]]
    write_json(folder / "calibration.json", {"rules": described, "categories": served})
    write_manifest(folder, ENCODER, o.version, "chatwarden-encoder", [])
    (folder / "MODEL_CARD.md").write_text(cards.encoder(o.version, table, report.kinds(categories)), encoding="utf-8")


def write_cascade(o, linear, first, both, bins, table, curve):
    folder = fresh(o.models / CASCADE / o.version)
    write_json(folder / "cascade.json", {"tiers": [
        {
            "models": {language: name(model) for language, model in linear.items()},
            "rules": {language: rule.described() for language, rule in first.items()}, "alone": bins,
        },
        {"model": ENCODER, "rules": {language: rule.described() for language, rule in both.items()}},
    ]})
    write_manifest(folder, CASCADE, o.version, "chatwarden-cascade", [*linear.values(), f"{ENCODER}@{o.version}"])
    (folder / "MODEL_CARD.md").write_text(cards.cascade(o.version, linear, table, curve), encoding="utf-8")


def fresh(folder):
    if folder.exists():
        sys.exit(f"{folder} is there already; choose another --version")
    folder.mkdir(parents=True)
    return folder


def write_json(file, content):
    file.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def write_manifest(folder, model, version, form, tiers):
    files = sorted(file.name for file in folder.iterdir())
    lines = [
        f"name: {model}", f'version: "{version}"', "task: classification", f"format: {form}", "languages: [vi, en]",
        f"labels: [{', '.join(LABELS)}]", "files:",
    ]
    for file in files:
        digest = hashlib.sha256((folder / file).read_bytes()).hexdigest()
        lines += [f"  - path: {file}", f"    sha256: {digest}"]
    if tiers:
        lines.append(f"tiers: [{', '.join(tiers)}]")
    lines += ["warmup:", *(f'  - "{text}"' for text in WARM_UP)]
    (folder / "model.yaml").write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
