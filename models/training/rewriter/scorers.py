"""The networks that a rewriter asks: its own, and the encoder of stage 1."""
import json
import pathlib

import numpy as np
import onnxruntime

from past import PAST, POSITIONS, PRESENT
from words import Cutter

LEAST_BATCH = 1


def session(file):
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    return onnxruntime.InferenceSession(str(file), options)


def padded(encoded):
    """Returns ids and mask [texts, tokens]."""
    longest = max(map(len, encoded))
    ids, mask = np.zeros((len(encoded), longest), np.int64), np.zeros((len(encoded), longest), np.int64)
    for i, one in enumerate(encoded):
        ids[i, : len(one)], mask[i, : len(one)] = one, 1
    return ids, mask


class Network:
    """States and edit logits of texts, and log probabilities of tokens at places."""

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        self.session = session(folder / "rewriter.onnx")
        self.cutter = Cutter(folder / "tokenizer.json")
        self.labels = json.loads((folder / "labels.json").read_text())
        (past,) = [i.shape for i in self.session.get_inputs() if i.name == PAST]
        self.nothing = np.zeros([size if isinstance(size, int) else 0 for size in past], np.float32)

    def __call__(self, encoded, places=()):
        """`places` are (text, token); returns states, edits [texts, tokens, …] and words [places, vocabulary]."""
        ids, mask = padded(encoded)
        return self.run(["states", "edits", "words"], ids, mask, np.tile(np.arange(ids.shape[1]), (len(ids), 1)), places, self.nothing)

    def past(self, ids):
        """Returns the keys and values of a text, for `windows`."""
        return self.run([PRESENT], ids[None], np.ones_like(ids[None]), np.arange(len(ids))[None], (), self.nothing)[0]

    def windows(self, past, encoded, windows, places):
        """Reads parts of edited forms of the text of `past`: of each the tokens at the places of its window. `places` are (form, number in its window).

        Returns states [forms, number, width] and words [places, vocabulary].
        """
        ids, mask = padded([one[window.places] for one, window in zip(encoded, windows)])
        positions, _ = padded([np.array(window.places) for window in windows])
        seen = np.array([window.seen for window in windows], np.int64)
        return self.run(["states", "words"], ids, np.concatenate([seen, mask], 1), positions, places, past)

    def run(self, outputs, ids, mask, positions, places, past):
        flat = np.array([text * ids.shape[1] + token for text, token in places], np.int64)
        return self.session.run(outputs, {"input_ids": ids, "attention_mask": mask, POSITIONS: positions, "places": flat, PAST: past})


class Chat:
    """The offensive probability by the encoder of stage 1 and the rule of the language, as the cascade's last tier gives it."""

    def __init__(self, folder="models/chat-encoder/3"):
        folder = pathlib.Path(folder)
        self.session, self.cutter = session(folder / "encoder.onnx"), Cutter(folder / "tokenizer.json")
        self.heads = json.loads((folder / "encoder.json").read_text())["heads"]
        self.rules = json.loads((folder / "calibration.json").read_text())["rules"]

    def __call__(self, texts, language):
        ids, mask = padded([self.cutter(text)[0] for text in texts])
        (classes,) = self.session.run(["classes"], {"input_ids": ids, "attention_mask": mask})
        rule = self.rules[language]
        sums = np.array(rule["biases"]) + sum(w * classes[:, self.heads.index(name)] for name, w in zip(rule["inputs"], rule["weights"]))
        return 1 - np.exp(sums[:, 0] - np.logaddexp.reduce(sums, 1))


def similarity(source, unmarked, candidate):
    """BERTScore's F1 by greedy matching over the states of two texts, `[CLS]` left out; only the unmarked tokens of the source have to be found again."""
    a, b = source[1:], candidate[1:]
    a, b = (x / np.maximum(np.linalg.norm(x, axis=1, keepdims=True), 1e-9) for x in (a, b))
    cosines = a @ b.T
    kept = np.array(unmarked) if any(unmarked) else np.ones(len(a), bool)
    precision, recall = cosines.max(0).mean(), cosines.max(1)[kept].mean()
    return float(2 * precision * recall / max(precision + recall, 1e-9))
