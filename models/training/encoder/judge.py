"""Runs a fitted encoder over texts."""
import json
import pathlib

import numpy as np
import torch

import network
import rows as labelled
import texts

BATCH_TOKENS = 4096


class Judge:
    """A fitted encoder: `fitted.*` of a folder, or its `state.pt` while the fit is under way."""

    def __init__(self, folder, base, length=72):
        folder = pathlib.Path(folder)
        self.tokens = texts.Tokens(pathlib.Path(base) / "tokenizer.json", length)
        if (folder / "fitted.json").exists():
            self.shape, tensors = network.load(folder, "fitted")
            heads = {key[6:]: value for key, value in tensors.items() if key.startswith("heads.")}
            encoder = {key: value for key, value in tensors.items() if not key.startswith("heads.")}
            self.sets = json.loads((folder / "sets.json").read_text())
        else:
            self.shape, _ = network.load(base, "base")
            state = torch.load(folder / "state.pt")
            encoder, heads, self.sets = state["encoder"], state["heads"], state["sets"]
        count = heads["t.weight"].shape[0] - 1
        self.encoder = network.Encoder(self.shape)
        self.encoder.load_state_dict(encoder)
        self.heads = network.Heads(self.shape["dim"], count, len(labelled.KINDS))
        self.heads.load_state_dict(heads)
        self.encoder.eval()
        self.heads.eval()

    def __call__(self, lines):
        """Returns log probabilities [texts, sets + 1, 3], logits of the kinds [texts, 5], and of each text's tokens the
        span logits [tokens, sets + 1] with their ranges in the text."""
        encoded = list(self.tokens.encode(lines))
        classes = np.zeros((len(encoded), self.heads.sets + 1, 3), np.float32)
        kinds = np.zeros((len(encoded), len(labelled.KINDS)), np.float32)
        spans = [None] * len(encoded)
        for batch in batches([len(ids) for ids, _ in encoded]):
            ids = torch.from_numpy(np.stack([encoded[i][0] for i in batch]).astype(np.int64))
            with torch.no_grad(), network.reduced_precision():
                some, kind, tokens = self.heads(self.encoder(ids))
            classes[batch] = torch.log_softmax(some, -1).numpy()
            kinds[batch] = kind.numpy()
            for i, row in zip(batch, tokens.numpy()):
                spans[i] = (row[1:], encoded[i][1])
        return classes, kinds, spans


def batches(lengths):
    """Groups the places of texts of equal length."""
    by_length = {}
    for i, length in enumerate(lengths):
        by_length.setdefault(length, []).append(i)
    for length, places in sorted(by_length.items()):
        size = max(1, BATCH_TOKENS // length)
        for at in range(0, len(places), size):
            yield places[at : at + size]
