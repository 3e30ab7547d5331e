"""Figures of a classifier, and their 95 % intervals by bootstrap over rows."""
import numpy as np

DRAWS = 500
SEED = 11
BINS = 15


def macro_f1(truth, said):
    """The mean of the F1 of the three classes, in per cent."""
    scores = []
    for c in range(3):
        hit = np.sum((truth == c) & (said == c))
        scores.append(2 * hit / max(1, np.sum(truth == c) + np.sum(said == c)))
    return 100 * float(np.mean(scores))


def auc(positive, score):
    """The probability, in per cent, that a positive scores above a negative; ties count half."""
    order = np.argsort(score, kind="stable")
    ordered = np.asarray(score)[order]
    ranks = np.empty(len(score))
    start = 0
    for end in np.r_[np.flatnonzero(np.diff(ordered)), len(score) - 1]:
        ranks[order[start : end + 1]] = (start + end) / 2 + 1
        start = end + 1
    n, m = np.sum(positive), np.sum(~positive)
    return 100 * (np.sum(ranks[positive]) - n * (n + 1) / 2) / (n * m) if n and m else float("nan")


def calibration_error(positive, score):
    bins = np.minimum((score * BINS).astype(int), BINS - 1)
    error = sum(
        np.mean(bins == b) * abs(positive[bins == b].mean() - score[bins == b].mean()) for b in range(BINS) if np.any(bins == b)
    )
    return 100 * error


def interval(figure, *columns):
    draw = np.random.default_rng(SEED)
    count = len(columns[0])
    values = []
    for _ in range(DRAWS):
        at = draw.integers(0, count, count)
        values.append(figure(*(column[at] for column in columns)))
    low, high = np.nanpercentile(values, [2.5, 97.5])
    return f"{figure(*columns):.2f} [{low:.2f}, {high:.2f}]"
