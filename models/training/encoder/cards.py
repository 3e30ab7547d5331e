"""Model cards of the encoder and the cascade."""
# What each set is, and its licence as its source states it.
SETS = {
    "vihsd": ("Vietnamese social comments in three classes", "research use only"),
    "vihos": ("Vietnamese social comments with offensive spans", "MIT"),
    "safesense": ("Vietnamese comments of 2025", "CC BY-SA 4.0"),
    "victsd": ("Vietnamese news comments, toxic or not", "none stated"),
    "vi-implicit": ("Vietnamese forum posts, not hateful", "none stated"),
    "vi-translated": ("hate against groups, translated into Vietnamese", "none stated"),
    "vi-generated": ("hate against groups, written in Vietnamese by a language model", "none stated"),
    "vithsd": ("Vietnamese social comments by target", "none stated"),
    "davidson": ("English tweets in three classes", "MIT"),
    "toxic-spans": ("English news comments with toxic spans", "CC0"),
    "paradetox": ("English toxic sentences and polite ones", "CC0"),
    "gametox": ("English game chat, six kinds", "none stated"),
    "conda": ("English game chat with toxic words", "none stated"),
    "hatexplain": ("English posts in three classes with spans", "MIT"),
    "olid": ("English tweets, offensive or not", "as the original"),
    "hateval": ("English tweets, hateful or not", "as the original"),
    "edos": ("English posts, sexist or not", "CC0"),
    "implicit-hate": ("English tweets, hateful or not", "MIT"),
    "stormfront": ("English forum posts, hateful or not", "CC BY-SA 3.0"),
    "hatemoji": ("English sentences with emoji, hateful or not", "CC BY 4.0"),
    "ethos": ("English comments, hateful or not", "GPL-3.0"),
    "mlma": ("English tweets, hateful or not", "MIT"),
    "toxigen": ("English sentences about groups", "MIT"),
    "situations": ("the project's own chat lines in both languages", "Apache-2.0"),
}

ENCODER = """# {model} version {version}

Says of a chat comment, in Vietnamese or English, whether it is CLEAN, OFFENSIVE or HATE, and of which kinds of abuse it is. {made}, calibrated by language.

## Data
{fitted} the training splits, without a tenth that was kept apart and without texts of any dev split. Some of the sets state no licence, and some are for research only: whoever needs other terms
fits the encoder anew (`models/training/encoder/fit.py`) without them. The weights hold no text. {fit}

| set | texts | licence as stated |
|---|---|---|
{sets}

The kinds of abuse are those that GameTox, EDOS, OLID and the project's own lines state; profanity and sexual content of other English texts come from word lists. They are answered for English alone: no Vietnamese set states them.

## Results on dev
Calibrated on the rows kept apart; offsets of the labels chosen on them. 95 % intervals by bootstrap over rows; `{model} alone` is this model.

{table}

{kinds}

## Names of groups and people, and varieties
Of sentences that state nothing bad (`models/training/terms.yaml`, which no fit has read), flagged at 0.3:

{bias}

## Limits
- It reads one comment at a time, without its addressee and the comments before it.
- Sarcasm, quotation and reclaimed words are still misread at times; threats without a swear word are missed more often than abuse with one.
- Names of groups raise the probability of HATE by themselves; the table above says of which.
- Other languages were not tested: such texts are answered as not judged.
"""

MADE = {
    False: "A transformer over subwords ({layers} layers, width {width}, {millions:.1f} million parameters) in eight-bit integers, pretrained on Vietnamese and English social\ntext, fitted to the sets below with a head for each",
    True: "A transformer over subwords ({layers} layers, width {width}, {millions:.1f} million parameters) in eight-bit integers, fitted to the answers of chat-encoder (`models/training/encoder/distil.py`)",
}
FITTED = {
    False: "Fitted to",
    True: "Fitted to what chat-encoder says of Vietnamese and English social and chat comments without labels, and of texts of the sets below; chat-encoder was fitted to",
}

CASCADE = """# chat version {version}

Asks {models}, one after the other. The answer of the linear model of the language is kept for texts of up to {longest} code points whose calibrated offensive probability is in an interval, from 0 on, in which at most 2 % of chat rows kept apart
were on the wrong side of the threshold, so never where it finds a text offensive; that of an encoder before the last where at most 2 % of them were on another side than the last one's. In the rest the last decides, and the scores of all
are combined. A text that may be in either language is asked about in both. Data and licences are those of the tiers.

## Results on dev
95 % intervals by bootstrap over rows. `… alone` are the encoders without the others, `up to …` is a tier asked of every text, `cascade` is this model.

{table}

## Share against quality
What the cascade is worth by the error, or difference from the last tier, that is allowed in the intervals; 2 % is what ships.

{curve}

## Names of groups and people, and varieties
Of sentences that state nothing bad (`models/training/terms.yaml`, which no fit has read), flagged at 0.3:

{bias}

## Limits
Those of its tiers, as their cards state them.
"""


def encoder(model, version, table, kinds, bias, fit, facts, small):
    """Returns the card of an encoder; `facts` are those of its `encoder.json`."""
    made = MADE[small].format(layers=facts["layers"], width=facts["width"], millions=facts["parameters"] / 1e6)
    sets = "\n".join(f"| {name} | {text} | {licence} |" for name, (text, licence) in SETS.items())
    return ENCODER.format(model=model, version=version, made=made, fitted=FITTED[small], fit=fit, sets=sets, table=table, kinds=kinds, bias=bias)


def cascade(version, models, table, curve, bias, longest):
    return CASCADE.format(version=version, models=", ".join(models), table=table, curve=curve, bias=bias, longest=longest)
