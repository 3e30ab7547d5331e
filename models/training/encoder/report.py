"""Tables of what rules and cascades are worth on dev."""
import numpy as np

import rules
from figures import auc, calibration_error, interval, macro_f1

THRESHOLD = 0.3
ALLOWED_ERRORS = (0.0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.08, 0.12, 1.0)


def mixed(rows, by_language):
    """Returns probabilities [rows, 3] and offsets of rules, each language by its share."""
    share = rows.vietnamese[:, None]
    vi, en = by_language["vi"], by_language["en"]
    probabilities = share * np.exp(vi.log(rows.scores)) + (1 - share) * np.exp(en.log(rows.scores))
    return probabilities, share * vi.offsets + (1 - share) * en.offsets


def answers(rows, first, better, bins):
    """Returns the cascade's probabilities and labels, and for which rows the encoder was asked."""
    linear, linear_offsets = mixed(rows, first)
    encoder, encoder_offsets = mixed(rows, better)
    score = 1 - linear[:, 0]
    sure = np.ones(len(score), bool)
    for language, share in (("vi", rows.vietnamese), ("en", 1 - rows.vietnamese)):
        inside = np.zeros(len(score), bool)
        for low, high in bins[language]:
            inside |= (score >= low) & ((score < high) | (high == 1))
        sure &= (share == 0) | inside
    probabilities = np.where(sure[:, None], linear, encoder)
    offsets = np.where(sure[:, None], linear_offsets, encoder_offsets)
    return probabilities, np.argmax(np.log(probabilities) + offsets, 1), ~sure


def table(dev, sets, systems, first, bins):
    columns = "set,rows,system,asked encoder %,macro-F1,log loss,AUC,ECE %,flagged of clean %,of others %".split(",")
    lines = ["| " + " | ".join(columns) + " |", "|---" * len(columns) + "|"]
    for name in sets:
        rows = dev.at(dev.set == name)
        found = {system: of_rules(rows, by_language) for system, by_language in systems.items()}
        probabilities, said, asked = answers(rows, first, systems["both"], bins)
        found["cascade"] = (probabilities, said, asked)
        for system, (probabilities, said, asked) in found.items():
            lines.append(line(name, rows, system, probabilities, said, asked))
    return "\n".join(lines)


def of_rules(rows, by_language):
    probabilities, offsets = mixed(rows, by_language)
    return probabilities, np.argmax(np.log(probabilities) + offsets, 1), None


def line(name, rows, system, probabilities, said, asked):
    offensive, score = rows.offensive, 1 - probabilities[:, 0]
    classed = ["", ""]
    if np.all(rows.admissible.sum(1) == 1):
        truth = rows.admissible.argmax(1)
        loss = -np.mean(np.log(probabilities[np.arange(len(truth)), truth]))
        classed = [interval(macro_f1, truth, said), f"{loss:.3f}"]
    share = "" if asked is None else f"{100 * asked.mean():.1f}"
    flagged = 100 * (score > THRESHOLD)
    cells = [
        name, str(len(score)), system, share, *classed, interval(auc, offensive, score),
        f"{calibration_error(offensive, score):.2f}", f"{flagged[~offensive].mean():.1f}", f"{flagged[offensive].mean():.1f}",
    ]
    return "| " + " | ".join(cells) + " |"


def curve(apart, dev, first, both, chat):
    """What the cascade is worth by the error that is allowed to the linear models' bins."""
    columns = ["allowed error %", *(f"{name}: asked encoder %, macro-F1 or AUC" for name in chat.values())]
    lines = ["| " + " | ".join(columns) + " |", "|---" * len(columns) + "|"]
    for allowed in ALLOWED_ERRORS:
        bins = {
            language: rules.reliable_bins(first[language], apart.at(apart.set == name), THRESHOLD, allowed)
            for language, name in chat.items()
        }
        cells = [f"{100 * allowed:.1f}"]
        for name in chat.values():
            rows = dev.at(dev.set == name)
            probabilities, said, asked = answers(rows, first, both, bins)
            if np.all(rows.admissible.sum(1) == 1):
                worth = macro_f1(rows.admissible.argmax(1), said)
            else:
                worth = auc(rows.offensive, 1 - probabilities[:, 0])
            cells.append(f"{100 * asked.mean():.1f}, {worth:.2f}")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def kinds(categories):
    lines = ["| kind | positives of rows on dev | AUC | served |", "|---|---|---|---|"]
    for kind in categories:
        served = "yes" if kind["served"] else "no"
        lines.append(f"| {kind['name']} | {kind['positives']} of {kind['rows']} | {kind['auc']:.1f} | {served} |")
    return "\n".join(lines)
