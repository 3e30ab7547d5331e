"""Makes a tiny encoder with random weights, as the tests of inference/ use one.

    python models/training/encoder/make_tiny.py --out inference/src/test/resources/encoder

`expected.json` has what the float network says of some texts: log probabilities by head, and logits
of the kinds.
"""
import argparse
import json
import pathlib
import tempfile
import types

import numpy as np
import tokenizers
import torch
from tokenizers import models, normalizers, pre_tokenizers, processors, trainers

import export
import network
import quantise
import texts

SHAPE = {"dim": 32, "layers": 2, "heads": 4, "length": 24, "vocab": 300}
HEADS = ("vihsd", "davidson", "all")
KINDS = ("insult", "threat")
WEIGHT_SCALE = 3.0
TEXTS = (
    "chào cả nhà", "đồ ngu", "good night all", "you are stupid", "mình ko nghe rõ", "kill the dragon first", "l",
    "this text is longer than the encoder reads at once, as it goes on and on and on until there is nothing left to say",
)


def tokenizer():
    made = tokenizers.Tokenizer(models.BPE(unk_token="[UNK]", continuing_subword_prefix="##"))
    made.normalizer = normalizers.Sequence([normalizers.NFC(), normalizers.Lowercase()])
    made.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    made.train_from_iterator(
        TEXTS,
        trainers.BpeTrainer(
            vocab_size=SHAPE["vocab"], special_tokens=["[PAD]", "[UNK]", "[CLS]", "[MASK]"], show_progress=False,
            continuing_subword_prefix="##",
        ),
    )
    made.post_processor = processors.TemplateProcessing(single="[CLS] $A", special_tokens=[("[CLS]", texts.CLS)])
    return made


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=pathlib.Path, required=True)
    o = parser.parse_args()
    o.out.mkdir(parents=True, exist_ok=True)
    torch.manual_seed(3)
    parts = types.SimpleNamespace(
        encoder=network.Encoder(SHAPE).eval(), heads=network.Heads(SHAPE["dim"], len(HEADS) - 1, len(KINDS)).eval()
    )
    for parameter in parts.heads.parameters():
        parameter.data *= WEIGHT_SCALE
    served = export.Served(parts, range(len(HEADS))).eval()
    cut = tokenizer()
    cut.save(str(o.out / "tokenizer.json"), pretty=False)
    facts = {"heads": list(HEADS), "kinds": list(KINDS), "maxTokens": SHAPE["length"]}
    (o.out / "encoder.json").write_text(json.dumps(facts, indent=1) + "\n")
    encoded = [np.array([cut.encode(text).ids[: SHAPE["length"]]]) for text in TEXTS]
    feeds = [{"input_ids": ids, "attention_mask": np.ones_like(ids)} for ids in encoded]
    with tempfile.TemporaryDirectory() as folder:
        whole = pathlib.Path(folder) / "whole.onnx"
        export.export(served, whole)
        quantise.quantise(whole, o.out / "encoder.onnx", feeds)
    expected = []
    for text, ids in zip(TEXTS[:-1], encoded):
        with torch.no_grad():
            classes, kinds, _ = served(torch.from_numpy(ids), torch.ones(ids.shape, dtype=torch.int64))
        expected.append({"text": text, "classes": classes[0].tolist(), "kinds": kinds[0].tolist()})
    (o.out / "expected.json").write_text(json.dumps(expected, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
