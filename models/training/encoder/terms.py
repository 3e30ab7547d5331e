"""Reads `models/training/terms.yaml`: harmless sentences about groups, people and places, which no fit reads."""
import pathlib

import yaml

FILE = pathlib.Path(__file__).resolve().parent.parent / "terms.yaml"


def read():
    """Gives the language, `groups` or `names`, the term and the text of each sentence."""
    for language, parts in yaml.safe_load(FILE.read_text(encoding="utf-8")).items():
        for part, content in parts.items():
            for term in content["terms"]:
                for frame in content["frames"]:
                    yield language, part, term, frame.format(term=term)
