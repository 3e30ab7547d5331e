"""Fits the rules that turn scores into calibrated probabilities, as `inference/`'s LanguageRule applies them.

The logarithm of a class is its bias plus the weighted logarithms of the inputs' probabilities; a weight
is not negative. Fitted by the negative log of the sum of the admissible probabilities, so that rows
whose source says "toxic" and no more count too.
"""
import dataclasses

import numpy as np
import torch
from torch.nn import functional as F

import figures

STEPS = 60
PULL = 0.02  # of the weights to their start, a row
BINS = 20


@dataclasses.dataclass
class Rule:
    inputs: list[str]
    weights: np.ndarray
    biases: np.ndarray
    offsets: np.ndarray

    def log(self, scores):
        """Returns log probabilities [rows, 3]."""
        sums = self.biases + sum(weight * scores[name] for name, weight in zip(self.inputs, self.weights))
        top = sums.max(1, keepdims=True)
        return sums - top - np.log(np.exp(sums - top).sum(1, keepdims=True))

    def scaled(self, scale):
        """Returns the rule with less sure, or surer, answers."""
        return Rule(self.inputs, self.weights * scale, self.biases * scale, self.offsets * scale)

    def offensive(self, scores):
        """Returns the offensive probabilities [rows]."""
        return 1 - np.exp(self.log(scores)[:, 0])

    def described(self):
        return {
            "inputs": self.inputs, "weights": rounded(self.weights), "biases": rounded(self.biases),
            "offsets": rounded(self.offsets),
        }


def rounded(numbers):
    return [round(float(number), 4) for number in numbers]


def fit(inputs, rows, weight):
    """Returns the rule of some inputs with the least loss over rows, each with its weight."""
    x = torch.tensor(np.stack([rows.scores[name] for name in inputs], 1), dtype=torch.float64)
    allowed = torch.log(torch.tensor(rows.admissible, dtype=torch.float64) + 1e-9)
    weight = torch.tensor(weight, dtype=torch.float64)
    start = 1.0 / len(inputs)
    raw = torch.full((len(inputs),), float(np.log(np.expm1(start))), dtype=torch.float64, requires_grad=True)
    biases = torch.zeros(2, dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([raw, biases], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        weights = F.softplus(raw)
        sums = (x * weights[None, :, None]).sum(1) + torch.cat([torch.zeros(1, dtype=torch.float64), biases])
        found = -torch.logsumexp(F.log_softmax(sums, -1) + allowed, -1)
        value = (found * weight).sum() / weight.sum() + PULL * ((weights - start) ** 2).sum()
        value.backward()
        return value

    optimiser.step(loss)
    return Rule(inputs, F.softplus(raw).detach().numpy(), np.array([0, *biases.detach().numpy()]), np.zeros(3))


def choose_offsets(rule, rows):
    """Sets the offsets with the highest macro-F1 over rows of one class each."""
    rule.offsets = figures.best_offsets(rule.log(rows.scores), rows.admissible.argmax(1))


def reliable_bins(rule, rows, truth, threshold, most_error):
    """Returns the intervals of the offensive probability in which a rule's error is small.

    An error is a row on the wrong side of the threshold, by a truth [rows]. The interval begins at 0 and is the widest, by
    twentieths of the rows, whose error is small: wide ones measure it on many rows. None ends at 1: quotes, reports and
    innocent words hold the same words as abuse, which is for a model that reads the whole text.
    """
    score = rule.offensive(rows.scores)
    wrong = (score > threshold) != truth
    edges = [0.0, *np.quantile(score, np.arange(1, BINS) / BINS), 1.0]
    low = max((edge for edge in edges[1:] if wrong[score < edge].mean() <= most_error), default=0.0)
    return [rounded([0.0, low])] if round(low, 4) > 0 else []


def platt(logits, truth):
    """Returns slope and bias of the sigmoid that calibrates logits."""
    x = torch.tensor(logits, dtype=torch.float64)
    y = torch.tensor(truth, dtype=torch.float64)
    parameters = torch.tensor([1.0, 0.0], dtype=torch.float64, requires_grad=True)
    optimiser = torch.optim.LBFGS([parameters], max_iter=STEPS, line_search_fn="strong_wolfe")

    def loss():
        optimiser.zero_grad()
        value = F.binary_cross_entropy_with_logits(parameters[0] * x + parameters[1], y) + 1e-3 * (parameters[0] - 1) ** 2
        value.backward()
        return value

    optimiser.step(loss)
    return [float(number) for number in parameters.detach()]
