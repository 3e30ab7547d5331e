"""Writes a text with some of its words deleted or replaced."""
import re

VOWEL = tuple("aeiou")
TIDY = (
    (re.compile(r"([\"“”'(\[]) ?([\"”')\]])(?=\s|$)"), ""),  # a pair of quotes or brackets around nothing
    (re.compile(r"(?:, ?)+(?=[,.!?;])"), ""),  # ", ." and ", ,"
    (re.compile(r"^[\s,.;:!?/*-]+(?=\w)"), ""),  # marks that began after a deleted word
    (re.compile(r"[\s,;:/*-]+$"), ""),
)


def rendered(text, words, edits):
    """`edits` has one entry a word: None keeps it, "" deletes it, another text replaces it. Returns the text itself where all are kept."""
    if all(edit is None for edit in edits):
        return text
    out, before, at = [], "", 0
    for word, edit in zip(words, edits):
        space = " " if text[at : word.start] else before if word.text[0].isalnum() else ""
        at = word.end
        new = word.text if edit is None else cased(edit, word.text)
        if not new:
            before = space or before
            continue
        if edit is not None and not space and out and out[-1][-1:].isalnum():
            space = " "
        out.append(space + new)
        before = ""
    line = " ".join(("".join(out) + text[at:]).split())
    line = re.sub(r"\b(a|an) (\w)", lambda m: article(m, text), line)
    for form, plain in TIDY:
        if not form.search(text):
            line = form.sub(plain, line)
    line = " ".join(line.split())
    return line[:1].upper() + line[1:] if text[:1].isupper() else line


def article(match, source):
    """Writes "a" or "an" as the next word wants it, unless the source has them so."""
    if match[0] in source:
        return match[0]
    return ("an " if match[2].lower() in VOWEL else "a ") + match[2]


def cased(form, source):
    """Gives a replacement the case of the word that it replaces."""
    if len(source) > 1 and source.isupper():
        return form.upper()
    return form[:1].upper() + form[1:] if source[:1].isupper() else form
