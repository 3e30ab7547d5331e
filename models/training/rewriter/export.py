"""Exports the fitted rewriter to ONNX in eight-bit integers; the head of the language model shares the rows of the embedding.

    python export.py --data ../shared/data --weights WORK --base ../shared/models/chat-encoder --out DIR [--float]

DIR gets `rewriter.onnx` and `tokenizer.json`. Inputs: `input_ids` and `attention_mask`, int64 [texts, tokens]; `places`, int64 [n]:
tokens, counted row by row over the padded texts, that the language model names. Outputs: `states`, float [texts, tokens, width];
`edits`, logits [texts, tokens, labels]; `words`, log probabilities [n, vocabulary]. `past.py` has the inputs and the output that read parts of texts.
"""
import argparse
import json
import pathlib
import random
import shutil
import tempfile

import numpy as np
import onnx
import torch
from onnx import helper, numpy_helper

import fit
from past import with_past
from words import Cutter

import network
import quantise

SAMPLES = 400


class Served(torch.nn.Module):
    def __init__(self, encoder, heads):
        super().__init__()
        self.encoder, self.heads = encoder, heads

    def forward(self, input_ids, attention_mask, places):
        mask = (1.0 - attention_mask[:, None, None, :].float()) * -1e4
        states = self.encoder(input_ids, mask)
        some = states.reshape(-1, states.shape[2])[places]
        return states, self.heads.edit(states), torch.log_softmax(self.heads.words(some, self.encoder.e.weight), -1)


def loaded(weights, base):
    """Returns the network: `fitted.*` of a folder, or its `state.pt` while the fit is under way."""
    if (weights / "fitted.json").exists():
        shape, tensors = network.load(weights, "fitted")
        labels = json.loads((weights / "sets.json").read_text())
        encoder = {name: value for name, value in tensors.items() if not name.startswith("heads.")}
        heads = {name[6:]: value for name, value in tensors.items() if name.startswith("heads.")}
    else:
        state = torch.load(weights / "state.pt")
        encoder, heads, labels = state["encoder"], state["heads"], state["sets"]
        layers = sum(name.endswith("qkv.weight") for name in encoder)
        shape = {**network.load(base, "base")[0], "layers": layers}
    served = Served(network.Encoder(shape), fit.Heads(shape["dim"], len(labels), shape["vocab"]))
    served.encoder.load_state_dict(encoder)
    served.heads.load_state_dict(heads)
    return served.eval(), shape, labels


def export(served, file):
    ids = torch.ones((2, 8), dtype=torch.int64)
    rows = {0: "texts", 1: "tokens"}
    torch.onnx.export(
        served, (ids, ids, torch.arange(3)), str(file), input_names=["input_ids", "attention_mask", "places"],
        output_names=["states", "edits", "words"], opset_version=17, dynamo=False,
        dynamic_axes={"input_ids": rows, "attention_mask": rows, "places": {0: "places"}, "states": rows, "edits": rows, "words": {0: "places"}},
    )


def samples(cutter, pairs):
    """Gives feeds: texts to be edited, a fifth of their tokens hidden, and all places asked for."""
    lines = [json.loads(line)["text"] for line in open(pairs, encoding="utf-8") if '"split": "apart"' in line]
    random.Random(5).shuffle(lines)
    draw = np.random.default_rng(5)
    for line in lines[:SAMPLES]:
        ids = cutter(line)[0]
        ids[1:][draw.random(len(ids) - 1) < 0.1] = fit.MASK
        yield {"input_ids": ids[None], "attention_mask": np.ones_like(ids)[None], "places": np.arange(len(ids))}


def tie(file):
    """Lets the head of the language model read the embedding's rows, turned, with their scales, so that they are stored once."""
    model = onnx.load(file)
    constants = {tensor.name: tensor for tensor in model.graph.initializer}
    table = constants["encoder.e.weight:rows"]
    vocabulary, width = table.dims
    (product,) = [n for n in model.graph.node if n.op_type == "MatMulIntegerToFloat" and list(constants[n.input[1]].dims) == [width, vocabulary]]
    turned, scales = numpy_helper.to_array(constants[product.input[1]]), numpy_helper.to_array(constants[product.input[3]])
    table.CopyFrom(numpy_helper.from_array(np.ascontiguousarray(turned.T), table.name))
    constants["encoder.e.weight:scales"].CopyFrom(numpy_helper.from_array(scales[:, None], "encoder.e.weight:scales"))
    model.graph.initializer.remove(constants[product.input[1]])
    model.graph.node.insert(0, helper.make_node("Transpose", [table.name], [product.input[1]], perm=[1, 0]))
    onnx.save(model, file)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--pairs", type=pathlib.Path, required=True, help="pairs.jsonl; its rows kept apart give the ranges of the integers")
    parser.add_argument("--weights", type=pathlib.Path, required=True)
    parser.add_argument("--base", type=pathlib.Path, required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    parser.add_argument("--float", action="store_true", help="leaves the weights as they are, to compare")
    o = parser.parse_args()
    torch.set_num_threads(1)
    served, shape, labels = loaded(o.weights, o.base)
    o.out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        whole = o.out / "rewriter.onnx" if o.float else pathlib.Path(folder) / "whole.onnx"
        export(served, whole)
        if not o.float:
            quantise.quantise(whole, o.out / "rewriter.onnx", samples(Cutter(o.base / "tokenizer.json"), o.pairs))
            tie(o.out / "rewriter.onnx")
        with_past(o.out / "rewriter.onnx")
    shutil.copy("models/chat-encoder/3/tokenizer.json", o.out / "tokenizer.json")
    (o.out / "labels.json").write_text(json.dumps(labels, ensure_ascii=False) + "\n")
    print(f"{shape['layers']} layers, {(o.out / 'rewriter.onnx').stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
