"""The texts that the sequence model is fitted to: pairs of ParaDetox, and clean comments with the rude words of others."""
import collections
import lzma

import fills
import guards
import pairs
import substitutes

import rows as labelled

END = 0  # the token that ends a text: [PAD], which no text has
LEAST = 3  # pairs in which a word is new, to be one that the decoder writes by itself


def pairs_of(data, cutter):
    """Returns the pairs of ParaDetox, one for each neutral text, and the neutral texts; without the rows kept apart and those of dev."""
    dev = {labelled.folded(row["toxic"]) for row in labelled.table(data / "paradetox/dev.csv")}
    found, plain = [], []
    for row in labelled.table(data / "paradetox/train.csv"):
        text = labelled.squeezed(row["toxic"])
        if labelled.folded(text) in dev or labelled.fold_of(text) == 0:
            continue
        neutral = [labelled.squeezed(row[f"neutral{n}"]) for n in (1, 2, 3) if row[f"neutral{n}"]]
        found += [(text, other) for other in neutral if labelled.folded(other) != labelled.folded(text)]
        plain += neutral[:1]
    return found, plain


def apart(data):
    """Returns the toxic texts of the rows kept apart."""
    rows = (labelled.squeezed(row["toxic"]) for row in labelled.table(data / "paradetox/train.csv"))
    return [text for text in rows if labelled.fold_of(text) == 0]


def new_words(known, cutter, unfit):
    """Returns END and the tokens that are whole words, new in some pairs, and neither rude nor names nor numbers."""
    seen = collections.Counter()
    for source, target in known:
        there = {w.text.lower() for w in cutter(source)[1]}
        ids, words = cutter(target)
        seen.update({int(ids[w.first]): 1 for w in words if w.tokens == 1 and w.text.lower() not in there})
    token = cutter.tokenizer.id_to_token
    allowed = pairs.FRAGMENTS | guards.NEGATIONS["en"] | {"'", ",", ".", "?", "!"} | {"don", "didn", "isn", "wasn", "won", "aren", "couldn", "wouldn"}
    plain = lambda word: word.isalpha() and word not in unfit and word not in substitutes.UNFIT  # noqa: E731
    return [END, *(t for t, n in sorted(seen.items()) if n >= LEAST and (token(t) in allowed or plain(token(t))))]


def removed(known, cutter):
    """Returns the runs of words that people took out of toxic texts or replaced."""
    runs = []
    for source, target in known:
        words, start = cutter(source)[1], None
        edits = pairs.aligned(words, cutter(target)[1])
        for word, (label, _) in zip([*words, None], [*edits, (pairs.KEEP, None)]):
            if label == pairs.KEEP:
                if start is not None and end - start < 30:  # noqa: F821
                    runs.append(source[start:end])  # noqa: F821
                start = None
            else:
                start, end = word.start if start is None else start, word.end
    return runs


def clean(data, draw, count):
    with lzma.open(data / "chat-corpus/en_social.txt.xz", "rt", encoding="utf-8") as file:
        lines = [line.strip() for line in file if 15 < len(line) < 120 and "http" not in line and "@" not in line]
    bad = fills.rude(data)
    lines = [line for line in lines if not any(word in bad for word in guards.words(line))]
    return draw.sample(lines, min(count, len(lines)))
