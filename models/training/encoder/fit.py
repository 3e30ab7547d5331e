"""Fits the pretrained encoder to all labelled sets, on processor cores; an interrupted fit goes on from its checkpoint.

    pip install -r models/training/encoder/requirements.txt
    nice -n 19 python models/training/encoder/fit.py --data ../shared/data --base ../shared/models/chat-encoder --work .chatwarden/encoder

A batch holds texts of equal length, so nothing is padded. TERM stops the fit after the step that is
under way; the checkpoint is also written every five minutes. The last checkpoint's weights are stored
as `fitted.*` beside `sets.json`. The figures on dev are `measure.py`'s.
"""
import argparse
import json
import os
import pathlib
import signal
import time

import numpy as np
import torch
from torch.nn import functional as F

import network
import rows as labelled
import texts

SPAN_WEIGHT = 2.0
KIND_WEIGHT = 0.5
WARM_UP = 0.06
LOWEST_RATE = 0.02
HEAD_RATE = 3
BATCHES_A_STEP = 2
CHECKPOINT_SECONDS = 300


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--base", type=pathlib.Path, required=True, help="folder of base.* and tokenizer.json")
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--tokens", type=int, default=1536, help="tokens of a batch")
    parser.add_argument("--length", type=int, default=72, help="tokens at which a text is cut")
    parser.add_argument("--rate", type=float, default=2.5e-4)
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


class Targets:
    """The labels of the rows as tensors."""

    def __init__(self, rows, sets):
        self.admissible = torch.tensor(
            [[float(row.classes is None or c in row.classes) for c in range(3)] for row in rows]
        )
        self.weight = torch.tensor([row.weight if row.classes is not None else 0.0 for row in rows])
        self.set = torch.tensor([sets.index(row.head) for row in rows])
        self.kind = torch.tensor([[float(row.kinds.get(k, False)) for k in range(5)] for row in rows])
        self.kind_known = torch.tensor([[float(k in row.kinds) for k in range(5)] for row in rows])


class Fit:
    def __init__(self, o, rows):
        self.o, self.stopped, self.step = o, False, 0
        torch.manual_seed(o.seed)
        torch.set_num_threads(o.threads)
        self.sets = sorted({row.head for row in rows})
        train = [row for row in rows if row.split == "train"]
        self.targets = Targets(train, self.sets)
        self.schedule = texts.Schedule(train, texts.Tokens(o.base / "tokenizer.json", o.length), o.seed, o.tokens)
        self.shape, weights = network.load(o.base, "base")
        weights.pop("mlm_bias")
        self.encoder = network.Encoder(self.shape)
        self.encoder.load_state_dict(weights)
        self.heads = network.Heads(self.shape["dim"], len(self.sets), len(labelled.KINDS))
        self.optimiser = torch.optim.AdamW(
            [
                {"params": [p for p in self.encoder.parameters() if p.requires_grad], "peak": o.rate},
                {"params": list(self.heads.parameters()), "peak": o.rate * HEAD_RATE},
            ],
            lr=o.rate, weight_decay=0.01, betas=(0.9, 0.98), fused=True,
        )
        self.checkpoint = o.work / "state.pt"
        if self.checkpoint.exists():
            self.resume()

    def resume(self):
        state = torch.load(self.checkpoint)
        self.encoder.load_state_dict(state["encoder"])
        self.heads.load_state_dict(state["heads"])
        self.optimiser.load_state_dict(state["optimiser"])
        self.step = state["step"]
        print(f"resumed step={self.step}", flush=True)

    def keep(self):
        fresh = self.checkpoint.with_suffix(".new")
        state = {"encoder": self.encoder, "heads": self.heads, "optimiser": self.optimiser}
        parts = {name: part.state_dict() for name, part in state.items()}
        torch.save({**parts, "step": self.step, "sets": self.sets}, fresh)
        os.replace(fresh, self.checkpoint)

    def run(self):
        """Returns whether the fit came to its end."""
        steps = [len(self.schedule.epoch(e)) // BATCHES_A_STEP for e in range(self.o.epochs)]
        self.encoder.train()
        self.heads.train()
        first, began, kept, tokens, mean = 0, time.time(), time.time(), 0, None
        for number, length in enumerate(steps):
            if self.step < first + length:
                batches = self.schedule.epoch(number)
                while self.step < first + length and not self.stopped:
                    at = (self.step - first) * BATCHES_A_STEP
                    some = batches[at : at + BATCHES_A_STEP]
                    loss = self.one_step(some, sum(steps))
                    mean = loss if mean is None else 0.98 * mean + 0.02 * loss
                    tokens += sum(len(items) * len(items[0][1]) for items in some)
                    if self.step % 100 == 0:
                        speed = tokens / (time.time() - began)
                        print(f"step={self.step} of={sum(steps)} loss={mean:.4f} tokens/s={speed:.0f}", flush=True)
                    if time.time() - kept > CHECKPOINT_SECONDS:
                        self.keep()
                        kept = time.time()
            first += length
        self.keep()
        return not self.stopped

    def one_step(self, batches, total):
        """Descends once, with a rate that rises and then falls in a line."""
        share = min(1, (self.step + 1) / (WARM_UP * total)) * max(LOWEST_RATE, 1 - self.step / total)
        for group in self.optimiser.param_groups:
            group["lr"] = group["peak"] * share
        torch.manual_seed(self.o.seed + self.step)
        sum_of_losses = 0.0
        for items in batches:
            loss = self.loss(items) / len(batches)
            loss.backward()
            sum_of_losses += loss.item()
        for group in self.optimiser.param_groups:
            torch.nn.utils.clip_grad_norm_(group["params"], 1.0)
        self.optimiser.step()
        self.optimiser.zero_grad(set_to_none=True)
        self.step += 1
        return sum_of_losses

    def loss(self, items):
        at = torch.tensor([row for row, _, _ in items])
        with torch.autocast("cpu", torch.bfloat16):
            classes, kinds, tokens = self.heads(self.encoder(torch.from_numpy(np.stack([ids for _, ids, _ in items]).astype(np.int64))))
        t = self.targets
        return (
            class_loss(classes, t.set[at], t.admissible[at], t.weight[at])
            + KIND_WEIGHT * kind_loss(kinds, t.kind[at], t.kind_known[at])
            + SPAN_WEIGHT * span_loss(tokens, t.set[at], items)
        )


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


def span_loss(logits, sets, items):
    with_spans = [i for i, (_, _, labels) in enumerate(items) if labels is not None]
    if not with_spans or logits.shape[1] < 2:
        return logits.sum() * 0
    wanted = torch.from_numpy(np.stack([items[i][2] for i in with_spans]))[:, 1:]
    some = logits[with_spans][:, 1:]
    own = some.gather(2, sets[with_spans][:, None, None].expand(-1, some.shape[1], 1))[:, :, 0]
    own_loss = F.binary_cross_entropy_with_logits(own, wanted)
    every_loss = F.binary_cross_entropy_with_logits(some[:, :, -1], wanted)
    return (own_loss + 0.5 * every_loss) * len(with_spans) / len(items)


def main():
    o = options()
    o.work.mkdir(parents=True, exist_ok=True)
    fit = Fit(o, labelled.read(o.data))
    signal.signal(signal.SIGTERM, lambda *_: setattr(fit, "stopped", True))
    if fit.run():
        tensors = {**fit.encoder.state_dict(), **{f"heads.{k}": v for k, v in fit.heads.state_dict().items()}}
        network.save(o.work, "fitted", fit.shape, tensors)
        (o.work / "sets.json").write_text(json.dumps(fit.sets))
        print("done", flush=True)


if __name__ == "__main__":
    main()
