"""The part of an edited text that the network reads: the twin of `ChangedTokens` and `EditWindow` in Java."""
import dataclasses

import numpy as np

BESIDE = 1  # tokens beside those at the edits that are read, too


@dataclasses.dataclass(slots=True)
class Window:
    places: list  # those that are read
    sources: list  # for each place of the edited text, that of its token before; None for a new one
    seen: list  # for each place before the edits, whether the tokens that are read see it


def changed(before, after):
    """Returns the places of `after` whose token is new, or beside one that is new or was removed, and for each of its places that of its token before.

    Both begin with the same token.
    """
    common = np.zeros((len(before) + 1, len(after) + 1), int)
    for i in reversed(range(len(before))):
        for j in reversed(range(len(after))):
            common[i, j] = common[i + 1, j + 1] + 1 if before[i] == after[j] else max(common[i + 1, j], common[i, j + 1])
    i, j, places, sources = 0, 0, set(), [None] * len(after)
    while i < len(before) or j < len(after):
        removed = j == len(after) or (i < len(before) and common[i + 1, j] >= common[i, j + 1])
        if i < len(before) and j < len(after) and before[i] == after[j]:
            sources[j] = i
            i, j = i + 1, j + 1
        elif removed:
            places |= {j - 1, j}
            i += 1
        else:
            places |= {j - 1, j, j + 1}
            j += 1
    return sorted(at for at in places if 0 < at < len(after)), sources


def window(length, places, sources):
    """Returns the window around `places` of a text that had `length` tokens before its edits."""
    near = {at + step for at in places for step in range(-BESIDE, BESIDE + 1)}
    read = sorted(at for at in near if 0 < at < len(sources))
    kept = {source for at, source in enumerate(sources) if at not in read}
    return Window(read, sources, [at in kept for at in range(length)])
