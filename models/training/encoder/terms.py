"""Reads `models/training/terms.yaml`: harmless sentences about groups, people and places and in varieties, which no fit reads."""
import pathlib

import yaml

FILE = pathlib.Path(__file__).resolve().parent.parent / "terms.yaml"


def read():
    """Gives the language, `groups`, `names` or `languages`, the term or the variety, and the text of each sentence."""
    for language, parts in yaml.safe_load(FILE.read_text(encoding="utf-8")).items():
        for part, content in parts.items():
            for variety, texts in content.get("sentences", {}).items():
                for text in texts:
                    yield language, part, variety, text
            for term in content.get("terms", []):
                for frame in content["frames"]:
                    yield language, part, term, frame.format(term=term)
