"""Trains the network of a span tagger on the CPU and exports it.

    ./chatwarden train stage2-tokens --language vi --data ../shared/data --out TOKENS
    nice models/training/train_network.py --tokens TOKENS --work WORK

Cross-validates on the train split first (three folds, with the CRF's own cross-fitted
answers), which chooses the CRF's share and the odds of a clean text; then fits all of the train
split for as many epochs, and shows figures on dev, which chose nothing here. Every epoch leaves a checkpoint
in WORK; the same command goes on from there. One thread; the same seed gives the same network on
the same machine and libraries.
"""
import argparse
import pathlib
import random
import time

import torch

import export_network
import span_network as spans

SHARES = (0.3, 0.4, 0.5, 0.6)
ODDS = (0.05, 0.1, 0.2, 0.4, 0.7, 0.85, 1.0, 1.15, 1.3, 1.5, 1.75, 2.1)


def options():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--tokens", type=pathlib.Path, required=True)
    parser.add_argument("--work", type=pathlib.Path, required=True)
    parser.add_argument("--seed", type=int, default=20)
    parser.add_argument("--members", type=int, default=2, help="networks, seeds from --seed on")
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
        "--no-chat-like",
        dest="chat_like",
        action="store_false",
        help="the texts without spans are not such as a chat has: they choose nothing",
    )
    return parser.parse_args()


def fit(texts, o, name, seed):
    """The mean of the networks of the last epochs on `texts`; goes on where it was stopped."""
    name = f"{name}-{seed}"
    done = o.work / f"{name}.pt"
    spans.seed_everything(seed)
    network = spans.SpanNetwork(o.width, o.hidden, dropout=o.dropout)
    if done.exists():
        network.load_state_dict(torch.load(done))
        return network
    network.table.sparse = True
    dense = [p for n, p in network.named_parameters() if not n.startswith("table")]
    adam = torch.optim.Adam(dense, lr=o.rate)
    sparse = torch.optim.SparseAdam([network.table.weight], lr=o.rate)
    checkpoint = o.work / f"{name}.checkpoint"
    first, tail = 0, []
    if checkpoint.exists():
        saved = torch.load(checkpoint)
        network.load_state_dict(saved["network"])
        adam.load_state_dict(saved["adam"])
        sparse.load_state_dict(saved["sparse"])
        first, tail = saved["epoch"], saved["tail"]
    steps = sum(1 for text in texts if len(text)) / o.batch
    for epoch in range(first, o.epochs):
        began, total = time.time(), 0.0
        rng = random.Random(seed * 1000 + epoch)
        torch.manual_seed(seed * 1000 + epoch)
        network.train()
        cut = spans.batches(texts, o.batch, rng)
        for b, some in enumerate(cut):
            now = epoch * steps + b
            rate = o.rate * min(1, (now + 1) / 100) * max(0.05, 1 - now / (o.epochs * steps))
            for group in adam.param_groups + sparse.param_groups:
                group["lr"] = rate
            ids, lengths, labels, _ = spans.batch_of(some, o.drop_word, o.drop_id)
            adam.zero_grad()
            sparse.zero_grad()
            value = spans.loss(network, ids, lengths, labels)
            value.backward()
            torch.nn.utils.clip_grad_norm_(dense, 5.0)
            adam.step()
            sparse.step()
            total += value.item()
        if epoch >= o.epochs - o.average:
            tail.append({k: v.clone() for k, v in network.state_dict().items()})
        torch.save(
            {
                "network": network.state_dict(),
                "adam": adam.state_dict(),
                "sparse": sparse.state_dict(),
                "epoch": epoch + 1,
                "tail": tail,
            },
            checkpoint,
        )
        print(f"{name} epoch={epoch + 1} loss={total / len(cut):.4f} s={time.time() - began:.0f}", flush=True)
    mean = {k: sum(state[k] for state in tail) / len(tail) for k in tail[0]}
    torch.save(mean, done)
    checkpoint.unlink(missing_ok=True)
    network.load_state_dict(mean)
    return network


def show(what, odds, found):
    row = " ".join(f"{k}={100 * v:.2f}" for k, v in found.items())
    print(f"{what} clean-odds={odds} {row}", flush=True)


def members(texts, o, name):
    return [fit(texts, o, name, o.seed + m) for m in range(o.members)]


def together(networks, texts):
    return spans.mean_marginals([spans.marginals(network, texts) for network in networks])


def cross_validated(texts, crf, o):
    """The share of the CRF and the odds that do best on texts that neither has seen."""
    answers = [None] * len(texts)
    for fold in range(3):
        networks = members([t for t in texts if t.fold != fold], o, f"fold{fold}")
        unseen = [i for i, t in enumerate(texts) if t.fold == fold]
        for i, found in zip(unseen, together(networks, [texts[i] for i in unseen])):
            answers[i] = found
    best, chosen = -1.0, (0.5, 1.0)
    show("cv crf", 1.3, spans.figures(texts, crf, 1.3))
    show("cv networks", 1.3, spans.figures(texts, answers, 1.3))
    for share in SHARES:
        mean = spans.mean_marginals([answers, crf], [1 - share, share])
        for odds in ODDS:
            found = spans.figures(texts, mean, odds)
            show(f"cv crf-share={share}", odds, found)
            # As the CRF's own: the set as it is counts twice, a chat's share of spans once.
            worth = 2 * found["all"] + (found["chat"] if o.chat_like else 0)
            if worth > best:
                best, chosen = worth, (share, odds)
    return chosen


def main():
    o = options()
    o.work.mkdir(parents=True, exist_ok=True)
    train = spans.read_texts(o.tokens / "train.jsonl")
    dev = spans.read_texts(o.tokens / "dev.jsonl")
    crf = spans.read_marginals(o.tokens / "crf-train.jsonl")
    share, odds = cross_validated(train, crf, o)
    print(f"chosen crf-share={share} clean-odds={odds}", flush=True)
    networks = members(train, o, "all")
    export_network.export(networks, str(o.work / "network.onnx"))
    found = together(networks, dev)
    crf_dev = spans.read_marginals(o.tokens / "crf-dev.jsonl")
    show("dev crf", odds, spans.figures(dev, crf_dev, odds))
    show("dev networks", odds, spans.figures(dev, found, odds))
    mean = spans.mean_marginals([found, crf_dev], [1 - share, share])
    show("dev mean", odds, spans.figures(dev, mean, odds))
    reference(networks, o.tokens, o.work / "reference.txt")


def reference(networks, tokens, path):
    """What PyTorch says of some texts, for the test that the served networks say the same."""
    texts = (tokens / "reference.txt").read_text(encoding="utf-8").splitlines()
    with torch.no_grad():
        for network in networks:
            table = network.table.weight
            scale = table.abs().max() / 127
            table.copy_((table / scale).round() * scale)  # As the file has it.
        lines = []
        for text, row in zip(texts, spans.read_texts(tokens / "reference.jsonl")):
            ids, lengths, _, _ = spans.batch_of([row])
            scores = [s for n in networks for s in n.eval()(ids, lengths).flatten().tolist()]
            lines.append(text + "\t" + " ".join(f"{score:.6f}" for score in scores))
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
