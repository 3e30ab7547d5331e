"""Reads labelled rows with the scores of the models: the linear ones', written by `chatwarden train evidence`, and the encoder's."""
import dataclasses
import json
import pathlib

import numpy as np
import onnxruntime
import tokenizers

CLASSES = 3
RUN_TOKENS = 1024
LEAST_PROBABILITY = 1e-6


@dataclasses.dataclass
class Rows:
    """Rows of one split, column by column."""

    set: np.ndarray
    language: np.ndarray  # of the source
    admissible: np.ndarray  # [rows, 3], 1 for each class that the source allows; all 0 where it states none
    kinds: list[dict[str, bool]]
    situation: np.ndarray
    vietnamese: np.ndarray  # the share of Vietnamese by the detector
    texts: list[str]  # unmasked
    scores: dict[str, np.ndarray]  # log probabilities [rows, 3] by input
    kind_logits: dict[str, np.ndarray] = dataclasses.field(default_factory=dict)  # [rows, kinds] by encoder

    def at(self, chosen):
        """Returns some rows, by a mask."""
        places = np.flatnonzero(chosen)
        return Rows(
            self.set[chosen], self.language[chosen], self.admissible[chosen], [self.kinds[i] for i in places],
            self.situation[chosen], self.vietnamese[chosen], [self.texts[i] for i in places],
            {name: values[chosen] for name, values in self.scores.items()},
        )

    @property
    def offensive(self):
        return (self.admissible[:, 0] == 0) & (self.admissible.sum(1) > 0)


class Encoder:
    """An exported encoder, `encoder.onnx` with its tokenizer and facts."""

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        facts = json.loads((folder / "encoder.json").read_text())
        self.heads, self.kinds, self.length = facts["heads"], facts["kinds"], facts["maxTokens"]
        self.tokenizer = tokenizers.Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.session = onnxruntime.InferenceSession(str(folder / "encoder.onnx"))

    def read(self, texts):
        """Returns log probabilities [texts, heads, 3] and logits of the kinds."""
        ids = [encoding.ids[: self.length] for encoding in self.tokenizer.encode_batch(texts)]
        classes = np.zeros((len(texts), len(self.heads), CLASSES), np.float32)
        kinds = np.zeros((len(texts), len(self.kinds)), np.float32)
        order = sorted(range(len(ids)), key=lambda i: len(ids[i]))
        at = 0
        while at < len(order):
            end = at + 1
            while end < len(order) and len(ids[order[end]]) * (end + 1 - at) <= RUN_TOKENS:
                end += 1
            some = order[at:end]
            longest = len(ids[some[-1]])
            tokens = np.zeros((len(some), longest), np.int64)
            mask = np.zeros_like(tokens)
            for row, i in enumerate(some):
                tokens[row, : len(ids[i])] = ids[i]
                mask[row, : len(ids[i])] = 1
            classes[some], kinds[some] = self.session.run(["classes", "kinds"], {"input_ids": tokens, "attention_mask": mask})
            at = end
        return classes, kinds


def read(rows, evidence, sets):
    """Returns the rows of some sets, with the linear models' scores."""
    kept = []
    with open(rows, encoding="utf-8") as lines, open(evidence, encoding="utf-8") as others:
        for line, other in zip(lines, others, strict=True):
            row = json.loads(line)
            if row["set"] in sets:
                kept.append((row, json.loads(other)))
    admissible = np.zeros((len(kept), CLASSES), np.float32)
    for i, (row, _) in enumerate(kept):
        for c in row["classes"] or ():
            admissible[i, c] = 1
    models = [name for name in kept[0][1] if name not in ("text", "language", "vietnamese")]
    return Rows(
        np.array([row["set"] for row, _ in kept]),
        np.array([row["language"] for row, _ in kept]),
        admissible,
        [row["kinds"] for row, _ in kept],
        np.array([row["situation"] for row, _ in kept]),
        np.array([found["vietnamese"] for _, found in kept]),
        [found["text"] for _, found in kept],
        {name: np.log(np.maximum([found[name] for _, found in kept], LEAST_PROBABILITY)) for name in models},
    )
