"""Fits the pretrained encoder to all labelled sets, on processor cores; an interrupted fit goes on from its checkpoint.

    pip install -r models/training/encoder/requirements.txt
    nice -n 19 python models/training/encoder/fit.py --data ../shared/data --base ../shared/models/chat-encoder --work .chatwarden/encoder

A batch holds texts of equal length, so nothing is padded. The weights at the end are stored as `fitted.*`
beside `sets.json`. The figures on dev are `measure.py`'s. `--from DIR` goes on from an earlier fit to the same sets (of a served model: `restore.py`),
`--freeze 4` saves a third of the time.
"""
import argparse
import json
import pathlib
import sys

import numpy as np
import torch
from torch.nn import functional as F

import descent
import network
import rows as labelled
import texts

SPAN_WEIGHT = 2.0
UNMARKED_WEIGHT = 0.3
KIND_WEIGHT = 0.5


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    descent.add_options(parser, epochs=1.5, tokens=1536, rate=2.5e-4)
    parser.add_argument("--from", dest="earlier", type=pathlib.Path, help="folder of an earlier fit, `fitted.*` and `sets.json`")
    parser.add_argument("--freeze", type=int, default=0, help="lowest layers that are kept as they are; half of them save a third of the time")
    return parser.parse_args()


class Targets:
    """The labels of the rows as tensors."""

    def __init__(self, rows, sets):
        self.admissible = torch.tensor(
            [[float(row.classes is None or c in row.classes) for c in range(3)] for row in rows]
        )
        self.weight = torch.tensor([row.weight if row.classes is not None else 0.0 for row in rows])
        self.set = torch.tensor([sets.index(row.head) for row in rows])
        self.span_set = torch.tensor([sets.index(row.span_head) for row in rows])
        self.span_weight = torch.tensor([UNMARKED_WEIGHT if row.unmarked else 1.0 for row in rows])
        self.kind = torch.tensor([[float(row.kinds.get(k, False)) for k in range(5)] for row in rows])
        self.kind_known = torch.tensor([[float(k in row.kinds) for k in range(5)] for row in rows])


class Fit(descent.Descent):
    def __init__(self, o, rows):
        torch.manual_seed(o.seed)
        torch.set_num_threads(o.threads)
        sets = sorted({row.head for row in rows})
        train = [row for row in rows if row.split == "train"]
        self.targets = Targets(train, sets)
        self.schedule = texts.Schedule(train, texts.Tokens(o.base / "tokenizer.json", o.length), o.seed, o.tokens)
        shape, encoder, heads = begun(o, sets)
        super().__init__(o, shape, encoder, heads, sets)

    def epoch(self, number):
        return self.schedule.epoch(number)

    def loss(self, items):
        at = torch.tensor([row for _, row, _ in items])
        with network.reduced_precision():
            classes, kinds, tokens = self.heads(self.encoder(torch.from_numpy(np.stack([ids for ids, _, _ in items]).astype(np.int64))))
        t = self.targets
        return (
            class_loss(classes, t.set[at], t.admissible[at], t.weight[at])
            + KIND_WEIGHT * kind_loss(kinds, t.kind[at], t.kind_known[at])
            + SPAN_WEIGHT * span_loss(tokens, t.span_set[at], t.span_weight[at], items)
        )


def begun(o, sets):
    """Returns the shape, the encoder and the heads that the fit begins with."""
    shape, weights = network.load(o.earlier, "fitted") if o.earlier else network.load(o.base, "base")
    heads = network.Heads(shape["dim"], len(sets), len(labelled.KINDS))
    if o.earlier:
        if json.loads((o.earlier / "sets.json").read_text()) != sets:
            sys.exit(f"{o.earlier} was fitted to other sets; begin at --base without --from")
        names = [name for name in weights if name.startswith("heads.")]
        # An earlier fit without kinds leaves their head as it was drawn.
        heads.load_state_dict({name.removeprefix("heads."): weights.pop(name) for name in names}, strict=False)
    weights.pop("mlm_bias", None)
    encoder = network.Encoder(shape, frozen_layers=o.freeze)
    encoder.load_state_dict(weights)
    return shape, encoder, heads


def class_loss(logits, sets, admissible, weight):
    """The negative log of the sum of the admissible probabilities, by the set's own head and over all sets."""
    log = F.log_softmax(logits, -1)
    allowed = torch.log(admissible + 1e-9)
    own = -torch.logsumexp(log[torch.arange(len(sets)), sets] + allowed, -1)
    every = -torch.logsumexp(log[:, -1] + allowed, -1)
    return ((own + every) * weight).mean()


def kind_loss(logits, stated, known):
    each = F.binary_cross_entropy_with_logits(logits, stated, reduction="none")
    return (each * known).sum(-1).mean()


def span_loss(logits, sets, weight, items):
    with_spans = [i for i, (_, _, labels) in enumerate(items) if labels is not None]
    if not with_spans or logits.shape[1] < 2:
        return logits.sum() * 0
    wanted = torch.from_numpy(np.stack([items[i][2] for i in with_spans]))[:, 1:]
    some = logits[with_spans][:, 1:]
    own = some.gather(2, sets[with_spans][:, None, None].expand(-1, some.shape[1], 1))[:, :, 0]
    each = token_loss(own, wanted) + 0.5 * token_loss(some[:, :, -1], wanted)
    return (each.mean(1) * weight[with_spans]).sum() / len(items)


def token_loss(logits, wanted):
    return F.binary_cross_entropy_with_logits(logits, wanted, reduction="none")


def main():
    o = options()
    fit = Fit(o, labelled.read(o.data))
    if fit.run():
        fit.save()
        print("done", flush=True)


if __name__ == "__main__":
    main()
