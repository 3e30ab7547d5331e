"""Writes trained networks as the two files that the tagger serves.

embeddings.safetensors holds the tables of embeddings in eight bits, network.onnx all that comes after: it
reads of every token the row of the word, that of the bare word and the sum of the others, as whole
numbers. What one of them stands for is folded into the weights of the LSTMs. The graph is written
node by node, so that it holds nothing but the work.
"""
import numpy
import onnx
from onnx import TensorProto, helper, numpy_helper

import weights

OPSET = 13
# Stated, since a newer onnx writes one that the server's runtime does not read.
IR_VERSION = 8


class Graph:
    def __init__(self):
        self.nodes, self.constants = [], []

    def constant(self, name, values):
        self.constants.append(numpy_helper.from_array(numpy.ascontiguousarray(values), name))
        return name

    def add(self, kind, inputs, output, **attributes):
        self.nodes.append(helper.make_node(kind, inputs, [output], **attributes))
        return output


def in_eight_bits(table, members):
    """Each member's table as whole numbers, [ROWS, width], and what one of them stands for."""
    parts = numpy.split(table.numpy(), members, 1)
    scales = [numpy.float32(numpy.abs(part).max() / 127) for part in parts]
    return [(numpy.round(part / scale).astype(numpy.int8), scale) for part, scale in zip(parts, scales)]


def gates(weight):
    """[..., 4 * hidden] from the order of training (i, f, o, c) to that of ONNX (i, o, f, c)."""
    i, f, o, c = numpy.split(weight, 4, -1)
    return numpy.concatenate([i, o, f, c], -1)


def write_embeddings(tables, path):
    """Writes each member's table, [ROWS, width], as Embeddings.java reads them."""
    weights.write(path, "chatwarden-embeddings", {"embeddings": numpy.stack(tables, 1)})


def member(graph, m, networks, scale):
    state = {name: tensor.detach().numpy() for name, tensor in networks.state_dict().items()}
    ways = numpy.split(state["enter"][m] * scale, 2, -1)
    recur = state["recur"][[m, m + networks.members]]
    bias = numpy.stack([gates(way) for way in numpy.split(state["bias"][m, 0], 2)])
    inputs = [
        f"vectors{m}",
        graph.constant(f"w{m}", numpy.stack([gates(way).T for way in ways])),
        graph.constant(f"r{m}", gates(recur).transpose(0, 2, 1)),
        graph.constant(f"b{m}", numpy.concatenate([bias, numpy.zeros_like(bias)], 1)),
        "lengths",
    ]
    size = networks.hidden
    hidden = graph.add("LSTM", inputs, f"lstm{m}", direction="bidirectional", hidden_size=size)
    hidden = graph.add("Transpose", [hidden], f"turned{m}", perm=[0, 2, 1, 3])
    hidden = graph.add("Reshape", [hidden, "joined"], f"hidden{m}")
    # After the end of a text the hidden states are 0, which is the least that counts.
    most = graph.add("ReduceMax", [hidden], f"most{m}", axes=[0], keepdims=1)
    most = graph.add("Relu", [most], f"most_at_least_zero{m}")
    here, anywhere = numpy.split(state["leave"][m], 2)
    here = graph.add("MatMul", [hidden, graph.constant(f"here_weights{m}", here)], f"here{m}")
    anywhere = graph.add("MatMul", [most, graph.constant(f"text_weights{m}", anywhere)], f"text{m}")
    bias = graph.constant(f"score_bias{m}", state["leave_bias"][m])
    anywhere = graph.add("Add", [anywhere, bias], f"text_biased{m}")
    both = graph.add("Add", [here, anywhere], f"both{m}")
    return graph.add("Unsqueeze", [both, "first"], f"scores{m}")


def export(networks, table, folder):
    """Writes `networks` and their `table` to the folder."""
    tables = in_eight_bits(table, networks.members)
    write_embeddings([rows for rows, _ in tables], folder / "embeddings.safetensors")
    graph = Graph()
    graph.constant("joined", numpy.array([0, 0, -1], numpy.int64))
    graph.constant("first", numpy.array([0], numpy.int64))
    scores = [member(graph, m, networks, scale) for m, (_, scale) in enumerate(tables)]
    graph.add("Concat", scores, "scores", axis=0)
    graph.constant("step_scores", networks.step_scores().detach().numpy().reshape(-1, 9))
    graph.add("Identity", ["step_scores"], "steps")
    value = helper.make_tensor_value_info
    shape = ["tokens", "texts", 3 * networks.width]
    vectors = [value(f"vectors{m}", TensorProto.FLOAT, shape) for m in range(networks.members)]
    model = helper.make_model(
        helper.make_graph(
            graph.nodes,
            "span-networks",
            [*vectors, value("lengths", TensorProto.INT32, ["texts"])],
            [
                value("scores", TensorProto.FLOAT, [networks.members, "tokens", "texts", 2]),
                value("steps", TensorProto.FLOAT, [networks.members, 9]),
            ],
            graph.constants,
        ),
        producer_name="chatwarden",
        opset_imports=[helper.make_opsetid("", OPSET)],
        ir_version=IR_VERSION,
    )
    onnx.checker.check_model(model)
    onnx.save(model, str(folder / "network.onnx"))
