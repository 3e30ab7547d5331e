"""Writes the lines that the language detectors learn from: `vi.txt`, `en.txt` and `other.txt`.

    pip install wordfreq
    python models/training/language/texts.py --data ../shared/data --out .chatwarden/language
    chatwarden train language --texts .chatwarden/language --out text/src/main/resources/chatwarden/text

Vietnamese and English come from social and chat texts. The other languages are the Latin-script ones of
wordfreq's lists (CC BY-SA 4.0): each line draws 1 to 8 words by their frequency, as the detectors look
at words and parts of words alone. Words that are frequent in English too are left out of a third of the
lines, so that names and loan words do not decide.
"""
import argparse
import csv
import lzma
import pathlib
import random
import re

import wordfreq

LINES = 60_000
LINES_A_LANGUAGE = 4_000
WORDS = 20_000
OTHERS = "ca cs da de es fi fil fr hu id is it lt lv ms nb nl pl pt ro sk sl sv tr".split()
COMMON = 3.5  # Zipf frequency
MASKED = re.compile(r"<[a-z]+>|@\S+|https?://\S+")


def sample(lines, count, draw):
    """Draws lines with at least one letter, with equal chances."""
    kept = []
    for seen, line in enumerate(lines):
        if len(kept) < count:
            kept.append(line)
        elif draw.randrange(seen + 1) < count:
            kept[draw.randrange(count)] = line
    return kept


def lines(path):
    with lzma.open(path, "rt", encoding="utf-8") as file:
        for line in file:
            line = MASKED.sub(" ", line).strip()
            if any(c.isalpha() for c in line):
                yield line


def column(path):
    with open(path, encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row.get("in_vihsd_test", "0") == "0":
                yield " ".join(row["text"].split())


def other_lines(language, draw):
    words = [word for word in wordfreq.top_n_list(language, WORDS) if word.isalpha()]
    weights = [wordfreq.word_frequency(word, language) for word in words]
    own = [i for i, word in enumerate(words) if wordfreq.zipf_frequency(word, "en") < COMMON]
    own_words, own_weights = [words[i] for i in own], [weights[i] for i in own]
    for number in range(LINES_A_LANGUAGE):
        length = draw.randint(1, 8)
        from_own = number % 3 == 0
        yield " ".join(draw.choices(own_words if from_own else words, own_weights if from_own else weights, k=length))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    o = parser.parse_args()
    o.out.mkdir(parents=True, exist_ok=True)
    draw = random.Random(5)
    corpus = o.data / "chat-corpus"
    vi = [*column(o.data / "vihsd" / "train.csv"), *sample(lines(corpus / "vi_social.txt.xz"), LINES, draw)]
    en = [
        *column(o.data / "davidson" / "train.csv"),
        *sample(lines(corpus / "en_stream_chat.txt.xz"), LINES, draw),
        *sample(lines(corpus / "en_social.txt.xz"), LINES // 2, draw),
    ]
    other = [line for language in OTHERS for line in other_lines(language, draw)]
    for name, found in (("vi", vi), ("en", en), ("other", other)):
        (o.out / f"{name}.txt").write_text("\n".join(found) + "\n", encoding="utf-8")
        print(name, len(found))


if __name__ == "__main__":
    main()
