"""Fits the rewriter's network: a shared encoder with an edit head, which keeps its head of the masked language model.

    nice -n 19 python fit.py --data ../shared/data --base ../shared/models/chat-encoder --pairs DIR --work WORK --layers 6

An interrupted fit goes on from its checkpoint (`descent.py`). Half of the texts of a batch have edits to learn, the other half
hidden words of clean chat, so that the language model does not fade. WORK gets `fitted.*` and `sets.json`, which holds the labels.
Beside other work on the same cores, OMP_WAIT_POLICY=passive doubles the speed.
"""
import argparse
import json
import lzma
import pathlib
import random

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F
from torch.nn.attention import SDPBackend, sdpa_kernel

from words import MASK, Cutter

import descent
import network
import texts

HIDDEN = 0.2  # share of the tokens that the language model has to name
AS_MASK, AS_RANDOM = 0.75, 0.12  # of these; the rest stays as it is
LANGUAGE_WEIGHT = 0.5
EDIT_WEIGHT = 4.0
DRAWN = {"vi_social": 20000, "en_social": 10000, "en_stream_chat": 6000}  # lines an epoch
POOL = 3  # epochs until lines are drawn again


class Heads(nn.Module):
    """An edit a word, read at its first token, and the bias of the language model, whose weights are the embeddings."""

    def __init__(self, width, labels, vocabulary):
        super().__init__()
        self.edit = nn.Linear(width, labels)
        self.bias = nn.Parameter(torch.zeros(vocabulary))

    def words(self, states, embeddings):
        return F.linear(states, embeddings, self.bias.to(states.dtype))


class Fit(descent.Descent):
    def __init__(self, o):
        torch.manual_seed(o.seed)
        torch.set_num_threads(o.threads)
        labels = json.loads((o.pairs / "labels.json").read_text())
        self.cutter = Cutter(o.base / "tokenizer.json", o.length)
        draws = {name: float(count) for name, count in (part.split("=") for part in o.draws.split(","))}
        self.edits = edited(o.pairs / "pairs.jsonl", labels, self.cutter, draws, random.Random(o.seed))
        self.pools = [hidden(self.cutter, self.drawn(o, name, count * POOL), count) for name, count in DRAWN.items()]
        shape, weights = network.load(o.base, "base")
        shape = {**shape, "layers": o.layers}
        encoder = network.Encoder(shape, frozen_layers=o.freeze)
        kept = encoder.state_dict()
        bias = weights.pop("mlm_bias")
        if o.body:
            weights = network.load(o.body, "fitted")[1]
        encoder.load_state_dict({name: weights[name] for name in kept})
        heads = Heads(shape["dim"], len(labels), shape["vocab"])
        heads.bias.data.copy_(bias)
        if "heads.bias" in weights:  # an earlier fit of this network: its heads too
            heads.load_state_dict({name: weights[f"heads.{name}"] for name in heads.state_dict()})
        super().__init__(o, shape, encoder, heads, labels)

    @staticmethod
    def drawn(o, name, count):
        with lzma.open(o.data / "chat-corpus" / f"{name}.txt.xz", "rt", encoding="utf-8") as file:
            lines = [line.strip() for line in file if 10 < len(line) < 400]
        return random.Random(o.seed).sample(lines, min(count, len(lines)))

    def epoch(self, number):
        draw, by_length = random.Random(self.o.seed * 1000 + number), {}
        for item in self.edits:
            by_length.setdefault(len(item[0]), []).append(item)
        for items, count in self.pools:
            at = number % POOL * count
            for item in items[at : at + count]:
                by_length.setdefault(len(item[0]), []).append(item)
        return texts.batches(by_length, self.o.tokens, draw)

    def loss(self, items):
        ids = torch.from_numpy(np.stack([item[0] for item in items]))
        edits = torch.tensor([item[1] is not None for item in items])
        shown, at = masked(ids, ~edits)
        with network.reduced_precision(), sdpa_kernel(SDPBackend.MATH):  # the fused attention's backward pass takes a third of a step in bfloat16
            states = self.encoder(shown)
            logits = self.heads.edit(states[edits]).float()
            named = self.heads.words(states[at], self.encoder.e.weight).float()
        loss = F.cross_entropy(named, ids[at], reduction="sum") * LANGUAGE_WEIGHT / max(1, len(named)) if len(named) else 0
        if len(logits):
            wanted = torch.from_numpy(np.stack([item[1] for item in items if item[1] is not None]))
            weight = torch.tensor([item[2] for item in items if item[1] is not None])
            each = F.cross_entropy(logits.transpose(1, 2), wanted, ignore_index=-1, reduction="none")
            count = (wanted >= 0).sum()
            loss = loss + EDIT_WEIGHT * (each * weight[:, None]).sum() / count.clamp_min(1)
        return loss


def masked(ids, rows):
    """Returns the ids with some tokens of the given rows hidden, and which."""
    at = (torch.rand(ids.shape) < HIDDEN) & rows[:, None]
    at[:, 0] = False
    way = torch.rand(ids.shape)
    shown = torch.where(at & (way < AS_MASK), MASK, ids)
    other = torch.randint(4, int(ids.max()) + 1000, ids.shape).clamp_max(16383)
    return torch.where(at & (way > 1 - AS_RANDOM), other, shown), at


def edited(path, labels, cutter, draws, draw):
    """Returns (ids, labels of the tokens, weight); -1 is no label: tokens that begin no word, and unknown edits."""
    number, items = {label: i for i, label in enumerate(labels)}, []
    for line in open(path, encoding="utf-8"):
        row = json.loads(line)
        count = int(draws[row["source"]] + draw.random())
        if row["split"] != "train" or not count:
            continue
        ids, words = cutter(row["text"])
        wanted = np.full(len(ids), -1, np.int64)
        for word, (start, end, label) in zip(words, row["edits"]):
            assert (word.start, word.end) == (start, end)
            wanted[word.first] = number.get(label, -1)
        if (wanted >= 0).any():
            items += [(ids, wanted, row["weight"])] * count
    return items


def hidden(cutter, lines, count):
    return [(ids, None, 1.0) for ids, _ in (cutter(line) for line in lines) if len(ids) > 3], count


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    descent.add_options(parser, epochs=3.0, tokens=1536, rate=3e-4)
    parser.add_argument("--pairs", type=pathlib.Path, required=True)
    parser.add_argument("--layers", type=int, default=6, help="lowest layers of the encoder that are taken")
    parser.add_argument("--body", type=pathlib.Path, help="folder of another fit's `fitted.*` that the layers are taken from (of a served encoder: `restore.py`)")
    parser.add_argument("--draws", default="vihos=1,inserted=1,paradetox=1,neutral=1", help="how often an epoch draws the texts of a source, at most")
    parser.add_argument("--freeze", type=int, default=0)
    fit = Fit(parser.parse_args())
    if fit.run():
        fit.save()
        print("done", flush=True)


if __name__ == "__main__":
    main()
