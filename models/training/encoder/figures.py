"""Figures of a classifier, and their 95 % intervals by bootstrap over rows."""
import numpy as np

DRAWS = 500
SEED = 11
BINS = 15
OFFSETS = np.arange(-1.5, 3.01, 0.1)
NEIGHBOURS = 2


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


def best_offsets(log, truth):
    """Returns the offsets of the three classes with the highest macro-F1, as the mean of a neighbourhood: no lucky peak wins."""
    values = np.array([[macro_f1(truth, np.argmax(log + np.array([0, a, b]), 1)) for b in OFFSETS] for a in OFFSETS])
    smooth = np.zeros_like(values)
    for i in range(len(OFFSETS)):
        for j in range(len(OFFSETS)):
            smooth[i, j] = values[
                max(0, i - NEIGHBOURS) : i + NEIGHBOURS + 1, max(0, j - NEIGHBOURS) : j + NEIGHBOURS + 1
            ].mean()
    i, j = np.unravel_index(smooth.argmax(), smooth.shape)
    return np.array([0, OFFSETS[i], OFFSETS[j]])
