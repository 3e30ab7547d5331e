"""Turns the products of an ONNX graph with constant weights into products of eight-bit integers.

The scale of each product's input is fixed: the range that all but 0.01 % of its values had over sample
texts. ONNX Runtime's own dynamic quantisation takes the scale from the whole batch, so that the answer
to a text would depend on the texts beside it; a fixed scale is also nearer to the float network, as
models/EXPERIMENTS.md shows. Weights have a scale a column and seven bits: processors without VNNI add
two products of eight bits in sixteen, which eight-bit weights would overflow.
"""
import numpy as np
import onnx
import onnxruntime
from onnx import helper, numpy_helper

COVERED = 99.99
SAMPLED = 4096
WEIGHT_LEVELS = 63
INPUT_LEVELS = 255
LEAST_SCALE = 1e-8


def quantise(source, target, samples):
    """Writes the graph `source` to `target` in integers.

    `samples` are feeds of the graph: texts that are like those to come.
    """
    model = onnx.load(source)
    graph = Graph(model)
    products = [node for node in model.graph.node if graph.is_product(node)]
    ranges = input_ranges(model, sorted({node.input[0] for node in products}), samples)
    nodes, quantised = [], set()
    for node in model.graph.node:
        if graph.is_product(node):
            if node.input[0] not in quantised:
                quantised.add(node.input[0])
                nodes.append(graph.quantised_input(node.input[0], *ranges[node.input[0]]))
            nodes.append(graph.integer_product(node))
        elif graph.is_embedding(node):
            nodes.extend(graph.eight_bit_rows(node))
        elif not graph.is_taken_in(node):
            nodes.append(node)
    graph.replace_nodes(nodes)
    onnx.save(model, target)


def input_ranges(model, names, samples):
    """Returns the range of each tensor over the samples, 0 within it."""
    watched = onnx.ModelProto()
    watched.CopyFrom(model)
    for name in names:
        watched.graph.output.append(helper.make_tensor_value_info(name, onnx.TensorProto.FLOAT, None))
    session = onnxruntime.InferenceSession(watched.SerializeToString())
    draw = np.random.default_rng(0)
    seen = {name: [] for name in names}
    for feed in samples:
        for name, values in zip(names, session.run(names, feed)):
            seen[name].append(draw.choice(values.ravel(), min(SAMPLED, values.size), replace=False))
    ranges = {}
    for name, parts in seen.items():
        low, high = np.percentile(np.concatenate(parts), [100 - COVERED, COVERED])
        ranges[name] = (min(low, 0.0), max(high, 0.0))
    return ranges


class Graph:
    """The constants of a model's graph, and the nodes that replace others."""

    def __init__(self, model):
        self.model = model
        self.constants = {tensor.name: tensor for tensor in model.graph.initializer}
        self.adders = {}
        for node in model.graph.node:
            if node.op_type == "Add":
                for name in node.input:
                    self.adders.setdefault(name, []).append(node)
        self.taken_in = set()

    def is_product(self, node):
        return node.op_type in ("MatMul", "Gemm") and node.input[1] in self.constants

    def is_embedding(self, node):
        """Whether the node looks up rows of a large table."""
        table = self.constants.get(node.input[0]) if node.op_type == "Gather" else None
        return table is not None and len(table.dims) == 2 and table.dims[0] > 1000

    def is_taken_in(self, node):
        """Whether a product adds the bias of this node already."""
        return node.output[0] in self.taken_in

    def constant(self, name, values):
        self.model.graph.initializer.append(numpy_helper.from_array(np.asarray(values), name))
        return name

    def quantised_input(self, name, low, high):
        scale = (high - low) / INPUT_LEVELS
        self.constant(name + ":scale", np.float32(scale))
        self.constant(name + ":zero", np.uint8(round(-low / scale)))
        return helper.make_node("QuantizeLinear", [name, name + ":scale", name + ":zero"], [name + ":integers"])

    def integer_product(self, node):
        weights = numpy_helper.to_array(self.constants[node.input[1]]).astype(np.float32)
        if any(attribute.name == "transB" and attribute.i for attribute in node.attribute):
            weights = weights.T
        scale = np.maximum(np.abs(weights).max(0) / WEIGHT_LEVELS, LEAST_SCALE)
        source, name, output = node.input[0], node.output[0], node.output[0]
        inputs = [
            source + ":integers",
            self.constant(name + ":weights", np.round(weights / scale).astype(np.int8)),
            source + ":scale",
            self.constant(name + ":scales", scale.astype(np.float32)),
            source + ":zero",
            self.constant(name + ":zeros", np.zeros(len(scale), np.int8)),
        ]
        if len(node.input) > 2:
            inputs.append(node.input[2])
        else:
            bias, added = self.bias(output)
            if bias:
                inputs.append(bias)
                output = added
        return helper.make_node("MatMulIntegerToFloat", inputs, [output], domain="com.microsoft")

    def bias(self, output):
        """Returns the constant that the one reader of `output` adds, and that reader's output."""
        adders = self.adders.get(output, [])
        if len(adders) != 1:
            return None, None
        (other,) = [name for name in adders[0].input if name != output]
        if other not in self.constants:
            return None, None
        self.taken_in.add(adders[0].output[0])
        return other, adders[0].output[0]

    def eight_bit_rows(self, node):
        rows = numpy_helper.to_array(self.constants[node.input[0]]).astype(np.float32)
        scale = np.maximum(np.abs(rows).max(1, keepdims=True) / 127, LEAST_SCALE)
        name, ids, output = node.input[0], node.input[1], node.output[0]
        self.constant(name + ":rows", np.round(rows / scale).astype(np.int8))
        self.constant(name + ":scales", scale.astype(np.float32))
        return [
            helper.make_node("Gather", [name + ":rows", ids], [output + ":row"]),
            helper.make_node("Cast", [output + ":row"], [output + ":floats"], to=onnx.TensorProto.FLOAT),
            helper.make_node("Gather", [name + ":scales", ids], [output + ":factor"]),
            helper.make_node("Mul", [output + ":floats", output + ":factor"], [output]),
        ]

    def replace_nodes(self, nodes):
        graph = self.model.graph
        del graph.node[:]
        graph.node.extend(nodes)
        used = {name for node in nodes for name in node.input}
        kept = [tensor for tensor in graph.initializer if tensor.name in used]
        del graph.initializer[:]
        graph.initializer.extend(kept)
        self.model.opset_import.append(helper.make_opsetid("com.microsoft", 1))
