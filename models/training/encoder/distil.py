"""Fits a small encoder to the answers of the large one: the tier between the linear models and it.

    python models/training/encoder/distil.py --data ../shared/data --base ../shared/models/chat-encoder --teacher .chatwarden/export \\
        --texts .chatwarden/teach --from .chatwarden/encoder --layers 2 --work .chatwarden/student
    python models/training/encoder/export.py --data ../shared/data --base ../shared/models/chat-encoder --weights .chatwarden/student --out .chatwarden/student-export

The texts are those of `teach.py draw` and the train rows of the sets that it leaves out, a third of them
altered as people do who evade a filter. The teacher is the export, whose answers are kept beside the
checkpoint; the loss is the cross entropy between its probabilities and the student's, for each head, each
kind and each token's spans. It begins with the embeddings, the lowest layers and the heads of the large
encoder (`--from`, as `fit.py` or `restore.py` wrote it); without, or where it is narrower, with the
principal components of the pretrained embeddings alone.
"""
import argparse
import json
import pathlib
import random

import numpy as np
import onnxruntime
import torch
from torch.nn import functional as F

import descent
import evasion
import network
import rows as labelled
import teach
import texts

ALTERED = 0.35
ANSWER_TOKENS = 1024
KIND_WEIGHT = 0.3
SPAN_WEIGHT = 1.0


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    descent.add_options(parser, epochs=3, tokens=2048, rate=8e-4)
    parser.add_argument("--teacher", type=pathlib.Path, required=True, help="the folder that export.py wrote")
    parser.add_argument("--texts", type=pathlib.Path, required=True, help="the folder that teach.py drew texts to")
    parser.add_argument("--from", dest="large", type=pathlib.Path, help="folder of the large encoder's fit, `fitted.*` and `sets.json`")
    parser.add_argument("--layers", type=int, default=4)
    parser.add_argument("--width", type=int, default=256, help="of its own, without --from")
    return parser.parse_args()


class Answers:
    """The tokens of all texts, and what the teacher says of them; kept in a file, as asking takes a while."""

    def __init__(self, o):
        file = o.work / "answers.npz"
        if not file.exists():
            ask(o, file)
        kept = np.load(file)
        self.ids, self.starts = kept["ids"], kept["starts"]
        self.classes, self.kinds, self.spans = kept["classes"], kept["kinds"], kept["spans"]

    def __len__(self):
        return len(self.starts) - 1

    def tokens(self, at):
        return self.ids[self.starts[at] : self.starts[at + 1]]

    def spans_of(self, at):
        return self.spans[self.starts[at] : self.starts[at + 1]]


def ask(o, file):
    """Writes the teacher's log probabilities, kinds and span logits of all texts."""
    tokens = texts.Tokens(o.base / "tokenizer.json", o.length)
    ids = [found for found, _ in tokens.encode(drawn(o.data, o.texts)) if len(found) > 1]
    starts = np.concatenate([[0], np.cumsum([len(found) for found in ids])])
    settings = onnxruntime.SessionOptions()
    settings.intra_op_num_threads = o.threads
    session = onnxruntime.InferenceSession(str(o.teacher / "encoder.onnx"), settings)
    facts = json.loads((o.teacher / "encoder.json").read_text())
    classes = np.zeros((len(ids), len(facts["heads"]), 3), np.float16)
    kinds = np.zeros((len(ids), len(facts["kinds"])), np.float16)
    spans = np.zeros((starts[-1], len(facts["heads"])), np.float16)
    by_length = {}
    for at, found in enumerate(ids):
        by_length.setdefault(len(found), []).append((found, at))
    for some in texts.batches(by_length, ANSWER_TOKENS, random.Random(o.seed)):
        together = np.stack([found for found, _ in some]).astype(np.int64)
        feed = {"input_ids": together, "attention_mask": np.ones_like(together)}
        answers = session.run(["classes", "kinds", "spans"], feed)
        for (_, at), of_classes, of_kinds, of_spans in zip(some, *answers):
            classes[at], kinds[at], spans[starts[at] : starts[at + 1]] = of_classes, of_kinds, of_spans
    file.parent.mkdir(parents=True, exist_ok=True)
    np.savez(file, ids=np.concatenate(ids), starts=starts, classes=classes, kinds=kinds, spans=spans)


def drawn(data, folder):
    """Returns the texts, a share of them altered."""
    chance = random.Random(11)
    found = [row.text for row in labelled.read(data) if row.split == "train" and row.set in sum(teach.OWN.values(), ())]
    for language in teach.UNLABELLED:
        with open(folder / f"{language}.jsonl", encoding="utf-8") as lines:
            found += [json.loads(line)["text"] for line in lines]
    return [evasion.any_length(text, chance) if chance.random() < ALTERED else text for text in found]


class Distillation(descent.Descent):
    def __init__(self, o):
        torch.manual_seed(o.seed)
        torch.set_num_threads(o.threads)
        facts = json.loads((o.teacher / "encoder.json").read_text())
        sets = facts["heads"][:-1]
        self.answers = Answers(o)
        shape, encoder, heads = lowest_layers(o, facts["heads"]) if o.large else narrow(o, facts)
        super().__init__(o, shape, encoder, heads, sets)

    def epoch(self, number):
        by_length = {}
        for at in range(len(self.answers)):
            ids = self.answers.tokens(at)
            by_length.setdefault(len(ids), []).append((ids, at))
        return texts.batches(by_length, self.o.tokens, random.Random(self.o.seed * 1000 + number))

    def loss(self, items):
        ids = torch.from_numpy(np.stack([ids for ids, _ in items]).astype(np.int64))
        at = np.array([at for _, at in items])
        said = torch.from_numpy(self.answers.classes[at].astype(np.float32))
        kinds = torch.sigmoid(torch.from_numpy(self.answers.kinds[at].astype(np.float32)))
        spans = torch.sigmoid(torch.from_numpy(np.stack([self.answers.spans_of(one) for one in at]).astype(np.float32)))
        with network.reduced_precision():
            classes, of_kinds, of_spans = self.heads(self.encoder(ids))
        divergence = F.kl_div(F.log_softmax(classes, -1), said, log_target=True, reduction="none")
        return (
            divergence.sum(-1).mean()
            + KIND_WEIGHT * F.binary_cross_entropy_with_logits(of_kinds, kinds)
            + SPAN_WEIGHT * F.binary_cross_entropy_with_logits(of_spans[:, 1:], spans[:, 1:])
        )


def lowest_layers(o, served):
    """Returns the shape, the encoder and the heads of a large encoder cut off after some layers; its embeddings are kept."""
    large, weights = network.load(o.large, "fitted")
    shape = {**large, "layers": o.layers}
    encoder = network.Encoder(shape)
    encoder.load_state_dict({name: weights[name] for name in encoder.state_dict()})
    every = [*json.loads((o.large / "sets.json").read_text()), "all"]
    places = [every.index(head) for head in served]
    heads = network.Heads(shape["dim"], len(served) - 1, weights["heads.k.bias"].shape[0])
    own = {}
    for name in heads.state_dict():
        values = weights["heads." + name]
        if name.startswith("c."):
            values = values.view(len(every), 3, *values.shape[1:])[places].flatten(0, 1)
        elif name.startswith("t."):
            values = values[places]
        own[name] = values
    heads.load_state_dict(own)
    return shape, encoder, heads


def narrow(o, facts):
    """Returns the shape, the encoder and the heads of a narrower encoder that has learned nothing but its embeddings."""
    large, weights = network.load(o.base, "base")
    shape = {**large, "dim": o.width, "layers": o.layers, "heads": o.width // 64}
    encoder = network.Encoder(shape, frozen=False)
    directions = principal_directions(weights["e.weight"], o.width)
    for name, table in (("e.weight", encoder.e), ("p.weight", encoder.p)):
        table.weight.data.copy_(weights[name] @ directions)
    return shape, encoder, network.Heads(o.width, len(facts["heads"]) - 1, len(facts["kinds"]))


def principal_directions(rows, width):
    """Returns the directions of most variance, as columns."""
    centred = rows - rows.mean(0)
    _, directions = torch.linalg.eigh(centred.T @ centred)
    return directions[:, -width:]


def main():
    fit = Distillation(options())
    if fit.run():
        fit.save()
        print("done", flush=True)


if __name__ == "__main__":
    main()
