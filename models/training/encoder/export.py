"""Exports a fitted encoder to ONNX in eight-bit integers, and compares it with the fitted weights.

    python models/training/encoder/export.py --data ../shared/data --base ../shared/models/chat-encoder --weights .chatwarden/encoder --out DIR

DIR gets `encoder.onnx`, `tokenizer.json` and `encoder.json`. Inputs: `input_ids` and `attention_mask`,
int64 [texts, tokens]. Outputs: `classes`, log probabilities [texts, heads, 3]; `kinds`, logits
[texts, 5]; `spans`, logits [texts, tokens, heads]. The heads are those of the named sets and, last,
that over all sets; `encoder.json` names them, the size of the encoder, and all sets of the fit, which `restore.py` reads.
"""
import argparse
import json
import pathlib
import random
import tempfile

import numpy as np
import onnxruntime
import torch
from tokenizers import processors

import judge
import quantise
import rows as labelled
import texts

SAMPLES = (
    "chào cả nhà", "thằng ngu này câm mồm đi", "good night all", "you are a bitch", "Mình ko nghe rõ 😀 ad nói to lên",
    "kill the dragon first", "l", "đồ chó", "nice stream today, see you tomorrow everyone", "gg ez",
)


SAMPLE_ROWS = 500


class Served(torch.nn.Module):
    """The encoder with a mask for texts of unequal length, and the heads that are served."""

    def __init__(self, judged, heads):
        super().__init__()
        self.encoder, self.heads, self.at = judged.encoder, judged.heads, torch.tensor(heads)

    def forward(self, input_ids, attention_mask):
        mask = (1.0 - attention_mask[:, None, None, :].float()) * -1e4
        classes, kinds, spans = self.heads(self.encoder(input_ids, mask))
        return torch.log_softmax(classes[:, self.at], -1), kinds, spans[:, :, self.at]


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--base", type=pathlib.Path, required=True)
    parser.add_argument("--weights", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--heads", default="vihsd,davidson,gametox,vihos,toxic-spans,victsd,olid", help="sets whose own heads are served too")
    o = parser.parse_args()
    judged = judge.Judge(o.weights, o.base)
    wanted = o.heads.split(",")
    served = Served(judged, [*(judged.sets.index(name) for name in wanted), judged.heads.sets]).eval()
    o.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = pathlib.Path(folder) / "whole.onnx"
        export(served, whole)
        quantise.quantise(whole, o.out / "encoder.onnx", samples(judged, o.data))
    judged.tokens.tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A", special_tokens=[("[CLS]", texts.CLS)]
    )
    judged.tokens.tokenizer.save(str(o.out / "tokenizer.json"), pretty=False)
    facts = {"heads": [*wanted, "all"], "kinds": list(labelled.KINDS), "maxTokens": judged.tokens.length, "sets": judged.sets}
    parameters = sum(weights.numel() for part in (judged.encoder, judged.heads) for weights in part.parameters())
    facts |= {"layers": judged.shape["layers"], "width": judged.shape["dim"], "parameters": parameters}
    (o.out / "encoder.json").write_text(json.dumps(facts, indent=1) + "\n")
    compare(judged, served, o.out)


def samples(judged, data):
    """Gives feeds of rows that were kept apart from the fit."""
    apart = [row.text for row in labelled.read(data) if row.split == "apart"]
    random.Random(5).shuffle(apart)
    for ids, _ in judged.tokens.encode(apart[:SAMPLE_ROWS]):
        ids = ids[None].astype(np.int64)
        yield {"input_ids": ids, "attention_mask": np.ones_like(ids)}


def export(served, file):
    ids = torch.ones((2, 8), dtype=torch.int64)
    rows = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        served, (ids, ids), str(file), input_names=["input_ids", "attention_mask"],
        output_names=["classes", "kinds", "spans"],
        dynamic_axes={"input_ids": rows, "attention_mask": rows, "classes": {0: "texts"}, "kinds": {0: "texts"}, "spans": rows},
        opset_version=17, dynamo=False,
    )


def compare(judged, served, out):
    """Prints how far eight bits and padding move the offensive probability."""
    session = onnxruntime.InferenceSession(str(out / "encoder.onnx"))
    encoded = [np.array(judged.tokens.tokenizer.encode(text).ids) for text in SAMPLES]
    longest = max(map(len, encoded))
    ids, mask = np.zeros((len(encoded), longest), np.int64), np.zeros((len(encoded), longest), np.int64)
    for i, one in enumerate(encoded):
        ids[i, : len(one)] = one
        mask[i, : len(one)] = 1
    classes, _, _ = session.run(None, {"input_ids": ids, "attention_mask": mask})
    for text, row, one in zip(SAMPLES, classes, encoded):
        alone = torch.from_numpy(one.astype(np.int64))[None]
        with torch.no_grad():
            exact, _, _ = served(alone, torch.ones_like(alone))
        print(f"{1 - np.exp(row[-1, 0]):.3f} {1 - np.exp(float(exact[0, -1, 0])):.3f} {text}")
    print(f"{(out / 'encoder.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
