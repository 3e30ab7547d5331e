"""The encoder: a pre-norm transformer over subwords, and the heads that are fitted on top of it.

The weights of a pretrained encoder are read from `<name>.json` (kind, shape and place of each tensor)
and the joined files `<name>.0`, `<name>.1`, …: `i8` is one float16 scale a row and then the rows in
eight bits, `f16` is float16.
"""
import io
import json
import pathlib

import numpy as np
import torch
from torch import nn
from torch.nn import functional as F

DROPOUT = 0.1
PART = 15 << 20


class Block(nn.Module):
    def __init__(self, width, heads):
        super().__init__()
        self.h = heads
        self.n1 = nn.LayerNorm(width)
        self.qkv = nn.Linear(width, 3 * width)
        self.o = nn.Linear(width, width)
        self.n2 = nn.LayerNorm(width)
        self.f1 = nn.Linear(width, 4 * width)
        self.f2 = nn.Linear(4 * width, width)

    def forward(self, x, mask=None):
        batch, length, width = x.shape
        parts = self.qkv(self.n1(x)).view(batch, length, 3, self.h, width // self.h)
        query, key, value = parts.permute(2, 0, 3, 1, 4).unbind(0)
        mixed = F.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        mixed = mixed.transpose(1, 2).reshape(batch, length, width)
        x = x + F.dropout(self.o(mixed), DROPOUT, self.training)
        return x + F.dropout(self.f2(F.gelu(self.f1(self.n2(x)))), DROPOUT, self.training)


def reduced_precision():
    """Returns a context for products in bfloat16 where the processor has them; elsewhere they would take a hundred times as long."""
    return torch.autocast("cpu", torch.bfloat16, enabled=torch.ops.mkldnn._is_mkldnn_bf16_supported())


class Encoder(nn.Module):
    """Gives a state a token; `frozen` says whether the embeddings are kept as they were pretrained, `frozen_layers` of how many layers."""

    def __init__(self, shape, frozen=True, frozen_layers=0):
        super().__init__()
        width = shape["dim"]
        self.frozen = frozen
        self.e = nn.Embedding(shape["vocab"], width)
        self.p = nn.Embedding(shape["length"], width)
        self.n0 = nn.LayerNorm(width)
        self.b = nn.ModuleList(Block(width, shape["heads"]) for _ in range(shape["layers"]))
        self.nf = nn.LayerNorm(width)
        for part in (self.e, self.p, self.n0, *self.b[:frozen_layers]) if frozen else ():
            part.requires_grad_(False)

    def forward(self, ids, mask=None):
        x = self.n0(self.e(ids) + self.p(torch.arange(ids.shape[1])))
        x = F.dropout(x, DROPOUT, self.training)
        for block in self.b:
            x = block(x, mask)
        return self.nf(x)


class Heads(nn.Module):
    """Three classes and one span logit a token for each set and, last, over all sets; the kinds of abuse over all sets."""

    def __init__(self, width, sets, kinds):
        super().__init__()
        self.sets = sets
        self.d = nn.Linear(width, width)
        self.c = nn.Linear(width, 3 * (sets + 1))
        self.k = nn.Linear(width, kinds)
        self.t = nn.Linear(width, sets + 1)

    def forward(self, states):
        whole = F.dropout(torch.tanh(self.d(states[:, 0])), DROPOUT, self.training)
        classes = self.c(whole).view(-1, self.sets + 1, 3).float()
        return classes, self.k(whole).float(), self.t(states).float()


def load(folder, name):
    """Returns the description and the tensors of stored weights."""
    folder = pathlib.Path(folder)
    shape = json.loads((folder / f"{name}.json").read_text())
    parts = sorted(folder.glob(f"{name}.[0-9]"), key=lambda part: int(part.suffix[1:]))
    body = b"".join(part.read_bytes() for part in parts)
    return shape, {key: tensor(body, *entry) for key, entry in shape["tensors"].items()}


def tensor(body, kind, shape, at):
    count = int(np.prod(shape))
    if kind == "f16":
        values = np.frombuffer(body, np.float16, count, at).astype(np.float32)
    else:
        scales = np.frombuffer(body, np.float16, shape[0], at).astype(np.float32)
        rows = np.frombuffer(body, np.int8, count, at + 2 * shape[0]).astype(np.float32)
        values = rows.reshape(shape[0], -1) * scales[:, None]
    return torch.from_numpy(np.ascontiguousarray(values.reshape(shape)))


def save(folder, name, shape, tensors):
    """Stores weights in the layout that `load` reads."""
    out, entries = io.BytesIO(), {}
    for key, value in tensors.items():
        value = value.detach().float()
        if value.ndim == 2:
            scale = value.abs().amax(1, keepdim=True).clamp_min(1e-8) / 127
            entries[key] = ["i8", list(value.shape), out.tell()]
            out.write(scale.half().numpy().tobytes())
            out.write(torch.round(value / scale).clamp(-127, 127).to(torch.int8).numpy().tobytes())
        else:
            entries[key] = ["f16", list(value.shape), out.tell()]
            out.write(value.half().numpy().tobytes())
    body = out.getvalue()
    for number, at in enumerate(range(0, len(body), PART)):
        (pathlib.Path(folder) / f"{name}.{number}").write_bytes(body[at : at + PART])
    described = {key: shape[key] for key in ("dim", "layers", "heads", "length", "vocab")}
    (pathlib.Path(folder) / f"{name}.json").write_text(json.dumps({**described, "tensors": entries}))
