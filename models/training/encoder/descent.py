"""A fit on processor cores that goes on from its checkpoint: the steps, their rate, and when the state is kept.

TERM stops a fit after the step that is under way; the checkpoint is also written every five minutes.
"""
import json
import math
import os
import pathlib
import signal
import time

import torch

import network

WARM_UP = 0.06
LOWEST_RATE = 0.02
HEAD_RATE = 3
BATCHES_A_STEP = 2
CHECKPOINT_SECONDS = 300


def add_options(parser, epochs, tokens, rate):
    """Adds the options of every fit to an argument parser, with the defaults of this one."""
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--base", type=pathlib.Path, required=True, help="folder of base.* and tokenizer.json")
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--epochs", type=float, default=epochs)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--tokens", type=int, default=tokens, help="tokens of a batch")
    parser.add_argument("--length", type=int, default=72, help="tokens at which a text is cut")
    parser.add_argument("--rate", type=float, default=rate)
    parser.add_argument("--seed", type=int, default=7)


class Descent:
    """Fits `encoder` and `heads`; a subclass gives `epoch(number)`, lists of batches, and `loss(batch)`.

    A batch is a list of items that begin with their token ids, all equally long.
    """

    def __init__(self, o, shape, encoder, heads, sets):
        self.o, self.shape, self.encoder, self.heads, self.sets = o, shape, encoder, heads, sets
        o.work.mkdir(parents=True, exist_ok=True)
        self.stopped, self.step = False, 0
        self.optimiser = torch.optim.AdamW(
            [
                {"params": [p for p in encoder.parameters() if p.requires_grad], "peak": o.rate},
                {"params": list(heads.parameters()), "peak": o.rate * HEAD_RATE},
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
        signal.signal(signal.SIGTERM, lambda *_: setattr(self, "stopped", True))
        steps = [self.steps(e) for e in range(math.ceil(self.o.epochs))]
        self.encoder.train()
        self.heads.train()
        first, began, kept, tokens, mean = 0, time.time(), time.time(), 0, None
        for number, length in enumerate(steps):
            if self.step < first + length:
                batches = self.epoch(number)
                while self.step < first + length and not self.stopped:
                    at = (self.step - first) * BATCHES_A_STEP
                    some = batches[at : at + BATCHES_A_STEP]
                    loss = self.one_step(some, sum(steps))
                    mean = loss if mean is None else 0.98 * mean + 0.02 * loss
                    tokens += sum(len(items) * len(items[0][0]) for items in some)
                    if self.step % 20 == 0:
                        speed = tokens / (time.time() - began)
                        print(f"step={self.step} of={sum(steps)} loss={mean:.4f} tokens/s={speed:.0f}", flush=True)
                    if time.time() - kept > CHECKPOINT_SECONDS:
                        self.keep()
                        kept = time.time()
            first += length
        self.keep()
        return not self.stopped

    def steps(self, epoch):
        """Returns how many steps an epoch has; the last may be a fraction of one."""
        whole = len(self.epoch(epoch)) // BATCHES_A_STEP
        return round(whole * min(1, self.o.epochs - epoch))

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

    def save(self):
        """Stores the weights as `fitted.*` beside `sets.json`."""
        heads = {f"heads.{name}": value for name, value in self.heads.state_dict().items()}
        network.save(self.o.work, "fitted", self.shape, {**self.encoder.state_dict(), **heads})
        (self.o.work / "sets.json").write_text(json.dumps(self.sets))
