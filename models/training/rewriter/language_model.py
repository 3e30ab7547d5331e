"""Measures the language model: mean negative log probability of hidden tokens of dev texts.

    python language_model.py --data ../shared/data [--base ../shared/models/chat-encoder] MODEL …

A tenth of the tokens is hidden (seed 9). Texts: neutral ones of ParaDetox dev and CLEAN ones of ViHSD dev. `--base` measures the pretrained
encoder with all its layers too. MODEL is an export.
"""
import argparse
import pathlib

import numpy as np
import torch

from scorers import Network
from words import MASK, Cutter

import network
import rows as labelled

HIDDEN = 0.1


def hidden(lines, cutter):
    draw = np.random.default_rng(9)
    for line in lines:
        ids, _ = cutter(line)
        at = np.flatnonzero(draw.random(len(ids)) < HIDDEN)
        at = at[at > 0]
        if len(at):
            shown = ids.copy()
            shown[at] = MASK
            yield shown, at, ids[at]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--base", type=pathlib.Path)
    parser.add_argument("models", nargs="*")
    o = parser.parse_args()
    texts = {
        "en": [row["neutral1"] for row in labelled.table(o.data / "paradetox/dev.csv")],
        "vi": [row["text"] for row in labelled.table(o.data / "vihsd/dev.csv") if row["label"] == "CLEAN"][:1000],
    }
    asked = {}
    if o.base:
        torch.set_num_threads(1)
        shape, weights = network.load(o.base, "base")
        bias = weights.pop("mlm_bias")
        encoder = network.Encoder(shape).eval()
        encoder.load_state_dict(weights)
        cutter = Cutter(o.base / "tokenizer.json")

        def base(ids, at):
            with torch.no_grad():
                return torch.log_softmax(encoder(torch.from_numpy(ids)[None])[0, at] @ encoder.e.weight.T + bias, -1).numpy()

        asked["pretrained, 8 layers"] = cutter, base
    for name in o.models:
        served = Network(name)
        asked[name] = served.cutter, lambda ids, at, served=served: served([ids], [(0, place) for place in at])[2]
    for name, (cutter, ask) in asked.items():
        for language, lines in texts.items():
            each = [-ask(shown, at)[np.arange(len(at)), wanted] for shown, at, wanted in hidden(lines, cutter)]
            print(f"{name}: {language} {np.concatenate(each).mean():.3f} ({sum(map(len, each))} tokens)", flush=True)


if __name__ == "__main__":
    main()
