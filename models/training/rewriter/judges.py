"""The judges of rewrites: a linear model over TF-IDF, and a language model over words. `evaluator.py` fits them."""
import collections
import math
import pathlib
import re
import sys

from scipy import sparse
from sklearn.feature_extraction.text import TfidfVectorizer
from sklearn.linear_model import LogisticRegression

sys.path.append(str(pathlib.Path(__file__).resolve().parent.parent / "encoder"))
import rows as labelled  # noqa: E402

SEED = 13


class Style:
    """Gives the probability that a text is offensive."""

    def __init__(self):
        self.parts = [
            TfidfVectorizer(ngram_range=(1, 2), min_df=2, sublinear_tf=True, token_pattern=r"[^\W_]+|[^\w\s]"),
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 5), min_df=3, sublinear_tf=True, max_features=300_000),
        ]
        self.line = LogisticRegression(C=4.0, class_weight="balanced", max_iter=300, random_state=SEED)

    def fit(self, texts, offensive):
        self.line.fit(sparse.hstack([part.fit_transform(map(labelled.folded, texts)) for part in self.parts]).tocsr(), offensive)
        return self

    def __call__(self, texts):
        lines = [labelled.folded(text) for text in texts]
        return self.line.predict_proba(sparse.hstack([part.transform(lines) for part in self.parts]).tocsr())[:, 1]


class Words:
    """An interpolated trigram model over words (Witten and Bell), which judges Vietnamese fluency."""

    def __init__(self, lines, least=3):
        counts = collections.Counter(word for line in lines for word in line)
        self.known = {word for word, count in counts.items() if count >= least}
        self.grams = [collections.Counter() for _ in range(3)]
        self.kinds = [collections.Counter() for _ in range(3)]
        for line in lines:
            words = self.marked(line)
            for at in range(2, len(words)):
                for n in range(3):
                    gram = tuple(words[at - n : at + 1])
                    if gram not in self.grams[n]:
                        self.kinds[n][gram[:-1]] += 1
                    self.grams[n][gram] += 1
        self.sums = [collections.Counter() for _ in range(3)]
        for n in range(3):
            for gram, count in self.grams[n].items():
                self.sums[n][gram[:-1]] += count

    def marked(self, line):
        return ["<s>", "<s>", *(word if word in self.known else "<unk>" for word in line), "</s>"]

    def log(self, line):
        """Returns the mean log probability of a word."""
        words, total = self.marked(line), 0.0
        for at in range(2, len(words)):
            p = 1 / (len(self.known) + 2)
            for n in range(3):
                gram = tuple(words[at - n : at + 1])
                seen, kinds = self.sums[n][gram[:-1]], self.kinds[n][gram[:-1]]
                if seen:
                    p = (self.grams[n][gram] + kinds * p) / (seen + kinds)
            total += math.log(p)
        return total / (len(words) - 2)


def words(text):
    """Returns the words and punctuation marks of a text in lower case."""
    return re.findall(r"[^\W_]+|[^\w\s]", labelled.folded(text))
