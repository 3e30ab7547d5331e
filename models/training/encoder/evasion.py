"""Writes texts as people do who evade a filter: without diacritics, in leetspeak, with lookalikes, spaced and doubled letters."""
import unicodedata

LEET = str.maketrans("aeiostAEIOST", "431057431057")
LOOKALIKES = str.maketrans("aeocpxyAEOCPXH", "аеосрхуАЕОСРХН")
SEPARATORS = ".-_* "
INVISIBLE = "\u200b\u200d\u2060\u00ad.*"


def without_diacritics(text):
    decomposed = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(c for c in decomposed if not unicodedata.combining(c))


def same_length(text, random):
    """Alters a text letter by letter, so that spans keep their places; the text is composed first where that keeps its length."""
    way = random.randrange(5)
    if way <= 1:
        bare = without_diacritics(text)
        return bare if len(bare) == len(text) else text
    if way == 2:
        bare = without_diacritics(text).translate(LEET)
        return bare if len(bare) == len(text) else text
    if way == 3:
        return "".join(c.upper() if len(c.upper()) == 1 and random.random() < 0.5 else c for c in text)
    return text.translate(LOOKALIKES)


def any_length(text, random):
    """Alters a text by one way drawn for it."""
    if random.random() < 0.5:
        return same_length(text, random)
    alter = random.choice((separated, stretched, interrupted))
    return " ".join(alter(word, random) if len(word) > 1 and random.random() < 0.5 else word for word in text.split(" "))


def separated(word, random):
    return random.choice(SEPARATORS).join(word) if len(word) < 6 else word


def stretched(word, random):
    at = random.randrange(len(word))
    return word[:at] + word[at] * random.randrange(3, 6) + word[at + 1 :]


def interrupted(word, random):
    at = random.randrange(1, len(word))
    return word[:at] + random.choice(INVISIBLE) + word[at:]
