"""Makes candidates for a rewrite: edits of the network, deletion, substitution and words that the language model fills in."""
import dataclasses

import numpy as np

import guards
from edits import FILL, polite, substituted, to_fill, unjoined, without_orphans
from render import rendered
from words import MASK

KEEP, DELETE = 0, 1  # the first labels of the network; the third is FILL
BIASES = {"en": ((0.0, 0.0), (1.5, 0.0), (3.0, 0.0), (1.5, 2.0)), "vi": ((0.0, 0.0), (1.5, 0.0))}  # taken from the logits of KEEP and DELETE: each pair gives one candidate
# English gains nothing by filling each marked run, as the network says itself where a word has to be filled in.
GENERATORS = {"en": ("edits", "deletion", "substitution", "sequence"), "vi": ("edits", "deletion", "substitution", "filling")}
MARKED_FROM = 0.5  # probability of an edit from which the network marks a word
NEVER = -50.0  # log probability of the labels that are not used: "not" before a kept or replaced word may turn what is said into its opposite
FILLS = 2  # best words of the language model that are tried for deleted runs


@dataclasses.dataclass(slots=True)
class Candidate:
    text: str
    source: str  # which generator made it
    edits: list  # one a word: None keeps, "" deletes, another text replaces
    support: float = 0.0  # mean log probability that the network gives the edits of the words, see `support`
    filled: bool = False  # whether the language model chose a word of it


def log_softmax(x):
    x = x - x.max(-1, keepdims=True)
    return x - np.log(np.exp(x).sum(-1, keepdims=True))


def edited(log, words, biases, labels):
    """Takes the best label of each word after a bias against keeping and one against deleting; FILL stays for the language model."""
    edits = []
    for word in words:
        row = log[word.first].copy()
        row[[KEEP, DELETE]] -= biases
        best = int(row.argmax())
        edits.append(None if best == KEEP else "" if best == DELETE else FILL if best == FILL else labels[best])
    return edits


def support(log, words, edits, labels):
    """The mean log probability of the edits; a replacement that is no label counts as FILL, which a deletion may be too."""
    number = {label: i for i, label in enumerate(labels)}
    each = []
    for word, edit in zip(words, edits):
        row = log[word.first]
        each.append(row[KEEP] if edit is None else row[DELETE] if edit == "" else max(row[number.get(edit, FILL)], row[DELETE] - 1.0))
    return float(np.mean(each))


class Candidates:
    def __init__(self, network, fills, generators=None, writer=None):
        self.network, self.writer, self.generators = network, writer, {language: set(generators or GENERATORS[language]) for language in GENERATORS}
        tokens = [network.cutter.tokenizer.id_to_token(i) for i in range(network.cutter.tokenizer.get_vocab_size())]
        self.tokens = tokens
        self.bare = [i for i, label in enumerate(network.labels) if i > FILL and guards.is_bare_negation(label)]
        self.allowed = {language: np.array([i for i, token in enumerate(tokens) if token in fills[language]]) for language in fills}

    def __call__(self, text, language, spans):
        """Returns the ids, words and states of a text, which words are marked, and candidates without doubles."""
        ids, words = self.network.cutter(text)
        states, edits, _ = self.network([ids])
        log = log_softmax(edits[0])
        log[:, self.bare] = NEVER
        tagged = [any(w.start < end and w.end > start for start, end in spans) for w in words]
        found = [bool(np.exp(log[w.first][KEEP]) < 1 - MARKED_FROM) for w in words]
        kept = guards.protected(text, words, language)
        tagged, found = ([m and not k for m, k in zip(marks, kept)] for marks in (tagged, found))
        both = [a or b for a, b in zip(tagged, found)]
        plans = []
        if "edits" in self.generators[language]:
            plans += [("edits", edited(log, words, biases, self.network.labels)) for biases in BIASES[language]]
        if "deletion" in self.generators[language]:
            plans += [("deletion", ["" if m else None for m in marks]) for marks in (tagged, both)]
        if "substitution" in self.generators[language]:
            plans += [("substitution", substituted(words, marks, language, "")) for marks in (both, tagged if language == "vi" else found)]
        if "filling" in self.generators[language]:
            plans += [("filling", to_fill(words, marks, language)) for marks in (tagged, both)]
        if self.writer and "sequence" in self.generators[language] and (form := self.writer.edits(ids, words, states[0])):
            plans += [("sequence", form)]
        if language == "vi":
            plans = [(name, polite(words, plan)) for name, plan in plans]
        plans = [(name, [None if k else edit for edit, k in zip(plan, kept)]) for name, plan in plans]
        if language == "en":
            plans = [(name, without_orphans(words, unjoined(words, plan))) for name, plan in plans]
        plans = [(name, list(plan)) for name, plan in dict.fromkeys((name, tuple(plan)) for name, plan in plans)]
        return ids, words, states[0], both, self.filled(text, ids, words, language, log, plans)

    def filled(self, text, ids, words, language, log, plans):
        """Fills the hidden words of all plans by one question to the network, and renders them."""
        asked, encoded, places = [], [], []
        for n, (_, plan) in enumerate(plans):
            if FILL in plan:
                hidden, where = [ids[0]], []
                for word, edit in zip(words, plan):
                    if edit == FILL:
                        where.append(len(hidden))
                        hidden.append(MASK)
                    elif edit is None:
                        hidden += list(ids[word.first : word.first + word.tokens])
                    elif edit:
                        hidden += self.network.cutter(edit)[0][1:].tolist()
                places += [(len(encoded), at) for at in where]
                asked.append((n, len(where)))
                encoded.append(np.array(hidden, np.int64))
        named = self.network(encoded, places)[2] if encoded else ()
        at, ready = 0, [(name, plan, False) for name, plan in plans if FILL not in plan]
        allowed = self.allowed[language]
        for n, count in asked:
            best = [allowed[np.argsort(-row[allowed], kind="stable")[:FILLS]] for row in named[at : at + count]]
            at += count
            for k in range(FILLS if plans[n][0] == "filling" else 1):
                words_in = iter([self.tokens[b[k]] for b in best])
                ready.append((plans[n][0], [next(words_in) if edit == FILL else edit for edit in plans[n][1]], True))
        found = {}
        for name, plan, filled in ready:
            line = rendered(text, words, plan)
            if line.strip() and line != text and line not in found:
                found[line] = Candidate(line, name, plan, support(log, words, plan, self.network.labels), filled)
        return list(found.values())
