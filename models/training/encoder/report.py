"""Tables of what rules and cascades are worth on dev."""
import dataclasses

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


@dataclasses.dataclass
class Tier:
    """A tier of a cascade: its rules, and the intervals in which its answer is final, by language, for texts of up to `longest` code points."""

    name: str
    rules: dict[str, rules.Rule]
    alone: dict[str, list] = dataclasses.field(default_factory=dict)
    longest: int | None = None


def answers(rows, tiers):
    """Returns the cascade's probabilities and labels, and the number of the tier that decided each row."""
    probabilities, offsets = mixed(rows, tiers[-1].rules)
    decided = np.full(len(probabilities), len(tiers) - 1)
    for number, tier in reversed(list(enumerate(tiers[:-1]))):
        own, own_offsets = mixed(rows, tier.rules)
        score = 1 - own[:, 0]
        sure = np.array([tier.longest is None or len(text) <= tier.longest for text in rows.texts], bool)
        for language, share in (("vi", rows.vietnamese), ("en", 1 - rows.vietnamese)):
            inside = np.zeros(len(score), bool)
            for low, high in tier.alone[language]:
                inside |= (score >= low) & ((score < high) | (high == 1))
            sure &= (share == 0) | inside
        probabilities = np.where(sure[:, None], own, probabilities)
        offsets = np.where(sure[:, None], own_offsets, offsets)
        decided[sure] = number
    return probabilities, np.argmax(np.log(probabilities) + offsets, 1), decided


def table(dev, sets, systems, tiers):
    """The figures of systems, by name their rules, of each tier asked of everything, and of the cascade."""
    columns = "set,rows,system,decided by tier %,macro-F1,log loss,AUC,ECE %,flagged of clean %,of others %".split(",")
    lines = ["| " + " | ".join(columns) + " |", "|---" * len(columns) + "|"]
    systems = {**systems, **{f"up to {tier.name}": tier.rules for tier in tiers}}
    for name in sets:
        rows = dev.at(dev.set == name)
        found = {system: of_rules(rows, by_language) for system, by_language in systems.items()}
        probabilities, said, decided = answers(rows, tiers)
        found["cascade"] = (probabilities, said, shares(decided, tiers))
        for system, (probabilities, said, share) in found.items():
            lines.append(line(name, rows, system, probabilities, said, share))
    return "\n".join(lines)


def shares(decided, tiers):
    return " / ".join(f"{100 * np.mean(decided == number):.0f}" for number in range(len(tiers)))


def of_rules(rows, by_language):
    probabilities, offsets = mixed(rows, by_language)
    return probabilities, np.argmax(np.log(probabilities) + offsets, 1), ""


def line(name, rows, system, probabilities, said, share):
    offensive, score = rows.offensive, 1 - probabilities[:, 0]
    classed = ["", ""]
    if np.all(rows.admissible.sum(1) == 1):
        truth = rows.admissible.argmax(1)
        loss = -np.mean(np.log(probabilities[np.arange(len(truth)), truth]))
        classed = [interval(macro_f1, truth, said), f"{loss:.3f}"]
    flagged = 100 * (score > THRESHOLD)
    cells = [
        name, str(len(score)), system, share, *classed, interval(auc, offensive, score),
        f"{calibration_error(offensive, score):.2f}", f"{flagged[~offensive].mean():.1f}", f"{flagged[offensive].mean():.1f}",
    ]
    return "| " + " | ".join(cells) + " |"


def curve(apart, dev, tiers, settle, chat):
    """What the cascade is worth by the error, and the difference, that its tiers are allowed."""
    columns = ["allowed error %", *(f"{name}: decided by tier %, macro-F1 or AUC" for name in chat.values())]
    lines = ["| " + " | ".join(columns) + " |", "|---" * len(columns) + "|"]
    for allowed in ALLOWED_ERRORS:
        tried = [dataclasses.replace(tier, alone={}) for tier in tiers]
        settle(tried, apart, allowed, allowed)
        cells = [f"{100 * allowed:.1f}"]
        for name in chat.values():
            rows = dev.at(dev.set == name)
            probabilities, said, decided = answers(rows, tried)
            if np.all(rows.admissible.sum(1) == 1):
                worth = macro_f1(rows.admissible.argmax(1), said)
            else:
                worth = auc(rows.offensive, 1 - probabilities[:, 0])
            cells.append(f"{shares(decided, tiers)}, {worth:.2f}")
        lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def terms(rows, probabilities):
    """How many of the harmless sentences about each group or name, or in each variety, are flagged; terms of which none is are counted alone."""
    flagged = 1 - probabilities[:, 0] > THRESHOLD
    lines = ["| language | of | sentences | flagged % | terms flagged, of the sentences of each |", "|---|---|---|---|---|"]
    for language in ("en", "vi"):
        for part in ("groups", "names", "languages"):
            own = (rows.language == language) & np.char.startswith(rows.situation, part)
            counts = {}
            for situation, hit in zip(rows.situation[own], flagged[own]):
                counts.setdefault(situation.removeprefix(part + ": "), []).append(bool(hit))
            ordered = sorted(counts.items(), key=lambda term: -sum(term[1]))
            named = ", ".join(f"{term} {sum(hits)} of {len(hits)}" for term, hits in ordered if any(hits))
            rest = sum(not any(hits) for hits in counts.values())
            cells = [language, part, str(own.sum()), f"{100 * flagged[own].mean():.1f}", f"{named or 'none'}; {rest} terms never"]
            lines.append("| " + " | ".join(cells) + " |")
    return "\n".join(lines)


def kinds(categories):
    lines = ["| kind | positives of rows on dev | AUC | served |", "|---|---|---|---|"]
    for kind in categories:
        served = "yes" if kind["served"] else "no"
        lines.append(f"| {kind['name']} | {kind['positives']} of {kind['rows']} | {kind['auc']:.1f} | {served} |")
    return "\n".join(lines)
