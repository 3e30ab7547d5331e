"""Token ids and labels of the rows, and batches of texts of equal length."""
import random

import numpy as np
import tokenizers

import evasion

CLS = 2
CHUNK = 4096
ALTERED = 0.35
# The share of a large set of a train split that one epoch draws, so that chat is not drowned.
SHARES = {
    "vi-generated": 0.12,
    "vi-translated": 0.2,
    "mlma": 0.4,
    "implicit-hate": 0.4,
    "edos": 0.5,
    "stormfront": 0.3,
    "hateval": 0.4,
    "paradetox": 0.6,
    "vi-implicit": 0.5,
    "victsd": 0.8,
}
# How often one epoch draws each line of the project's own: ordinary chat, which the large sets hardly know.
SITUATION_DRAWS = 6


class Tokens:
    """Cuts texts into subwords: `[CLS]` and at most `length - 1` tokens, with their ranges in the text."""

    def __init__(self, path, length):
        self.tokenizer = tokenizers.Tokenizer.from_file(str(path))
        self.length = length

    def encode(self, texts):
        """Gives the ids and the ranges of each text's tokens."""
        texts, last = list(texts), self.length - 1
        for at in range(0, len(texts), CHUNK):
            for encoding in self.tokenizer.encode_batch(texts[at : at + CHUNK]):
                yield np.array([CLS, *encoding.ids[:last]], dtype=np.int16), encoding.offsets[:last]


def span_labels(row, offsets):
    """Returns 1 for each token that touches a span, after a place for `[CLS]`; None where the source states no spans."""
    if row.spans is None and not row.unmarked:
        return None
    labels = np.zeros(len(offsets) + 1, dtype=np.float32)
    for start, end in row.spans or ():
        for at, (begin, stop) in enumerate(offsets):
            if begin < end and stop > start:
                labels[at + 1] = 1
    return labels


class Schedule:
    """Draws the batches of an epoch, equal for equal seeds."""

    def __init__(self, rows, tokens, seed, budget):
        self.rows, self.seed, self.budget = rows, seed, budget
        draw = random.Random(seed)
        self.plain = self.encoded(tokens, (row.text for row in rows))
        self.altered = [self.encoded(tokens, (altered_text(row, draw) for row in rows)) for _ in range(2)]

    def encoded(self, tokens, texts):
        """Returns the ids and span labels of each row in one writing of its text."""
        return [(ids, span_labels(row, offsets)) for row, (ids, offsets) in zip(self.rows, tokens.encode(texts))]

    def epoch(self, number):
        draw = random.Random(self.seed * 1000 + number)
        by_length = {}
        for at in self.drawn(draw):
            source = draw.choice(self.altered) if draw.random() < ALTERED else self.plain
            ids, labels = source[at]
            by_length.setdefault(len(ids), []).append((ids, at, labels))
        return batches(by_length, self.budget, draw)

    def drawn(self, draw):
        """Gives the places of the rows of an epoch, each set by its share."""
        for at, row in enumerate(self.rows):
            if row.situation:
                yield from [at] * SITUATION_DRAWS
            elif draw.random() < SHARES.get(row.set, 1.0):
                yield at


def batches(by_length, budget, draw):
    """Returns lists of items of one length, each of a number of tokens, in an order that is drawn."""
    drawn = []
    for length, items in sorted(by_length.items()):
        draw.shuffle(items)
        size = max(1, budget // length)
        drawn += [items[i : i + size] for i in range(0, len(items), size)]
    draw.shuffle(drawn)
    return drawn


def altered_text(row, draw):
    return evasion.any_length(row.text, draw) if row.spans is None else evasion.same_length(row.text, draw)
