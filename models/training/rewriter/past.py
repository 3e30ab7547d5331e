"""Lets an exported network read parts of a text beside the keys and values that the rest had in another reading.

    python past.py EXPORT/rewriter.onnx

A candidate differs from its text in a few words, so the network reads these and the tokens beside them; the other tokens count as they were
in the reading of the text. The graph gets the inputs `positions`, int64 [texts, tokens], and `past`, float [2 * layers, heads, past, width of
a head], keys and then values of each layer, which all texts share; `attention_mask` is int64 [texts, past + tokens] then. The output `present`
has the keys and values of the tokens of one text, in the layout of `past`.
"""
import pathlib
import re
import sys

import numpy as np
import onnx
from onnx import TensorProto, helper, numpy_helper

POSITIONS, PAST, PRESENT = "positions", "past", "present"
WIDTH = 64  # of a head


def with_past(file):
    """Rewrites the graph of `file`."""
    model = onnx.load(file)
    nodes = list(model.graph.node)
    (place,) = [node for node in nodes if node.op_type == "Gather" and node.input[0] == "encoder.p.weight"]
    place.input[1] = POSITIONS
    names = [re.fullmatch(r"/encoder/(b\.\d+)/Squeeze_1_output_0", name) for node in nodes for name in node.output]
    layers = [name[1] for name in names if name]
    parts = [f"/encoder/{layer}/{part}" for layer in layers for part in ("Squeeze_1_output_0", "Squeeze_2_output_0")]
    for number, part in enumerate(parts):
        nodes = joined(nodes, number, part)
    nodes.append(helper.make_node("Concat", parts, [PRESENT], axis=0))
    constants = {"past:first": [0], "past:one": [1], "past:shape": [1, 1, 1]}
    constants |= {f"past:{number}": number for number in range(len(parts))}
    model.graph.initializer.extend(numpy_helper.from_array(np.array(value), name) for name, value in constants.items())
    (heads,) = {heads_of(model, layer) for layer in layers}
    for mask in model.graph.input:
        if mask.name == "attention_mask":
            mask.type.tensor_type.shape.dim[1].dim_param = "past and tokens"
    model.graph.input.append(helper.make_tensor_value_info(POSITIONS, TensorProto.INT64, ["texts", "tokens"]))
    model.graph.input.append(helper.make_tensor_value_info(PAST, TensorProto.FLOAT, [len(parts), heads, PAST, WIDTH]))
    model.graph.output.append(helper.make_tensor_value_info(PRESENT, TensorProto.FLOAT, ["parts", heads, "tokens", WIDTH]))
    del model.graph.node[:]
    model.graph.node.extend(used(nodes, {output.name for output in model.graph.output}))
    onnx.checker.check_model(model)
    onnx.save(model, file)


def joined(nodes, number, part):
    """Returns the nodes with the past before a layer's keys or values, as they are read; `present` gets them without it."""
    at = next(i for i, node in enumerate(nodes) if part in node.output)
    for node in nodes[at + 1 :]:
        for i, name in enumerate(node.input):
            if name == part:
                node.input[i] = f"{part}:all"
    return [
        *nodes[: at + 1],
        helper.make_node("Shape", [part], [f"{part}:size"]),
        helper.make_node("Slice", [f"{part}:size", "past:first", "past:one"], [f"{part}:texts"]),
        helper.make_node("Concat", [f"{part}:texts", "past:shape"], [f"{part}:sizes"], axis=0),
        helper.make_node("Gather", [PAST, f"past:{number}"], [f"{part}:past"], axis=0),
        helper.make_node("Expand", [f"{part}:past", f"{part}:sizes"], [f"{part}:pasts"]),
        helper.make_node("Concat", [f"{part}:pasts", part], [f"{part}:all"], axis=2),
        *nodes[at + 1 :],
    ]


def heads_of(model, layer):
    """Returns how many heads a layer has, by the width of its projection of keys, values and queries."""
    (bias,) = [tensor for tensor in model.graph.initializer if tensor.name == f"encoder.{layer}.qkv.bias"]
    return bias.dims[0] // 3 // WIDTH


def used(nodes, wanted):
    """Returns the nodes that outputs need."""
    kept = []
    for node in reversed(nodes):
        if wanted.intersection(node.output):
            kept.append(node)
            wanted = wanted.union(node.input)
    return reversed(kept)


if __name__ == "__main__":
    with_past(pathlib.Path(sys.argv[1]))
