"""Says by word lists whether an English text swears and whether it is about sex.

A list proves the absence of swear words better than their meaning, so a text is profane when it has a
strong term, not profane when it has none, and unknown when it has mild terms alone. Terms that are
swear words before they are about sex say nothing about sexual content.
"""
import csv
import re

WORD = re.compile(r"[a-z0-9$@!*']+")
MOST_WORDS = 3
SWEARING_FIRST = (
    "fuck motherfuck shit ass arse asshole dick dickhead cock suck bitch cunt pussy prick twat wank bollock bugger bastard balls"
).split()


class Lexicon:
    """Surge's profanity list (MIT) and LDNOOBW (CC BY 4.0), as `data/chat-corpus/lexicons` holds them."""

    def __init__(self, folder):
        self.strong, self.mild, self.sexual = set(), set(), set()
        with open(folder / "surge_profanity_en.csv", encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                term = row["text"].lower().strip()
                (self.mild if row["severity_description"] == "Mild" else self.strong).add(term)
                canonical = {row[f"canonical_form_{i}"].lower().strip() for i in (1, 2, 3)} - {""}
                if "sexual anatomy" in row["category_1"] and not canonical & set(SWEARING_FIRST):
                    self.sexual.add(term)
        listed = (folder / "ldnoobw_en.txt").read_text(encoding="utf-8").splitlines()
        self.mild |= {line.lower().strip() for line in listed} - self.strong - {""}

    def kinds(self, text):
        terms = set(runs(WORD.findall(text.lower())))
        found = {}
        if terms & self.strong:
            found["profanity"] = True
        elif not terms & self.mild:
            found["profanity"] = False
        if terms & self.sexual:
            found["sexual"] = True
        elif not terms & self.strong and not terms & self.mild:
            found["sexual"] = False
        return found


def runs(words):
    """Returns the words and all runs of up to three of them."""
    for length in range(1, MOST_WORDS + 1):
        for at in range(len(words) - length + 1):
            yield " ".join(words[at : at + length])
