"""Trains a very small transformer that marks spans, with a BPE tokenizer of its own, from nothing.

    nice models/training/train_tiny_transformer.py --data ../shared/data/vihos/train.csv --out DIR

It is there to show that a token classifier made elsewhere is served without code: DIR gets
`model.onnx`, `tokenizer.json` and `config.json`, as an export of Hugging Face has them. It is no
good tagger. One thread; the same seed gives the same files on the same machine and libraries.
"""
import argparse
import collections
import csv
import json
import pathlib
import random

import torch
from torch import nn

SPECIAL = ["<pad>", "<s>", "</s>", "<unk>"]
LABELS = ["O", "B-OFFENSIVE", "I-OFFENSIVE"]
POSITIONS = 128


def byte_letters():
    """The printable letter that stands for each byte, as GPT-2 has them."""
    plain = [*range(33, 127), *range(161, 173), *range(174, 256)]
    letters = {byte: chr(byte) for byte in plain}
    for byte in range(256):
        if byte not in letters:
            letters[byte] = chr(256 + len(letters) - len(plain))
    return letters


LETTERS = byte_letters()


def words(text):
    """The runs between white space: their first code point and their text."""
    found, start = [], None
    for i, c in enumerate(text + " "):
        if c.isspace():
            if start is not None:
                found.append((start, text[start:i]))
            start = None
        elif start is None:
            start = i
    return found


class Bpe:
    """Byte pairs merged in the order in which they were learned."""

    def __init__(self, counts, merges):
        pieces = {w: [LETTERS[b] for b in w.encode("utf-8", "replace")] for w in counts}
        self.merges = []
        while len(self.merges) < merges:
            pairs = collections.Counter()
            for word, parts in pieces.items():
                for pair in zip(parts, parts[1:]):
                    pairs[pair] += counts[word]
            if not pairs:
                break
            best = max(pairs, key=lambda pair: (pairs[pair], pair))
            self.merges.append(best)
            for word, parts in pieces.items():
                if best[0] in parts:
                    pieces[word] = self.merge(parts, best)
        self.ranks = {pair: rank for rank, pair in enumerate(self.merges)}
        self.vocabulary = SPECIAL + sorted(LETTERS.values())
        self.vocabulary += [a + b for a, b in self.merges if a + b not in self.vocabulary]
        self.ids = {token: i for i, token in enumerate(self.vocabulary)}

    @staticmethod
    def merge(parts, pair):
        merged, i = [], 0
        while i < len(parts):
            if tuple(parts[i : i + 2]) == pair:
                merged.append(parts[i] + parts[i + 1])
                i += 2
            else:
                merged.append(parts[i])
                i += 1
        return merged

    def encode(self, text):
        """Ids and, of each, the code points it stands for."""
        ids, places = [], []
        for start, word in words(text):
            parts = [LETTERS[b] for b in word.encode("utf-8", "replace")]
            while len(parts) > 1:
                known = [p for p in zip(parts, parts[1:]) if p in self.ranks]
                if not known:
                    break
                parts = self.merge(parts, min(known, key=self.ranks.get))
            of_byte = [start + i for i, c in enumerate(word) for _ in c.encode("utf-8", "replace")]
            at = 0
            for part in parts:
                ids.append(self.ids[part])
                places.append(range(of_byte[at], of_byte[at + len(part) - 1] + 1))
                at += len(part)
        return ids, places

    def tokenizer(self):
        special = [
            {
                "id": i,
                "content": token,
                "single_word": False,
                "lstrip": False,
                "rstrip": False,
                "normalized": False,
                "special": True,
            }
            for i, token in enumerate(SPECIAL)
        ]
        byte_level = {
            "type": "ByteLevel",
            "add_prefix_space": False,
            "trim_offsets": True,
            "use_regex": False,
        }
        ends = {t: {"id": t, "ids": [self.ids[t]], "tokens": [t]} for t in ("<s>", "</s>")}
        first = {"SpecialToken": {"id": "<s>", "type_id": 0}}
        last = {"SpecialToken": {"id": "</s>", "type_id": 0}}
        return {
            "version": "1.0",
            "truncation": None,
            "padding": None,
            "added_tokens": special,
            "normalizer": None,
            "pre_tokenizer": {
                "type": "Sequence",
                "pretokenizers": [{"type": "WhitespaceSplit"}, byte_level],
            },
            "post_processor": {
                "type": "TemplateProcessing",
                "single": [first, {"Sequence": {"id": "A", "type_id": 0}}, last],
                "pair": [first, {"Sequence": {"id": "A", "type_id": 0}}, last],
                "special_tokens": ends,
            },
            "decoder": byte_level,
            "model": {
                "type": "BPE",
                "dropout": None,
                "unk_token": "<unk>",
                "continuing_subword_prefix": None,
                "end_of_word_suffix": None,
                "fuse_unk": False,
                "vocab": self.ids,
                "merges": [f"{a} {b}" for a, b in self.merges],
            },
        }


class Layer(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.heads = heads
        self.before, self.behind = nn.LayerNorm(width), nn.LayerNorm(width)
        self.ask, self.key, self.value, self.out = (nn.Linear(width, width) for _ in range(4))
        self.wide, self.narrow = nn.Linear(width, 2 * width), nn.Linear(2 * width, width)

    def forward(self, x, hidden):
        split = lambda y: y.view(y.shape[0], y.shape[1], self.heads, -1).transpose(1, 2)
        y = self.before(x)
        ask, key, value = split(self.ask(y)), split(self.key(y)), split(self.value(y))
        weights = (ask @ key.transpose(2, 3) / ask.shape[3] ** 0.5 + hidden).softmax(3)
        x = x + self.out((weights @ value).transpose(1, 2).flatten(2))
        return x + self.narrow(torch.relu(self.wide(self.behind(x))))


class TinyTransformer(nn.Module):
    def __init__(self, vocabulary, width=64, heads=4, layers=2):
        super().__init__()
        self.tokens = nn.Embedding(vocabulary, width)
        self.places = nn.Embedding(POSITIONS, width)
        self.layers = nn.ModuleList(Layer(width, heads) for _ in range(layers))
        self.last = nn.LayerNorm(width)
        self.scores = nn.Linear(width, len(LABELS))

    def forward(self, input_ids, attention_mask):
        places = torch.arange(input_ids.shape[1], device=input_ids.device)
        x = self.tokens(input_ids) + self.places(places)
        hidden = (1.0 - attention_mask[:, None, None, :].float()) * -1e4
        for layer in self.layers:
            x = layer(x, hidden)
        return self.scores(self.last(x))


def labelled(bpe, text, marked):
    ids, places = bpe.encode(text)
    labels = []
    for place in places:
        inside = sum(i in marked for i in place) * 2 >= len(place)
        goes_on = labels and labels[-1] and set(range(last, place.start)) <= marked
        labels.append(0 if not inside else 2 if goes_on else 1)
        last = place.stop
    cut = POSITIONS - 2
    return [1, *ids[:cut], 2], [-1, *labels[:cut], -1]


def padded(rows):
    longest = max(len(ids) for ids, _ in rows)
    fill = lambda part, value: [r + [value] * (longest - len(r)) for r in part]
    ids = torch.tensor(fill([ids for ids, _ in rows], 0))
    mask = torch.tensor(fill([[1] * len(ids) for ids, _ in rows], 0))
    return ids, mask, torch.tensor(fill([labels for _, labels in rows], -1))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--merges", type=int, default=900)
    parser.add_argument("--epochs", type=int, default=4)
    o = parser.parse_args()
    torch.manual_seed(o.seed)
    torch.set_num_threads(1)
    rng = random.Random(o.seed)
    with open(o.data, encoding="utf-8", newline="") as file:
        rows = [(row["text"], set(json.loads(row["spans"]))) for row in csv.DictReader(file)]
    bpe = Bpe(collections.Counter(w for text, _ in rows for _, w in words(text)), o.merges)
    texts = [labelled(bpe, text, marked) for text, marked in rows]
    network = TinyTransformer(len(bpe.vocabulary))
    adam = torch.optim.Adam(network.parameters(), lr=2e-3)
    for epoch in range(o.epochs):
        texts.sort(key=lambda row: len(row[0]) + 4 * rng.random())
        cut = [texts[i : i + 32] for i in range(0, len(texts), 32)]
        rng.shuffle(cut)
        total = 0.0
        for some in cut:
            ids, mask, labels = padded(some)
            scores = network(ids, mask)
            value = nn.functional.cross_entropy(scores.flatten(0, 1), labels.flatten(), ignore_index=-1)
            adam.zero_grad()
            value.backward()
            adam.step()
            total += value.item()
        print(f"epoch={epoch + 1} loss={total / len(cut):.4f}", flush=True)
    o.out.mkdir(parents=True, exist_ok=True)
    ids, mask, _ = padded(texts[:2])
    torch.onnx.export(
        network.eval(),
        (ids, mask),
        str(o.out / "model.onnx"),
        opset_version=13,
        input_names=["input_ids", "attention_mask"],
        output_names=["logits"],
        dynamic_axes={n: {0: "batch", 1: "tokens"} for n in ("input_ids", "attention_mask", "logits")},
    )
    config = {
        "model_type": "bert",
        "max_position_embeddings": POSITIONS,
        "id2label": {str(i): label for i, label in enumerate(LABELS)},
    }
    for name, content in (("tokenizer.json", bpe.tokenizer()), ("config.json", config)):
        text = json.dumps(content, ensure_ascii=False, indent=1)
        (o.out / name).write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
