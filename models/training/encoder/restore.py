"""Restores the weights of an exported encoder, so that a fit can go on from a model that is served.

    python models/training/encoder/restore.py --model models/chat-encoder/1 --out .chatwarden/shipped
    python models/training/encoder/fit.py --data ../shared/data --base .chatwarden/shipped --from .chatwarden/shipped --work .chatwarden/encoder

DIR gets `fitted.*`, `sets.json` and `tokenizer.json`. A fit goes on from eight-bit weights as well as from
those that it kept: rounding moves a weight by less than one step of descent does.
"""
import argparse
import json
import pathlib
import shutil
import sys

import numpy as np
import onnx
import torch
from onnx import numpy_helper

import network

HEADS_OF_A_BLOCK = 64  # places of a state that one attention head reads


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", type=pathlib.Path, required=True, help="folder of encoder.onnx, encoder.json and tokenizer.json")
    parser.add_argument("--out", type=pathlib.Path, required=True)
    o = parser.parse_args()
    facts = json.loads((o.model / "encoder.json").read_text())
    if "sets" not in facts:
        sys.exit(f"{o.model}/encoder.json does not name the sets of the fit; export it again")
    tensors = restored({part.name: numpy_helper.to_array(part) for part in onnx.load(o.model / "encoder.onnx").graph.initializer})
    o.out.mkdir(parents=True, exist_ok=True)
    network.save(o.out, "fitted", shape(tensors), {name: torch.from_numpy(values) for name, values in tensors.items()})
    (o.out / "sets.json").write_text(json.dumps(facts["sets"]))
    shutil.copy(o.model / "tokenizer.json", o.out / "tokenizer.json")


def restored(constants):
    """Returns the tensors of the encoder and its heads from the constants of the graph, by their names in the network."""
    tensors = {}
    for name, values in constants.items():
        if name.endswith(":weights"):  # "/encoder/b.0/qkv/MatMul_output_0:weights", columns with a scale each
            scales = constants[name.replace(":weights", ":scales")]
            tensors[name[1:].rsplit("/", 1)[0].replace("/", ".") + ".weight"] = (values * scales).T.astype(np.float32)
        elif name.endswith(":rows"):  # "encoder.e.weight:rows", rows with a scale each
            tensors[name.removesuffix(":rows")] = values * constants[name.replace(":rows", ":scales")]
        elif name.startswith(("encoder.", "heads.")) and ":" not in name:
            tensors[name] = values.astype(np.float32)
    return {name.removeprefix("encoder."): np.ascontiguousarray(values) for name, values in tensors.items()}


def shape(tensors):
    vocabulary, width = tensors["e.weight"].shape
    layers = sum(name.endswith(".qkv.weight") for name in tensors)
    return {"dim": width, "layers": layers, "heads": width // HEADS_OF_A_BLOCK, "length": len(tensors["p.weight"]), "vocab": vocabulary}


if __name__ == "__main__":
    main()
