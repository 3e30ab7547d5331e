"""Fits the sequence model of the rewriter: a small decoder that writes a polite form of an English text, over the states of the edit network.

    nice -n 19 python sequence.py --data ../shared/data --base ../shared/models/chat-encoder --model EXPORT --work WORK --threads 1

The encoder is the edit network as it is served (`rewriter.onnx` of EXPORT), so that a text is encoded once; only the decoder learns.
It mixes two distributions (pointer-generator, See et al., 2017): one over the tokens of the text, and one over words that people wrote
in ParaDetox's neutral texts. It learns the pairs of ParaDetox (train), to leave neutral texts as they are, and to take rude words out of
clean comments that they were put into. An interrupted fit goes on from its checkpoint (`descent.py`). WORK gets `sequence.pt`.
"""
import argparse
import pathlib
import random

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

import fills
import pairs
import sequence_texts
from sequence_texts import END
from words import CLS, Cutter

import descent
import network
import texts

WIDTH, LAYERS, HEADS, LONGEST = 256, 2, 4, 48
TOKEN_WIDTH = 128  # numbers of an embedding, which the decoder widens
DROPOUT = 0.15
SHORTEST, LONGEST_SOURCE = 4, 40  # tokens
INSERTED = 3000  # clean comments an epoch into which rude words are put
POOL = 2  # epochs until comments are drawn again
NEUTRAL = 3  # epochs that share out the neutral texts
WEIGHTS = {"pair": 1.0, "neutral": 0.3, "inserted": 0.3}
IGNORED = -1


class Block(nn.Module):
    """A layer of the decoder: attention to the words so far, to the text, and a product; each after a norm."""

    def __init__(self):
        super().__init__()
        self.n1, self.n2, self.n3 = (nn.LayerNorm(WIDTH) for _ in range(3))
        self.qkv, self.o1 = nn.Linear(WIDTH, 3 * WIDTH), nn.Linear(WIDTH, WIDTH)
        self.q, self.o2 = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, WIDTH)
        self.kv = nn.Linear(WIDTH, 2 * WIDTH)
        self.f1, self.f2 = nn.Linear(WIDTH, 4 * WIDTH), nn.Linear(4 * WIDTH, WIDTH)

    def forward(self, x, keys, values, past=None):
        """`keys` and `values` are those of the text, `past` those of the words before; returns the states and keys and values of all words."""
        q, k, v = map(split, self.qkv(self.n1(x)).chunk(3, -1))
        if past is not None:
            k, v = torch.cat([past[0], k], 2), torch.cat([past[1], v], 2)
        x = x + drop(self.o1(joined(attended(q, k, v, causal=past is None))), self.training)
        x = x + drop(self.o2(joined(attended(split(self.q(self.n2(x))), split(keys), split(values)))), self.training)
        return x + drop(self.f2(F.gelu(self.f1(self.n3(x)))), self.training), (k, v)


def split(x):
    return x.view(x.shape[0], -1, HEADS, WIDTH // HEADS).transpose(1, 2)


def joined(x):
    return x.transpose(1, 2).reshape(x.shape[0], -1, WIDTH)


def attended(q, k, v, causal=False):
    scores = q @ k.transpose(2, 3) * (WIDTH // HEADS) ** -0.5
    if causal:
        scores = scores.masked_fill(torch.ones(scores.shape[2:], dtype=torch.bool).triu(1), -1e4)
    return torch.softmax(scores, -1) @ v


def drop(x, training):
    return F.dropout(x, DROPOUT, training)


class Decoder(nn.Module):
    """Reads the text (`memory`) and continues words (`forward`)."""

    def __init__(self, vocabulary, state_width):
        super().__init__()
        self.e, self.up = nn.Embedding(vocabulary, TOKEN_WIDTH), nn.Linear(TOKEN_WIDTH, WIDTH)
        self.p, self.s = nn.Embedding(LONGEST + 1, WIDTH), nn.Embedding(128, WIDTH)
        self.states = nn.Linear(state_width, WIDTH)
        self.before = nn.Linear(WIDTH, WIDTH)
        self.nm, self.n0, self.nf = (nn.LayerNorm(WIDTH) for _ in range(3))
        self.b = nn.ModuleList(Block() for _ in range(LAYERS))
        self.pointed = nn.Linear(WIDTH, WIDTH)

    def memory(self, ids, states):
        """`states` have the length 1. Returns one row a token: its keys and values for each layer, its key for the pointer."""
        known = self.up(self.e(ids))
        before = F.pad(known, (0, 0, 1, 0))[:, :-1]  # the token before: what was written last points to the next one
        x = self.states(states * states.shape[2] ** 0.5) + known + self.before(before) + self.s(torch.arange(ids.shape[1]))
        x = drop(self.nm(x), self.training)
        return torch.cat([*(b.kv(x) for b in self.b), self.pointed(x)], -1)

    def forward(self, written, memory, past=None):
        """Returns the states of the words and, for a later call, the keys and values of the layers."""
        at = 0 if past is None else past[0][0].shape[2]
        x = drop(self.n0(self.up(self.e(written)) + self.p(torch.arange(at, at + written.shape[1]))), self.training)
        kept = []
        for i, block in enumerate(self.b):
            keys, values = memory[..., 2 * i * WIDTH : 2 * (i + 1) * WIDTH].chunk(2, -1)
            x, states = block(x, keys, values, None if past is None else past[i])
            kept.append(states)
        return self.nf(x), kept


class Heads(nn.Module):
    """The pointer, the words that the decoder writes by itself, and the share of each."""

    def __init__(self, count):
        super().__init__()
        self.query, self.words, self.gate = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, count), nn.Linear(WIDTH, 1)

    def forward(self, x, memory):
        """Returns log probabilities of the tokens of the text, by their places, and of the words."""
        scores = self.query(x) @ memory[..., -WIDTH:].transpose(1, 2) * WIDTH**-0.5
        gate = self.gate(x)
        return torch.log_softmax(scores, -1) + F.logsigmoid(-gate), torch.log_softmax(self.words(x), -1) + F.logsigmoid(gate)


class Fit(descent.Descent):
    def __init__(self, o):
        from scorers import Network  # ONNX Runtime after the threads are set

        torch.manual_seed(o.seed)
        torch.set_num_threads(o.threads)
        o.work.mkdir(parents=True, exist_ok=True)
        draw = random.Random(o.seed)
        self.cutter = Cutter(o.model / "tokenizer.json", LONGEST_SOURCE + 1)
        known, plain = sequence_texts.pairs_of(o.data, self.cutter)
        words = sequence_texts.new_words(known, self.cutter, fills.rude(o.data) | fills.names_in(o.data))
        self.number, rude = {token: n for n, token in enumerate(words)}, sequence_texts.removed(known, self.cutter)
        mixed = [(pairs.inserted(line, self.cutter(line)[1], [draw.choice(rude)], draw)[0], line) for line in sequence_texts.clean(o.data, draw, INSERTED * POOL)]
        sources = [source for source, _ in (*known, *mixed)] + plain
        self.states = states_of(Network(o.model), [self.cutter(text)[0] for text in dict.fromkeys(sources)], o.work / "states.npy")
        self.items = [item for source, target in known if (item := self.item(source, target, "pair"))]
        self.neutral = [item for text in plain if (item := self.item(text, text, "neutral"))]
        self.inserted = [item for source, target in mixed if (item := self.item(source, target, "inserted"))]
        print(len(words), "words,", len(self.items), "pairs,", len(self.neutral), "neutral texts,", len(self.inserted), "inserted", flush=True)
        decoder, heads = created(network.load(o.base, "base")[1]["e.weight"], words)
        super().__init__(o, {}, decoder, heads, words)

    def item(self, source, target, kind):
        """Returns tokens, states, the tokens to be written, which of them count, and the weight; None where the text is too long or too short."""
        ids, wanted = self.cutter(source)[0], self.cutter(target)[0][1:]
        if not SHORTEST <= len(ids) - 1 < LONGEST_SOURCE or not 0 < len(wanted) < LONGEST:
            return None
        there = set(ids[1:].tolist())
        counts = [int(token) in there or int(token) in self.number for token in wanted]
        return ids[1:], self.states[ids.tobytes()], wanted, counts, WEIGHTS[kind]

    def epoch(self, number):
        draw, by_length = random.Random(self.o.seed * 1000 + number), {}
        at = number % POOL * INSERTED
        for item in (*self.items, *self.neutral[number % NEUTRAL :: NEUTRAL], *self.inserted[at : at + INSERTED]):
            by_length.setdefault(len(item[0]), []).append(item)
        return texts.batches(by_length, self.o.tokens, draw)

    def loss(self, items):
        ids = torch.from_numpy(np.stack([item[0] for item in items]))
        states = torch.from_numpy(np.stack([item[1] for item in items])).float()
        length = max(len(item[2]) for item in items) + 1
        written = torch.full((len(items), length), END)
        wanted = torch.full((len(items), length), IGNORED)
        weights = torch.zeros(len(items), length)
        for n, (_, _, target, counts, weight) in enumerate(items):
            target = torch.from_numpy(target)
            written[n, 1 : len(target) + 1] = target
            wanted[n, : len(target)], wanted[n, len(target)] = target, END
            weights[n, : len(target) + 1] = weight * torch.tensor([*counts, True])
        written[:, 0] = CLS
        memory = self.encoder.memory(ids, states)
        copied, named = self.heads(self.encoder(written, memory)[0], memory)
        same = wanted[:, :, None] == ids[:, None, :]
        copied = torch.logsumexp(copied.masked_fill(~same, -1e4), -1)
        numbers = self.numbers[wanted.clamp_min(0)]
        named = named.gather(2, numbers.clamp_min(0)[:, :, None])[..., 0].masked_fill(numbers < 0, -1e4)
        each = -torch.logaddexp(copied, named)
        return (each.clamp_max(20) * weights).sum() / weights.sum()

    @property
    def numbers(self):
        table = torch.full((self.encoder.e.num_embeddings,), -1)
        table[torch.tensor(self.sets)] = torch.arange(len(self.sets))
        return table

    def save(self):
        torch.save({"decoder": self.encoder.state_dict(), "heads": self.heads.state_dict(), "words": self.sets}, self.o.work / "sequence.pt")


def states_of(served, encoded, file):
    """Returns the states of texts by their tokens, without the first and scaled to the length 1; from `file` where that has them."""
    by_length = {}
    for ids in encoded:
        by_length.setdefault(len(ids), {})[ids.tobytes()] = ids
    batches = [list(some.values())[at : at + 32] for some in by_length.values() for at in range(0, len(some), 32)]
    if file.exists():
        flat = np.load(file)
    else:
        parts = []
        for some in batches:
            ids = np.stack(some)
            (states,) = served.session.run(["states"], {"input_ids": ids, "attention_mask": np.ones_like(ids), "places": ids[0, :0]})
            states /= np.maximum(np.linalg.norm(states, axis=2, keepdims=True), 1e-9)
            parts.append(states[:, 1:].astype(np.float16).reshape(-1, states.shape[2]))
        flat = np.concatenate(parts)
        np.save(file, flat)
    found, at = {}, 0
    for ids in (ids for some in batches for ids in some):
        found[ids.tobytes()] = flat[at : at + len(ids) - 1]
        at += len(ids) - 1
    assert at == len(flat), f"{file} is of other texts"
    return found


def created(embeddings, words):
    """Returns a decoder whose embeddings are the main directions of the encoder's, and its heads."""
    decoder, heads = Decoder(*embeddings.shape), Heads(len(words))
    for part in (decoder.p, decoder.s):
        nn.init.normal_(part.weight, std=0.02)
    centred = embeddings - embeddings.mean(0)
    _, vectors = torch.linalg.eigh(centred.T @ centred)
    main = centred @ vectors[:, -TOKEN_WIDTH:]
    decoder.e.weight.data = main / main.std() * 0.1
    return decoder, heads


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    descent.add_options(parser, epochs=5.0, tokens=512, rate=1e-3)
    parser.add_argument("--model", type=pathlib.Path, required=True, help="folder of the served rewriter.onnx, tokenizer.json and labels.json")
    fit = Fit(parser.parse_args())
    if fit.run():
        fit.save()
        print("done", flush=True)


if __name__ == "__main__":
    main()
