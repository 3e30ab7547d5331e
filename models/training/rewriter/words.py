"""The words of a text, as the encoder's tokenizer parts them: the unit that an edit keeps, deletes or replaces."""
import dataclasses
import pathlib
import sys

import numpy as np
import tokenizers

ENCODER = pathlib.Path(__file__).resolve().parent.parent / "encoder"
sys.path.append(str(ENCODER))

CLS, MASK = 2, 3


@dataclasses.dataclass(slots=True)
class Word:
    start: int  # in code points, half-open
    end: int
    text: str
    first: int  # place of its first token, 0 is [CLS]
    tokens: int


class Cutter:
    """Cuts a text into words and tokens; words beyond `length` tokens are left out."""

    def __init__(self, path, length=72):
        self.tokenizer = tokenizers.Tokenizer.from_file(str(path))
        self.length = length

    def __call__(self, text):
        """Returns the ids, `[CLS]` first, and the words."""
        encoding = self.tokenizer.encode(text, add_special_tokens=False)
        words, last = [], None
        for at, (word, (start, end)) in enumerate(zip(encoding.word_ids[: self.length - 1], encoding.offsets)):
            if word == last:
                words[-1].end, words[-1].tokens = end, words[-1].tokens + 1
            else:
                words.append(Word(start, end, "", at + 1, 1))
            last = word
        for word in words:
            word.text = text[word.start : word.end]
        return np.array([CLS, *encoding.ids[: self.length - 1]], np.int64), words
