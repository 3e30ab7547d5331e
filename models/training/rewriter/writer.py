"""Asks the exported sequence model for a polite form of a text, and reads it as edits of the text's words: the twin of `SequenceGenerator` and `FormAlignment` in Java."""
import collections
import json
import pathlib
import re

import numpy as np

import guards
from edits import lower
from scorers import session
from words import Cutter

FOLDER = "sequence"  # of the export of the rewriter
ENCODER, DECODER = "encoder_model.onnx", "decoder_model_merged.onnx"
LONGEST = 40  # tokens of a text that is asked for, as the longest that it was fitted to
EXTRA = 6  # tokens that a form may have more than its text


class Writer:
    """Writes the likeliest token each time, over the states that the edit network has of the text."""

    def __init__(self, folder):
        folder = pathlib.Path(folder)
        self.encoder, self.decoder = session(folder / FOLDER / ENCODER), session(folder / FOLDER / DECODER)
        config = json.loads((folder / FOLDER / "config.json").read_text())
        number = Cutter(folder / "tokenizer.json").tokenizer.token_to_id
        self.new = {number(word): word for word in json.loads((folder / FOLDER / "words.json").read_text())}
        self.start, self.end = config["decoder_start_token_id"], config["eos_token_id"]
        self.past = [i.name for i in self.decoder.get_inputs() if i.name.startswith("past_key_values.")]
        self.empty = {i.name: np.zeros((1, i.shape[1], 0, i.shape[3]), np.float32) for i in self.decoder.get_inputs() if i.name in self.past}

    def __call__(self, ids, states):
        """`states` without the first token and scaled to the length 1, as `ids` are."""
        mask = np.ones((1, len(ids)), np.int64)
        memory = self.encoder.run(None, {"input_ids": ids[None], "attention_mask": mask, "states": states[None]})[0]
        written, token, past = [], self.start, self.empty
        while len(written) < len(ids) + EXTRA:
            logits, *kept = self.decoder.run(
                None, {"input_ids": np.array([[token]]), "encoder_attention_mask": mask, "encoder_hidden_states": memory, **past}
            )
            token, past = int(logits[0, -1].argmax()), dict(zip(self.past, kept))
            if token == self.end:
                break
            written.append(token)
        return written

    def edits(self, ids, words, states):
        """Returns the plan of the form: see `aligned`; None where there is none. `states` are those of all tokens."""
        if not 1 < len(ids) <= LONGEST + 1 or sum(w.tokens for w in words) != len(ids) - 1:
            return None
        rows = states[1 : len(ids)]
        rows = rows / np.maximum(np.linalg.norm(rows, axis=1, keepdims=True), 1e-9)
        form = spelled(self(ids[1:], rows), ids, words, self.new)
        return form and aligned(words, form)


def spelled(written, ids, words, new):
    """Returns the words of tokens: words of the text whole and no more often than there, or words that may be new; None where another is among them."""
    known = {tuple(ids[w.first : w.first + w.tokens].tolist()): lower(w) for w in words}
    left = collections.Counter(lower(w) for w in words)
    longest, form, at = max(map(len, known), default=0), [], 0
    while at < len(written):
        for length in range(min(longest, len(written) - at), 0, -1):
            word = known.get(tuple(written[at : at + length]))
            if word is not None:
                break
        else:
            word, length = new.get(written[at]), 1
        if word is None or not left[word] and written[at] not in new:
            return None
        left[word] -= left[word] > 0
        form.append(word)
        at += length
    return form


def aligned(words, form):
    """Returns an edit a word, by the longest common subsequence; None where a negation would be new that negates what the text has."""
    a = [lower(w) for w in words]
    common = np.zeros((len(a) + 1, len(form) + 1), int)
    for i in range(len(a) - 1, -1, -1):
        for j in range(len(form) - 1, -1, -1):
            common[i, j] = common[i + 1, j + 1] + 1 if a[i] == form[j] else max(common[i + 1, j], common[i, j + 1])
    edits, i, j, first, new = [None] * len(a), 0, 0, 0, []
    while i < len(a) or j < len(form):
        if i < len(a) and j < len(form) and a[i] == form[j]:
            if not put(edits, words, first, i, new):
                return None
            i, j, first, new = i + 1, j + 1, i + 1, []
        elif j == len(form) or i < len(a) and common[i + 1, j] >= common[i, j + 1]:
            i += 1
        else:
            new.append(form[j])
            j += 1
    return edits if put(edits, words, first, i, new) else None


def put(edits, words, first, end, new):
    """Puts new words in the place of those from `first` to `end`; without any, beside the next word, or the last. Returns whether they may be there."""
    if not any(word.isalnum() for word in new):
        new = []
    if new and is_bare(new):
        return False
    edits[first:end] = [""] * (end - first)
    if new and end - first == len(new) and all(w.isalnum() and not guards.negations(w, "en") for w in new):
        edits[first:end] = new
    elif new and end > first:
        edits[first] = surface(new)
    elif new and end < len(words):
        edits[end] = surface(new) + " " + words[end].text
    elif new and words:
        edits[end - 1] = (edits[end - 1] or words[end - 1].text) + " " + surface(new)
    return True


def is_bare(new):
    """Whether words negate and say nothing else, so that they negate what follows."""
    contraction = {at - 1 for at, word in enumerate(new) if word == "'"}
    content = [w for at, w in enumerate(new) if len(w) > 1 and at not in contraction and w not in guards.NEGATIONS["en"] | guards.CONTENTLESS["en"]]
    return guards.negations(" ".join(new), "en") > 0 and not content


def surface(new):
    """Joins words as they are written in one text: without spaces around apostrophes and before commas."""
    return re.sub(r" ([,.!?])", r"\1", re.sub(r" ?' ?", "'", " ".join(new)))
