"""Trains the networks of a span tagger on the CPU and exports them: a step of

    ./chatwarden train stage2 --kind network --language vi --data ../shared/data

which writes the tokens to the folder of `--tokens` first.

Cross-validates on the train split first (three folds, with the cross-fitted answers of the CRF
and of the judge of whole texts), which chooses the CRF's share, how what is said token by token and
of the whole text is weighed (settings.whole-vote of the model) and the odds of a clean text; then fits all of the train
split for as many epochs, and shows figures on dev, which chose nothing here. Every epoch leaves a checkpoint
in WORK; the same command goes on from there. One thread; the same seed gives the same networks on
the same machine and libraries.
"""
import argparse
import json
import pathlib
import random
import time

import torch

import export_network
import span_answers as answers
import span_network as spans

SHARES = (0.2, 0.3, 0.4, 0.5, 0.6)
ODDS = (0.05, 0.1, 0.2, 0.4, 0.7, 0.85, 1.0, 1.15, 1.3, 1.5, 1.75, 2.1, 2.5, 3.0)


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tokens", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--members", type=int, default=3, help="networks, trained side by side")
    parser.add_argument("--epochs", type=int, default=9)
    parser.add_argument("--batch", type=int, default=32)
    parser.add_argument("--width", type=int, default=64)
    parser.add_argument("--hidden", type=int, default=64)
    parser.add_argument("--dropout", type=float, default=0.4)
    parser.add_argument("--drop-word", type=float, default=0.25)
    parser.add_argument("--drop-id", type=float, default=0.2)
    parser.add_argument("--rate", type=float, default=2e-3)
    parser.add_argument("--average", type=int, default=4, help="the last epochs, whose mean is taken")
    parser.add_argument(
        "--chat-like",
        action="store_true",
        help="choose for a chat's share of texts with spans too, not only for the set as it is",
    )
    return parser.parse_args()


class RowAdam:
    """Adam over the rows of a table that a batch reads; the others do not even decay."""

    def __init__(self, table):
        self.table = table
        self.first, self.second = torch.zeros_like(table), torch.zeros_like(table)

    def step(self, rows, values, rate, time):
        gradient = values.grad
        first = self.first[rows].mul_(0.9).add_(gradient, alpha=0.1)
        second = self.second[rows].mul_(0.999).addcmul_(gradient, gradient, value=0.001)
        self.first[rows], self.second[rows] = first, second
        rate *= (1 - 0.999**time) ** 0.5 / (1 - 0.9**time)
        self.table[rows] = values.detach() - rate * first / (second.sqrt() + 1e-8)
        self.table[spans.NONE] = 0


class Fit:
    """Networks being trained on `texts`; `run` goes on where it was stopped."""

    def __init__(self, texts, o, name):
        self.texts, self.o, self.name = texts, o, name
        spans.seed_everything(o.seed)
        self.networks = spans.SpanNetworks(o.members, o.width, o.hidden, o.dropout)
        self.adam = torch.optim.Adam(self.networks.parameters())
        self.rows = RowAdam(self.networks.table())
        self.epoch, self.time, self.tail = 0, 0, []

    def run(self):
        """The networks and their table: the mean of those of the last epochs."""
        done = self.o.work / f"{self.name}.pt"
        checkpoint = self.o.work / f"{self.name}.checkpoint"
        if not done.exists():
            if checkpoint.exists():
                self.resume(torch.load(checkpoint))
            while self.epoch < self.o.epochs:
                began = time.time()
                mean_loss = self.one_epoch()
                torch.save(self.state(), checkpoint)
                print(
                    f"{self.name} epoch={self.epoch} loss={mean_loss:.4f} s={time.time() - began:.0f}", flush=True
                )
            torch.save({k: sum(s[k] for s in self.tail) / len(self.tail) for k in self.tail[0]}, done)
            checkpoint.unlink()
        mean = torch.load(done)
        table = mean.pop("table")
        self.networks.load_state_dict(mean)
        return self.networks, table

    def state(self):
        return {
            "networks": self.networks.state_dict(),
            "adam": self.adam.state_dict(),
            "rows": (self.rows.table, self.rows.first, self.rows.second),
            "progress": (self.epoch, self.time, self.tail),
        }

    def resume(self, state):
        self.networks.load_state_dict(state["networks"])
        self.adam.load_state_dict(state["adam"])
        self.rows.table, self.rows.first, self.rows.second = state["rows"]
        self.epoch, self.time, self.tail = state["progress"]

    def one_epoch(self):
        self.networks.train()
        torch.manual_seed(self.o.seed * 1000 + self.epoch)
        cut = spans.batches(self.texts, self.o.batch, random.Random(self.o.seed * 1000 + self.epoch))
        total = sum(self.one_batch(some, self.o.epochs * len(cut)) for some in cut)
        self.epoch += 1
        if self.epoch > self.o.epochs - self.o.average:
            copy = {k: v.clone() for k, v in self.networks.state_dict().items()}
            self.tail.append({"table": self.rows.table.clone(), **copy})
        return total / len(cut) / self.o.members

    def one_batch(self, some, last):
        rate = self.o.rate * min(1, (self.time + 1) / 100) * max(0.05, 1 - self.time / last)
        self.time += 1
        ids, labels, lengths, _ = spans.batch_of(some)
        rows, places = spans.rows_of(ids * (torch.rand(ids.shape) >= self.o.drop_id))
        values = self.rows.table[rows].requires_grad_()
        two = self.networks(values, places, lengths, self.o.drop_word)
        value = spans.loss(self.networks, two, labels, lengths)
        self.adam.zero_grad()
        value.backward()
        torch.nn.utils.clip_grad_norm_(self.networks.parameters(), 5 * self.o.members**0.5)
        self.adam.param_groups[0]["lr"] = rate
        self.adam.step()
        self.rows.step(rows, values, rate, self.time)
        return value.item()


def show(what, odds, found):
    row = " ".join(f"{k}={100 * v:.2f}" for k, v in found.items())
    print(f"{what} clean-odds={odds} {row}", flush=True)


def cross_validated(texts, crf, whole, o):
    """The CRF's share, the weights of the vote and the odds that do best on texts that no model has
    seen; what votes on a text is fitted on the other folds."""
    found = [None] * len(texts)
    for fold in range(3):
        networks, table = Fit([t for t in texts if t.fold != fold], o, f"fold{fold}").run()
        unseen = [i for i, t in enumerate(texts) if t.fold == fold]
        for i, m in zip(unseen, spans.marginals(networks, table, [texts[i] for i in unseen])):
            found[i] = m
    best, chosen = -1.0, ()
    clean = [not text.marked for text in texts]
    parts = [[i for i, text in enumerate(texts) if text.fold == fold] for fold in range(3)]
    show("cv crf", 1.3, answers.figures(answers.answers(texts, crf), 1.3))
    show("cv networks", 1.3, answers.figures(answers.answers(texts, found), 1.3))
    for share in SHARES:
        mean = answers.mean_marginals([found, crf], [1 - share, share])
        after = list(mean)
        for unseen in parts:
            pick = lambda values, some: [values[i] for i in some]
            seen = sorted(set(range(len(texts))) - set(unseen))
            vote = answers.fit_vote(*(pick(values, seen) for values in (mean, whole, clean)))
            for i, m in zip(unseen, answers.judged(pick(mean, unseen), pick(whole, unseen), vote)):
                after[i] = m
        for what, m in (("without judge", mean), ("with judge", after)):
            answered = answers.answers(texts, m)
            for odds in ODDS:
                row = answers.figures(answered, odds)
                show(f"cv crf-share={share} {what}", odds, row)
                # As the CRF's own: the set as it is counts twice, a chat's share of spans once.
                worth = 2 * row["all"] + (row["chat"] if o.chat_like else 0)
                if m is after and worth > best:
                    best, chosen = worth, (share, answers.fit_vote(mean, whole, clean), odds)
    return chosen


def main():
    o = options()
    o.work.mkdir(parents=True, exist_ok=True)
    train = spans.read_texts(o.tokens / "train.jsonl")
    dev = spans.read_texts(o.tokens / "dev.jsonl")
    crf, whole = answers.read_marginals(o.tokens / "crf-train.jsonl")
    share, vote, odds = cross_validated(train, crf, whole, o)
    numbers = " ".join(f"{weight:.3f}" for weight in vote)
    chosen = {"crf-share": str(share), "whole-vote": numbers, "clean-odds": f"{odds:g}"}
    print("chosen " + " ".join(f"{name}={value}" for name, value in chosen.items()), flush=True)
    (o.work / "settings.json").write_text(json.dumps(chosen), encoding="utf-8")
    networks, table = Fit(train, o, "all").run()
    export_network.export(networks, table, o.work)
    found = spans.marginals(networks, table, dev)
    crf_dev, whole_dev = answers.read_marginals(o.tokens / "crf-dev.jsonl")
    mean = answers.mean_marginals([found, crf_dev], [1 - share, share])
    all_together = answers.judged(mean, whole_dev, vote)
    for what, m in (("crf", crf_dev), ("networks", found), ("mean", mean), ("all", all_together)):
        show(f"dev {what}", odds, answers.figures(answers.answers(dev, m), odds))
    reference(networks, as_served(networks, table), o.tokens, o.work / "reference.txt")


def as_served(networks, table):
    """The table as embeddings.safetensors has it."""
    parts = export_network.in_eight_bits(table, networks.members)
    return torch.cat([torch.from_numpy(rows * scale) for rows, scale in parts], 1)


@torch.no_grad()
def reference(networks, table, tokens, path):
    """What PyTorch says of some texts, for the test that the served networks say the same."""
    networks.eval()
    texts = (tokens / "reference.txt").read_text(encoding="utf-8").splitlines()
    lines = []
    for text, row in zip(texts, spans.read_texts(tokens / "reference.jsonl")):
        ids, _, lengths, _ = spans.batch_of([row])
        rows, places = spans.rows_of(ids)
        scores = networks(table[rows], places, lengths).flatten().tolist()
        lines.append(text + "\t" + " ".join(f"{score:.6f}" for score in scores))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
