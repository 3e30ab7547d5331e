"""Writes the lists, rules and numbers of the rewriter as `config.json`; keeps the weights that are in it.

    python config.py --out EXPORT
"""
import argparse
import json
import pathlib

import candidates
import guards
import rewrite
import substitutes
import windows
import writer


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=pathlib.Path, required=True)
    o = parser.parse_args()
    file = o.out / "config.json"
    labels = json.loads((o.out / "labels.json").read_text())
    words = o.out / writer.FOLDER / "words.json"
    sequence = json.loads(words.read_text()) if words.exists() else []
    config = {
        "maxTokens": 72,
        "labels": labels,
        "unusedLabels": [label for label in labels[3:] if guards.is_bare_negation(label)],
        "generators": {language: [name for name in names if sequence or name != "sequence"] for language, names in candidates.GENERATORS.items()},
        "biases": candidates.BIASES,
        "markedFrom": candidates.MARKED_FROM,
        "fillsTried": candidates.FILLS,
        "rankedCandidates": rewrite.RANKED,
        "rankedTokens": rewrite.TOKENS,
        "keptFirst": rewrite.KEPT_FIRST,
        "cleanBelow": rewrite.CLEAN,
        "leastStrength": rewrite.LEAST_STRENGTH,
        "wholeFrom": guards.WHOLE,
        "readCandidates": rewrite.READ,
        "checkedCandidates": rewrite.CHECKED,
        "hiddenCopies": rewrite.COPIES,
        "readBeside": windows.BESIDE,
        "usualLogProbability": rewrite.USUAL,
        "sequence": {"longestText": writer.LONGEST, "extraTokens": writer.EXTRA, "words": sequence},
        "weights": json.loads(file.read_text())["weights"] if file.exists() else {},
        "negations": {language: sorted(words) for language, words in guards.NEGATIONS.items()},
        "rudeNegations": sorted(guards.RUDE_NEGATIONS),
        "politeNegation": guards.POLITE_NEGATION,
        "askingWords": sorted(guards.ASKING),
        "contentless": {language: sorted(words) for language, words in guards.CONTENTLESS.items()},
        "pronouns": substitutes.PRONOUNS,
        "noPronounBefore": substitutes.NO_PRONOUN_BEFORE,
        "noPronounAfter": substitutes.NO_PRONOUN_AFTER,
        "classifiers": sorted(substitutes.CLASSIFIERS),
        "substitutes": substitutes.MARKED,
    }
    file.write_text(json.dumps(config, ensure_ascii=False, indent=1) + "\n")


if __name__ == "__main__":
    main()
