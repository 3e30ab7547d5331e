"""The answers of the span tagger on top of what its models say: their mean, the vote of the judge of
whole texts, the choice of spans by expected F1, and the figures of such answers. The decoder is the one that is served.
"""
import json

import numpy


class Marginals:
    """Of every token the probability to begin and to continue a span; of the text, to be clean."""

    def __init__(self, clean, tokens):
        self.clean, self.tokens = float(clean), tokens


def read_marginals(path):
    """Those of the CRF, and how likely the judge of whole texts takes each text for clean."""
    with open(path, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    crf = [Marginals(row["clean"], numpy.array([row["b"], row["i"]]).T) for row in rows]
    return crf, [row["whole"] for row in rows]


def mean_marginals(parts, weights):
    """The weighted mean of several models' marginals of the same texts."""
    return [
        Marginals(
            sum(w * m.clean for w, m in zip(weights, texts)),
            sum(w * m.tokens for w, m in zip(weights, texts)),
        )
        for texts in zip(*parts)
    ]


def evidence(found, whole):
    """What TextVote weighs of every text, behind them a 1 for its bias."""
    log_odds = lambda p: numpy.log(p / (1 - p))
    sure = lambda values: numpy.clip(numpy.array(values), 1e-4, 1 - 1e-4)
    counts = numpy.array([len(m.tokens) for m in found])
    own = log_odds(sure([m.clean for m in found]))
    return numpy.stack([own, log_odds(sure(whole)), numpy.log1p(counts), numpy.ones(len(found))], 1)


def fit_vote(found, whole, clean, l2=0.1):
    """The weights of TextVote that tell `clean` texts best, by Newton's method; the bias is free."""
    seen, truth = evidence(found, whole), numpy.array(clean, float)
    pull = numpy.diag([l2, l2, l2, 0])
    vote = numpy.zeros(4)
    for _ in range(30):
        p = 1 / (1 + numpy.exp(-(seen @ vote)))
        bend = (seen * (p * (1 - p))[:, None]).T @ seen + pull
        vote -= numpy.linalg.solve(bend, seen.T @ (p - truth) + pull @ vote)
    return vote


def judged(found, whole, vote):
    """The marginals after the judge of whole texts had its say, as TokenMarginals.judge has it."""
    after = []
    for m, clean in zip(found, 1 / (1 + numpy.exp(-(evidence(found, whole) @ vote)))):
        dirty = 1 - m.clean
        if dirty >= 1e-9:
            m = Marginals(clean, m.tokens * ((1 - clean) / dirty))
        after.append(m)
    return after


class Answer:
    """The best answer with spans: its expected F1, given that there are spans, and its true F1.

    Whether it is given at all depends on the odds of a clean text, on nothing else.
    """

    def __init__(self, text, m):
        self.clean, self.expected, self.f1 = m.clean, 0.0, 0.0
        self.bears = bool(text.marked)
        if m.clean < 1 and len(text):
            self.choose(text, m.tokens / (1 - m.clean))

    def choose(self, text, likely):
        units = []
        for t, (begin, inside) in enumerate(likely):
            if t and text.starts[t] > text.ends[t - 1]:
                units.append((min(1, inside), text.ends[t - 1], text.starts[t]))
            units.append((min(1, begin + inside), text.starts[t], text.ends[t]))
        units.sort(key=lambda unit: (-unit[0], unit[1]))
        chance, starts, ends = map(numpy.array, zip(*units))
        sizes = ends - starts
        hits = numpy.cumsum(chance * sizes)
        worth = 2 * hits / (numpy.cumsum(sizes) + hits[-1])
        best = int(worth.argmax())
        self.expected = worth[best]
        found = {i for s, e in zip(starts[: best + 1], ends[: best + 1]) for i in range(s, e)}
        if self.bears:
            self.f1 = 2 * len(found & text.marked) / (len(found) + len(text.marked))

    def worth(self, odds):
        """The F1 of what is answered if the odds of a clean text are multiplied by `odds`."""
        empty = self.clean * odds / (self.clean * odds + 1 - self.clean)
        given = empty < 0.5 and (1 - empty) * self.expected > empty
        return self.f1 if given else float(not self.bears)


def answers(texts, found):
    return [Answer(text, m) for text, m in zip(texts, found)]


def figures(answered, odds):
    """Mean F1 over all texts, those with spans, those without, and a chat's share (17 %)."""
    values = [answer.worth(odds) for answer in answered]
    mean = lambda bears: numpy.mean([v for v, a in zip(values, answered) if a.bears == bears] or [numpy.nan])
    b, c = mean(True), mean(False)
    return {"all": numpy.mean(values), "bearing": b, "clean": c, "chat": 0.17 * b + 0.83 * c}
