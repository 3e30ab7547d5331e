"""Writes an export as a version of the model `chat-rewriter`, as the model repository reads it.

    python models/training/rewriter/version.py --export EXPORT --version 1

The lists of `config.json` and `fills.json` become `rewriter.json`, by language. `MODEL_CARD.md` is written by hand.
"""
import argparse
import hashlib
import json
import pathlib
import shutil

import writer

NUMBERS = (
    "maxTokens", "labels", "unusedLabels", "markedFrom", "fillsTried", "rankedTokens", "keptFirst", "cleanBelow", "leastStrength", "wholeFrom",
    "checkedCandidates", "hiddenCopies", "readBeside", "usualLogProbability", "sequence",
)
FILES = ("rewriter.onnx", "tokenizer.json", "rewriter.json")
SEQUENCE_FILES = (writer.ENCODER, writer.DECODER, "config.json")
MANIFEST = """name: chat-rewriter
version: "{version}"
task: rewriting
format: chatwarden-rewriter
languages: [vi, en]
usage: research
files:
{files}tiers: [{tiers}]
warmup:
  - "Hôm nay trời đẹp quá"
  - "this is a stupid idea"
  - "mày nói gì vậy"
"""


def lists(config, fills, language):
    """The word lists of a language; those of pronouns and rude negations are Vietnamese."""
    vietnamese = language == "vi"
    return {
        **{name: config[name][language] for name in ("negations", "contentless", "substitutes", "generators", "weights")},
        **{name: config[name] if vietnamese else {} for name in ("pronouns", "noPronounBefore", "noPronounAfter")},
        **{name: config[name] if vietnamese else [] for name in ("classifiers", "rudeNegations", "askingWords")},
        "politeNegation": config["politeNegation"] if vietnamese else "",
        "fills": fills[language],
        "keepBiases": config["biases"][language],
        "ranked": config["rankedCandidates"][language],
        "read": config["readCandidates"][language],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--export", type=pathlib.Path, required=True)
    parser.add_argument("--models", type=pathlib.Path, default="models")
    parser.add_argument("--version", required=True)
    parser.add_argument("--tiers", default="chat@4, chat-spans@4", help="a model of stage 1 and one of stage 2")
    o = parser.parse_args()
    folder = o.models / "chat-rewriter" / o.version
    folder.mkdir(parents=True, exist_ok=True)
    config = json.loads((o.export / "config.json").read_text())
    fills = json.loads((o.export / "fills.json").read_text())
    rules = {name: config[name] for name in NUMBERS} | {"languages": {language: lists(config, fills, language) for language in ("vi", "en")}}
    (folder / "rewriter.json").write_text(json.dumps(rules, ensure_ascii=False, indent=1) + "\n")
    for name in ("rewriter.onnx", "tokenizer.json"):
        shutil.copy(o.export / name, folder / name)
    names = FILES
    if (o.export / writer.FOLDER).exists():
        names += SEQUENCE_FILES
        for name in SEQUENCE_FILES:
            shutil.copy(o.export / writer.FOLDER / name, folder / name)
    files = "".join(f"  - path: {name}\n    sha256: {hashlib.sha256((folder / name).read_bytes()).hexdigest()}\n" for name in names)
    (folder / "model.yaml").write_text(MANIFEST.format(version=o.version, files=files, tiers=o.tiers))


if __name__ == "__main__":
    main()
