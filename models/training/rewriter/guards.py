"""What a rewrite may not do, as rules over word lists: `guards.json` of the export has the same lists.

A rewrite keeps the negations of its source, adds no name, number, link or mention, and is no fragment.
Words are compared in lower case, composed (NFC); `words` cuts as the Java side does: runs of letters and digits, or one other mark.
"""
import re
import unicodedata

import substitutes

NEGATIONS = {
    "en": frozenset(
        "not no never none nobody nothing neither nor cannot cant dont doesnt didnt isnt wasnt arent werent wont wouldnt shouldnt couldnt aint hasnt havent hadnt without".split()
    ),
    "vi": frozenset("không ko khong kg hông hong khum hok hem chẳng chả chưa đừng chớ kh kô".split()),
}
# Rude words that negate ("đéo biết", "don't know"): a rewrite has to say it politely.
RUDE_NEGATIONS = frozenset("đéo đếch đéol đếu đíu đeó đel déo dell đell đell đế đé".split())
POLITE_NEGATION = "không"
# A rude negation before one of these words asks or exclaims ("làm đéo gì"); it negates nothing.
ASKING = frozenset("gì j nào đâu".split())
# Rude pronouns and their polite forms count as one word where words are compared.
POLITE = {rude: kind for rude, kind in substitutes.PRONOUNS.items() if " " not in rude}
LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+\.(?:com|net|org|vn|tv|gg|io|co|me)\b\S*", re.I)
MENTION = re.compile(r"[@#][\w.]+")
NUMBER = re.compile(r"\d+")
# What stands beside a negation in a label that is nothing but one.
BARE = frozenset("' t don doesn didn isn wasn aren won wouldn shouldn couldn ain can hasn is do it s i am are was".split())
WHOLE = 4  # words from which a text without content words is a sentence all the same
WORD = re.compile(r"[^\W_]+|[^\w\s]")
# Words that carry no content: a rewrite that has no other is a fragment.
CONTENTLESS = {
    "en": frozenset("a an the and or but so of to in on at for with is are am was were be been i you he she it we they me him her us them my your his its our their this that these those s t m re ll ve d do does did just oh as if by what who how too then than".split()),
    "vi": frozenset("thì là mà và với của cho cái con thằng đồ lũ bọn này kia đó ấy kìa à ạ nhé nha nhỉ ơi ừ ờ rồi lại cũng đã đang sẽ ra vào lên đi bạn mình các những thế vậy như nó gì".split()),
}


def words(text):
    return WORD.findall(unicodedata.normalize("NFC", text).lower().replace("’", "'"))


def negations(text, language):
    """Counts the negations of a text; "don't" is one, a rude negation that does not ask is one."""
    found, line = 0, words(text)
    for at, word in enumerate(line):
        if word in NEGATIONS[language]:
            found += 1
        elif language == "en" and word == "t" and line[at - 1 : at] == ["'"] and not (at > 1 and line[at - 2] in NEGATIONS["en"]):
            found += 1
        elif language == "vi" and word in RUDE_NEGATIONS and line[at + 1 : at + 2] and line[at + 1] not in ASKING:
            found += 1
        elif language == "vi" and word == "k" and at + 1 < len(line) and line[at + 1].isalpha():
            found += 1
    return found


def is_bare_negation(label):
    """Whether a replacement negates what follows and says nothing else: "not", "don't", "is not", but not "not good"."""
    line = words(label)
    return negations(label, "en") > 0 and all(w in NEGATIONS["en"] or w in BARE for w in line)


def negations_kept(source, output, language):
    """A rewrite has as many negations as its source."""
    return negations(output, language) >= negations(source, language)


def added(source, output):
    """Returns what of names, numbers, links and mentions the output has and the source has not."""
    marks = {kind: [m.lower() for m in form.findall(output)] for kind, form in (("link", LINK), ("mention", MENTION), ("number", NUMBER))}
    had = {kind: [m.lower() for m in form.findall(source)] for kind, form in (("link", LINK), ("mention", MENTION), ("number", NUMBER))}
    return {kind: [m for m in found if m not in had[kind]] for kind, found in marks.items() if any(m not in had[kind] for m in found)}


def protected(text, words, language):
    """Says of each word whether no edit may touch it: a part of a link, mention or number, a name within a sentence, a negation."""
    ranges = [m.span() for form in (LINK, MENTION, NUMBER) for m in form.finditer(text)]
    shouted = text.isupper()
    found = []
    for at, word in enumerate(words):
        plain = unicodedata.normalize("NFC", word.text).lower()
        before = words[at - 1].text if at else "."
        name = not shouted and word.text.istitle() and before not in '.!?"' and not before.istitle()
        contracted = language == "en" and plain == "t" and before in "'’"
        found.append(any(word.start < end and word.end > start for start, end in ranges) or name or contracted or plain in NEGATIONS[language])
    return found


def is_fragment(output, language):
    """Whether nothing that carries content is left: no such word, and fewer than `WHOLE` others."""
    line = [w for w in words(output) if w.isalpha() and len(w) > 1]
    return len(line) < WHOLE and all(w in CONTENTLESS[language] for w in line)
