"""Lists the words that the language model may fill in, each a token of its own.

    python fills.py --data ../shared/data --tokenizer TOKENIZER --out fills.json

English: words that people wrote in the place of rude ones (ParaDetox, train), without praise, accusations, rude words, negations and names;
Vietnamese: `substitutes.FILLERS`.
A word that begins with a capital within sentences in more than a third of its places is taken for a name.
"""
import argparse
import collections
import json
import pathlib
import re

import tokenizers

import guards
import pairs
import substitutes
from words import Cutter

import rows as labelled

LEAST = 4


def rude(data):
    """Returns the words of all lists of rude words, and of the phrases that have a polite form."""
    lists = data / "lexicons" / "vn_offensive_words.txt", data / "chat-corpus/lexicons/ldnoobw_en.txt"
    found = {line.strip().lower() for file in lists for line in open(file, encoding="utf-8") if not line.startswith("#")}
    for row in labelled.table(data / "chat-corpus/lexicons/surge_profanity_en.csv"):
        found |= {row["text"].lower(), row["canonical_form_1"].lower()}
    for forms in (*substitutes.MARKED.values(), substitutes.PRONOUNS):
        found |= set(forms)
    return found | guards.RUDE_NEGATIONS


def names_in(data):
    """Returns the words that begin with a capital within sentences in more than a third of their places."""
    capital, plain = collections.Counter(), collections.Counter()
    for name in ("davidson", "toxic-spans"):
        for row in labelled.table(data / name / "train.csv"):
            for word in re.findall(r"(?<=[a-z,] )[^\W\d_]+", row["text"]):
                (capital if word[0].isupper() else plain)[word.lower()] += 1
    return {word for word in capital if capital[word] * 2 > plain[word]}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--tokenizer", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    o = parser.parse_args()
    vocabulary, bad = tokenizers.Tokenizer.from_file(str(o.tokenizer)).get_vocab(), rude(o.data)
    counts = collections.Counter(
        edit[3] for *_, source, _, _, edits in pairs.english(o.data, Cutter(o.tokenizer)) if source == "paradetox" for edit in edits if edit[2] == "REPLACE"
    )
    names = names_in(o.data)
    english = {
        word for word, count in counts.items()
        if count >= LEAST and word.isalpha() and len(word) > 1 and word not in bad | guards.NEGATIONS["en"] | substitutes.UNFIT | pairs.FRAGMENTS
        and word not in names
    }
    fills = {language: sorted(word for word in words if word in vocabulary) for language, words in (("en", english), ("vi", substitutes.FILLERS))}
    o.out.write_text(json.dumps(fills, ensure_ascii=False) + "\n")
    print({language: len(words) for language, words in fills.items()})


if __name__ == "__main__":
    main()
