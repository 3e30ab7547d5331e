"""Averages the weights of several fits of the same base, made with different seeds.

    python models/training/encoder/average.py --base ../shared/models/chat-encoder --out .chatwarden/averaged \\
        --fit .chatwarden/encoder --fit .chatwarden/encoder-b

The average of fits that began at the same pretrained weights has a lower log loss than each of them, at
the cost of one (models/EXPERIMENTS.md; Wortsman et al., "Model soups", ICML 2022). DIR gets `fitted.*` and `sets.json`, as a fit writes them.
"""
import argparse
import itertools
import json
import pathlib
import sys

import network


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--base", type=pathlib.Path, required=True)
    parser.add_argument("--fit", type=pathlib.Path, action="append", required=True, help="a folder of fit.py; twice or more")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    o = parser.parse_args()
    sets = {(folder / "sets.json").read_text() for folder in o.fit}
    if len(sets) > 1:
        sys.exit("the fits have different sets; fit them to the same rows")
    shape, _ = network.load(o.base, "base")
    fits = [network.load(folder, "fitted")[1] for folder in o.fit]
    o.out.mkdir(parents=True, exist_ok=True)
    network.save(o.out, "fitted", shape, {name: mean(fits, name) for name in dict.fromkeys(itertools.chain(*fits))})
    (o.out / "sets.json").write_text(sets.pop())
    print(f"averaged {len(fits)} fits of {len(json.loads((o.out / 'sets.json').read_text()))} sets")


def mean(fits, name):
    """Returns the mean of a tensor over the fits that have it: an early fit may lack the head of the kinds."""
    found = [fit[name] for fit in fits if name in fit]
    return sum(found) / len(found)


if __name__ == "__main__":
    main()
