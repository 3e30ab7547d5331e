"""Edits by rules: a list with one entry a word, None keeps it, "" deletes it, another text replaces it, FILL lets the language model choose."""
import unicodedata

import guards
import substitutes

FILL = 2  # the place of the label MASK among the network's labels, which stands for a word to be filled in


def lower(word):
    return unicodedata.normalize("NFC", word.text).lower()


def is_pronoun(lines, words, at, length):
    """Whether a rude pronoun is one here: not part of another word, nor of a name."""
    word = lines[at + length - 1]
    if at and lines[at - 1] in substitutes.NO_PRONOUN_BEFORE.get(word, ()):
        return False
    if lines[at + length : at + length + 1] and lines[at + length] in substitutes.NO_PRONOUN_AFTER.get(word, ()):
        return False
    named = words[at].text[:1].isupper() and at and (words[at - 1].text.istitle() or words[at + length : at + length + 1] and words[at + length].text.istitle())
    return not (named and not words[at].text.isupper())


def substituted(words, marked, language, otherwise):
    """Replaces rude phrases by polite ones; a marked word that stands in no list gets `otherwise`, "" or None."""
    lines, edits, at = [lower(word) for word in words], [None] * len(words), 0
    rude = substitutes.MARKED[language]
    while at < len(words):
        form, length = (otherwise if marked[at] else None), 1
        for n in range(min(4, len(words) - at), 0, -1):
            phrase = " ".join(lines[at : at + n])
            if language == "vi" and phrase in substitutes.PRONOUNS and is_pronoun(lines, words, at, n):
                form, length = substitutes.PRONOUNS[phrase], n
                break
            if phrase in rude and any(marked[at : at + n]):
                form, length = rude[phrase], n
                break
            if language == "vi" and n == 1 and phrase in guards.RUDE_NEGATIONS:
                asks = lines[at + 1 : at + 2] and lines[at + 1] in guards.ASKING
                form = "" if asks or at + 1 == len(words) else guards.POLITE_NEGATION
                break
        if length == 1 and lines[at] in substitutes.CLASSIFIERS and all(marked[at : at + 2]) and at + 1 < len(words):
            form = ""
            while at + length < len(words) and marked[at + length]:
                length += 1
        if form is not None:
            if language == "vi" and form == "người" and at + length < len(words) and words[at + length].text.istitle():
                form = "bạn"  # before a name
            edits[at : at + length] = [form] + [""] * (length - 1)
        at += length
    return edits


def without_orphans(words, plan):
    """Deletes "a" and "an" too where the words after them are deleted and none follows that they could belong to."""
    plan = list(plan)
    for at, word in enumerate(words[:-1]):
        if plan[at] is None and word.text.lower() in ("a", "an") and plan[at + 1] == "":
            after = next((w if e is None else None for w, e in zip(words[at + 1 :], plan[at + 1 :]) if e != ""), False)
            if after is False or after is not None and (not after.text[0].isalnum() or after.text.lower() in guards.CONTENTLESS["en"]):
                plan[at] = ""
    return plan


def to_fill(words, marked, language):
    """Hides each marked run behind one word to be filled in; rude pronouns and negations stay for their polite forms."""
    forms = substituted(words, [False] * len(words), language, None)
    edits = ["" if m and form is None else None for form, m in zip(forms, marked)]
    for start, _ in list(runs(edits, "")):
        edits[start] = FILL
    return edits


def polite(words, plan):
    """The plan with polite pronouns and negations in the place of those words that it keeps, and with the negations that it deletes."""
    forms = substituted(words, [False] * len(words), "vi", None)
    return [form if edit is None or (edit == "" and form == guards.POLITE_NEGATION) else edit for edit, form in zip(plan, forms)]


def unjoined(words, plan):
    """Keeps a mark within a word where both sides are kept ("st*pid"), and deletes a replacement after one that negates ("not good bad")."""
    plan = list(plan)
    for at in range(1, len(words)):
        before, word = words[at - 1], words[at]
        joined = before.end == word.start and at + 1 < len(words) and word.end == words[at + 1].start
        if plan[at] == "" and joined and not word.text[0].isalnum() and plan[at - 1] is None and plan[at + 1] is None:
            plan[at] = None
        if isinstance(plan[at - 1], str) and isinstance(plan[at], str) and guards.negations(plan[at - 1], "en"):
            plan[at] = ""
    return plan


def runs(edits, wanted):
    """Gives the half-open ranges of successive words whose edit is `wanted`."""
    at = 0
    while at < len(edits):
        end = at
        while end < len(edits) and edits[end] == wanted:
            end += 1
        if end > at:
            yield at, end
        at = max(end, at + 1)
