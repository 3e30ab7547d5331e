"""Prints what a fitted encoder is worth on the dev splits, with 95 % intervals by bootstrap.

    python models/training/encoder/measure.py --data ../shared/data --base ../shared/models/chat-encoder --weights .chatwarden/encoder

The offsets of the classes are chosen on the rows that were kept apart from the fit, never on dev. Sets
whose train rows the fit has seen and whose domain is chat alone are named, but nothing is chosen on them.
"""
import argparse
import pathlib

import numpy as np

import judge
import rows as labelled
from figures import auc, best_offsets, calibration_error, interval, macro_f1

THRESHOLD = 0.3
SPAN_THRESHOLD = 0.4
TARGETS = ("vihsd", "davidson")


def span_f1(row, logits, offsets, head):
    """The F1 of the code points of one text; 1 where neither marks any."""
    said = set()
    for (start, end), token in zip(offsets, logits):
        if 1 / (1 + np.exp(-token[head])) >= SPAN_THRESHOLD:
            said |= set(range(start, end))
    truth = {i for start, end in row.spans for i in range(start, end)}
    if not said and not truth:
        return 1.0
    return 2 * len(said & truth) / (len(said) + len(truth))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--base", type=pathlib.Path, required=True)
    parser.add_argument("--weights", type=pathlib.Path, required=True)
    o = parser.parse_args()
    asked = judge.Judge(o.weights, o.base)
    rows = labelled.read(o.data)
    columns = "set,rows,head,macro-F1,with offsets,log loss,AUC,ECE %,flagged of clean %,of others %".split(",")
    print("|", " | ".join(columns), "|")
    print("|---" * len(columns) + "|")
    for name in sorted({row.set for row in rows} - {labelled.SITUATIONS}):
        dev = [row for row in rows if row.set == name and row.split == "dev"]
        classed = [row for row in dev if row.classes is not None]
        if classed:
            print_classes(asked, name, classed, [r for r in rows if r.set == name and r.split == "apart"])
        marked = [row for row in dev if row.spans is not None]
        if marked:
            print_spans(asked, name, marked)
    print_kinds(asked, [row for row in rows if row.split == "dev" and row.kinds])
    print_situations(asked, [row for row in rows if row.split == "dev" and row.situation])


def print_classes(asked, name, dev, apart):
    log, _, _ = asked([row.text for row in dev])
    positive = np.array([0 not in row.classes for row in dev])
    decided = all(len(row.classes) == 1 for row in dev)
    for title, head in (("own", asked.sets.index(name) if name in asked.sets else -1), ("all", -1)):
        figures = ["", "", ""]
        if name in TARGETS and decided:
            truth = np.array([row.classes[0] for row in dev])
            before, _, _ = asked([row.text for row in apart])
            offsets = best_offsets(before[:, head], np.array([row.classes[0] for row in apart]))
            figures = [
                interval(lambda t, l: macro_f1(t, np.argmax(l, -1)), truth, log[:, head]),
                interval(lambda t, l: macro_f1(t, np.argmax(l + offsets, -1)), truth, log[:, head]),
                f"{-np.mean(log[np.arange(len(dev)), head, truth]):.3f}",
            ]
        score = 1 - np.exp(log[:, head, 0])
        both = positive.any() and (~positive).any()
        area = interval(auc, positive, score) if both else ""
        flagged = 100 * (score > THRESHOLD)
        of_clean = f"{flagged[~positive].mean():.1f}" if (~positive).any() else ""
        of_others = f"{flagged[positive].mean():.1f}" if positive.any() else ""
        error = f"{calibration_error(positive, score):.2f}"
        print("|", " | ".join([name, str(len(dev)), title, *figures, area, error, of_clean, of_others]), "|")


def print_spans(asked, name, dev):
    _, _, spans = asked([row.text for row in dev])
    own = asked.sets.index(name) if name in asked.sets else -1
    for title, head in (("own", own), ("all", -1)):
        each = np.array([span_f1(row, *found, head) for row, found in zip(dev, spans)])
        bearing = np.array([bool(row.spans) for row in dev])
        print(f"spans {name} {title}: all {100 * each.mean():.1f}, span-bearing {100 * each[bearing].mean():.1f}")


def print_kinds(asked, dev):
    _, logits, _ = asked([row.text for row in dev])
    for number, kind in enumerate(labelled.KINDS):
        known = np.array([number in row.kinds for row in dev])
        positive = np.array([row.kinds.get(number, False) for row in dev])[known]
        if positive.any() and (~positive).any():
            area = interval(auc, positive, logits[known, number])
            print(f"kind {kind}: {positive.sum()} of {known.sum()}, AUC {area}")


def print_situations(asked, dev):
    """The share of lines on the right side of the threshold, by kind."""
    log, _, _ = asked([row.text for row in dev])
    for language in ("vi", "en"):
        head = asked.sets.index(labelled.SITUATION_HEADS[language])
        for kind in sorted({row.situation for row in dev if row.language == language}):
            at = [i for i, row in enumerate(dev) if row.situation == kind and row.language == language]
            offensive = np.array([0 not in dev[i].classes for i in at])
            own, every = (1 - np.exp(log[at, h, 0]) > THRESHOLD for h in (head, -1))
            shares = f"own head {100 * np.mean(own == offensive):.0f} %, all {100 * np.mean(every == offensive):.0f} %"
            print(f"situation {language} {kind}: {len(at)} lines, {shares}")


if __name__ == "__main__":
    main()
