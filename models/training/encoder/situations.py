"""Reads the project's own chat lines, `models/training/situations/*.yaml`: templates with slots, by kind and label.

The public sets were gathered by swear words, so they hardly know ordinary chat, quotes and reports,
abuse without a swear word, or innocent words that look like bad ones. A file has `slots`, lists of
fillers by name, and `situations`, each with `kind`, `label`, `abuse` (kinds of abuse) and `texts`.
Each template is written out up to `DRAWS` times. All writings of a template are in one split.
"""
import hashlib
import pathlib
import random
import re

import yaml

FOLDER = pathlib.Path(__file__).resolve().parent.parent / "situations"
DRAWS = 4
SLOT = re.compile(r"\{(\w+)\}")


def read():
    """Gives the language, the kind, the label, the kinds of abuse, the split and the text of each line, the same in each call."""
    for file in sorted(FOLDER.glob("*.yaml")):
        content = yaml.safe_load(file.read_text(encoding="utf-8"))
        draw = random.Random(17)
        for situation in content["situations"]:
            for template in situation["texts"]:
                written = {fill(template, content["slots"], draw) for _ in range(DRAWS)}
                for text in sorted(written):
                    yield file.stem, situation["kind"], situation["label"], situation["abuse"], split(template), text


def fill(template, slots, draw):
    return SLOT.sub(lambda slot: fill(str(draw.choice(slots[slot[1]])), slots, draw), template)


def split(template):
    fold = hashlib.sha256(template.encode()).digest()[0] % 10
    return {0: "dev", 1: "apart"}.get(fold, "train")
