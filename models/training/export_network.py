"""Writes trained networks as the one ONNX file that the tagger serves.

The graph is written node by node, so that it holds nothing but the work: the eight-bit tables of
embeddings, whose scales are folded into the weights behind them, the LSTMs and the scores.
"""
import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

OPSET = 13


class Graph:
    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, name, values):
        self.constants.append(numpy_helper.from_array(numpy.ascontiguousarray(values), name))
        return name

    def add(self, kind, inputs, output, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output


def gates(weight):
    """From the gates' order of PyTorch (input, forget, cell, output) to that of ONNX (i, o, f, c)."""
    i, f, c, o = numpy.split(weight, 4)
    return numpy.concatenate([i, o, f, c])


def member(graph, m, network):
    state = {name: tensor.detach().numpy() for name, tensor in network.state_dict().items()}
    table = state["table.weight"]
    scale = float(numpy.abs(table).max() / 127)
    rows = graph.constant(f"table{m}", numpy.round(table / scale).astype(numpy.int8))
    words = graph.add("Gather", [rows, "words"], f"word_rows{m}")
    words = graph.add("Reshape", [words, "flat"], f"word_bytes{m}")
    words = graph.add("Cast", [words], f"words{m}", to=TensorProto.FLOAT)
    bag = graph.add("Gather", [rows, "bag"], f"bag_rows{m}")
    bag = graph.add("Cast", [bag], f"bag_floats{m}", to=TensorProto.FLOAT)
    bag = graph.add("ReduceSum", [bag, "places"], f"bag{m}", keepdims=0)
    hidden = graph.add("Concat", [words, bag], f"embedded{m}", axis=2)
    for layer in range(network.reader.num_layers):
        ways = [f"l{layer}", f"l{layer}_reverse"]
        part = lambda name, way: state[f"reader.{name}_{way}"]
        factor = scale if layer == 0 else 1
        w = numpy.stack([gates(part("weight_ih", way)) * numpy.float32(factor) for way in ways])
        r = numpy.stack([gates(part("weight_hh", way)) for way in ways])
        b = numpy.stack(
            [numpy.concatenate([gates(part("bias_ih", way)), gates(part("bias_hh", way))]) for way in ways]
        )
        hidden = graph.add(
            "LSTM",
            [
                hidden,
                graph.constant(f"w{m}_{layer}", w),
                graph.constant(f"r{m}_{layer}", r),
                graph.constant(f"b{m}_{layer}", b),
                "lengths",
            ],
            f"lstm{m}_{layer}",
            direction="bidirectional",
            hidden_size=network.reader.hidden_size,
        )
        hidden = graph.add("Transpose", [hidden], f"turned{m}_{layer}", perm=[0, 2, 1, 3])
        hidden = graph.add("Reshape", [hidden, "joined"], f"hidden{m}_{layer}")
    scores = graph.constant(f"score_weights{m}", state["scores.weight"].T)
    bias = graph.constant(f"score_bias{m}", state["scores.bias"])
    hidden = graph.add("MatMul", [hidden, scores], f"plain{m}")
    hidden = graph.add("Add", [hidden, bias], f"biased{m}")
    return graph.add("Unsqueeze", [hidden, "first"], f"scores{m}")


def export(networks, path):
    """Writes `networks`, of any widths, to `path`."""
    graph = Graph()
    graph.constant("flat", numpy.array([0, 0, -1], numpy.int64))
    graph.constant("joined", numpy.array([0, 0, -1], numpy.int64))
    graph.constant("places", numpy.array([2], numpy.int64))
    graph.constant("first", numpy.array([0], numpy.int64))
    for name, value in (("zero", 0), ("two", 2), ("end", 2**31)):
        graph.constant(name, numpy.array([value], numpy.int64))
    graph.add("Slice", ["ids", "zero", "two", "places"], "words")
    graph.add("Slice", ["ids", "two", "end", "places"], "bag")
    scores = [member(graph, m, network) for m, network in enumerate(networks)]
    graph.add("Concat", scores, "scores", axis=0)
    steps = numpy.stack([n.step_scores().detach().numpy().flatten() for n in networks])
    graph.constant("step_scores", steps.astype(numpy.float32))
    graph.add("Identity", ["step_scores"], "steps")
    value = helper.make_tensor_value_info
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "span-network",
            [
                value("ids", TensorProto.INT32, ["tokens", "texts", "places_of_a_token"]),
                value("lengths", TensorProto.INT32, ["texts"]),
            ],
            [
                value("scores", TensorProto.FLOAT, [len(networks), "tokens", "texts", 2]),
                value("steps", TensorProto.FLOAT, [len(networks), 9]),
            ],
            graph.constants,
        ),
        producer_name="chatwarden",
        opset_imports=[helper.make_opsetid("", OPSET)],
    )
    onnx.checker.check_model(model)
    onnx.save(model, path)
