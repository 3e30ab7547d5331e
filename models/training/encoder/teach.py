"""Has the encoder teach the linear models: draws texts without labels, and joins them with its answers.

    python models/training/encoder/teach.py draw --data ../shared/data --out .chatwarden/teach
    for language in vi en; do ./chatwarden train evidence --rows .chatwarden/teach/$language.jsonl \\
        --out .chatwarden/teach/$language.evidence.jsonl --model chat-encoder; done
    python models/training/encoder/teach.py join --out .chatwarden/teach
    ./chatwarden train stage1 --language vi --data ../shared/data --taught .chatwarden/teach/vi.taught.jsonl --apart .chatwarden/rows/apart.jsonl

The texts are social and chat comments of the unlabelled corpus, the train rows of all labelled sets but
those that the linear model learns with their labels, and the project's own situations. Texts of any dev
split and those that are kept apart are left out.
`draw --share 0.3` draws three tenths of them, and all situations, where the encoder takes long.
"""
import argparse
import json
import lzma
import pathlib
import random

import rows as labelled

UNLABELLED = {"vi": {"vi_social.txt.xz": 150_000}, "en": {"en_stream_chat.txt.xz": 120_000, "en_social.txt.xz": 30_000}}
OWN = {"vi": ("vihsd",), "en": ("davidson",)}
LONGEST = 300
# How much the label of a situation counts beside the encoder's answer.
STATED = 0.7
CONFIDENCE = 0.95


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("step", choices=("draw", "join"))
    parser.add_argument("--data", type=pathlib.Path)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--share", type=float, default=1)
    o = parser.parse_args()
    if o.step == "draw":
        if o.data is None:
            parser.error("draw needs --data")
        draw(o.data, o.out, o.share)
    else:
        join(o.out)


def draw(data, out, share):
    out.mkdir(parents=True, exist_ok=True)
    chance = random.Random(9)
    rows = labelled.read(data)
    kept_back = {labelled.folded(row.text) for row in rows if row.split != "train"}
    for language, corpora in UNLABELLED.items():
        texts = {}
        for row in rows:
            of_language = row.split == "train" and row.language == language and row.set not in OWN[language]
            if of_language and (row.situation or chance.random() < share):
                texts.setdefault(labelled.folded(row.text), (row.text, row.classes if row.situation else None))
        for name, count in corpora.items():
            for text in sample(data / "chat-corpus" / name, round(count * share), chance):
                texts.setdefault(labelled.folded(text), (text, None))
        with open(out / f"{language}.jsonl", "w", encoding="utf-8") as file:
            for key, (text, classes) in texts.items():
                if key and key not in kept_back and len(text) <= LONGEST:
                    file.write(json.dumps({"text": text, "classes": classes}, ensure_ascii=False) + "\n")


def sample(path, count, chance):
    """Draws lines with equal chances."""
    kept = []
    with lzma.open(path, "rt", encoding="utf-8") as lines:
        for seen, line in enumerate(lines):
            if len(kept) < count:
                kept.append(line.strip())
            elif chance.randrange(seen + 1) < count:
                kept[chance.randrange(count)] = line.strip()
    return kept


def join(out):
    for language in UNLABELLED:
        with (
            open(out / f"{language}.jsonl", encoding="utf-8") as texts,
            open(out / f"{language}.evidence.jsonl", encoding="utf-8") as answers,
            open(out / f"{language}.taught.jsonl", "w", encoding="utf-8") as taught,
        ):
            for line, other in zip(texts, answers, strict=True):
                row, answer = json.loads(line), json.loads(other)
                if answer["language"] != "und":
                    probabilities = mixed(answer["chat-encoder"], row["classes"])
                    taught.write(json.dumps({"text": row["text"], "probabilities": probabilities}, ensure_ascii=False) + "\n")


def mixed(answer, classes):
    if classes is None:
        return [round(p, 4) for p in answer]
    stated = [CONFIDENCE if c in classes else (1 - CONFIDENCE) / 2 for c in range(3)]
    return [round((1 - STATED) * p + STATED * q, 4) for p, q in zip(answer, stated)]


if __name__ == "__main__":
    main()
