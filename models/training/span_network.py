"""The network of the span tagger: its data, its layers, its loss, and the decoder that is served.

What a token is, its numbers (rows of the table of embeddings) and its label are made by
`chatwarden train stage2-tokens`, the same code that serves, and only read here.
"""
import json
import random

import torch
from torch import nn

OUTSIDE, BEGIN, INSIDE = 0, 1, 2
ROWS = 1 << 16


class Text:
    """A text as the network reads it, and the truth."""

    def __init__(self, line):
        row = json.loads(line)
        self.fold = row["fold"]
        self.starts, self.ends = row["s"], row["e"]
        self.labels = row["y"]
        self.ids = row["x"]
        self.marked = set(row["m"])

    def __len__(self):
        return len(self.labels)


def read_texts(path):
    with open(path, encoding="utf-8") as lines:
        return [Text(line) for line in lines]


class Marginals:
    """Of every token the probability to begin and to continue a span; of the text, to be clean."""

    def __init__(self, clean, begin, inside):
        self.clean, self.begin, self.inside = clean, begin, inside


def read_marginals(path):
    with open(path, encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [Marginals(row["clean"], row["b"], row["i"]) for row in rows]


def mean_marginals(parts, weights=None):
    """The weighted mean of several models' marginals of the same texts."""
    weights = weights or [1 / len(parts)] * len(parts)
    means = []
    for texts in zip(*parts):
        means.append(
            Marginals(
                sum(w * t.clean for w, t in zip(weights, texts)),
                [sum(w * p for w, p in zip(weights, ps)) for ps in zip(*(t.begin for t in texts))],
                [sum(w * p for w, p in zip(weights, ps)) for ps in zip(*(t.inside for t in texts))],
            )
        )
    return means


class SpanNetwork(nn.Module):
    """Embeddings of a token's word, bare word and n-grams; a BiLSTM; two scores a token.

    Beside the scores stand nine steps between labels, as a linear-chain CRF has them; outside
    scores 0, and inside never follows outside.
    """

    def __init__(self, width=64, hidden=128, layers=1, dropout=0.5):
        super().__init__()
        self.width = width
        self.table = nn.Embedding(ROWS, width, padding_idx=0)
        nn.init.normal_(self.table.weight, std=0.1)
        with torch.no_grad():
            self.table.weight[0] = 0
        self.reader = nn.LSTM(
            3 * width, hidden, layers, bidirectional=True, dropout=dropout if layers > 1 else 0
        )
        self.scores = nn.Linear(2 * hidden, 2)
        self.steps = nn.Parameter(torch.zeros(9))
        self.drop = nn.Dropout(dropout)

    def embed(self, ids):
        """From [T, B, F] numbers to [T, B, 3 * width]; F is at least 3."""
        words = self.table(ids[:, :, :2]).flatten(2)
        if not self.training:
            return torch.cat([words, self.table(ids[:, :, 2:]).sum(2)], 2)
        bag = nn.functional.embedding_bag(  # The same sum, with a gradient that is quick to get.
            ids[:, :, 2:].flatten(0, 1),
            self.table.weight,
            mode="sum",
            sparse=self.table.sparse,
            padding_idx=0,
        )
        return torch.cat([words, bag.view(*ids.shape[:2], self.width)], 2)

    def forward(self, ids, lengths):
        """The scores of begin and inside, [T, B, 2]; `lengths` are in falling order."""
        return self.read(self.drop(self.embed(ids)), lengths)

    def read(self, embedded, lengths):
        if self.training:
            return self.scores(self.drop(self.unrolled(embedded, lengths)))
        packed = nn.utils.rnn.pack_padded_sequence(embedded, lengths)
        hidden, _ = nn.utils.rnn.pad_packed_sequence(self.reader(packed)[0])
        return self.scores(self.drop(hidden))

    def unrolled(self, inputs, lengths):
        """What `reader` computes, step by step: many times quicker to train without a GPU."""
        places = torch.arange(len(inputs)).unsqueeze(1)
        turned = torch.where(places < lengths, lengths - 1 - places, places).unsqueeze(2)
        for layer in range(self.reader.num_layers):
            if layer:
                inputs = self.drop(inputs)
            forth = self.one_way(inputs, f"l{layer}")
            back = self.one_way(inputs.gather(0, turned.expand_as(inputs)), f"l{layer}_reverse")
            back = back.gather(0, turned.expand_as(back))
            inputs = torch.cat([forth, back], 2)
        return inputs

    def one_way(self, inputs, name):
        weight = lambda part: getattr(self.reader, f"{part}_{name}")
        gates = nn.functional.linear(inputs, weight("weight_ih"), weight("bias_ih") + weight("bias_hh"))
        recurrent = weight("weight_hh").t()
        h = torch.zeros(inputs.shape[1], self.reader.hidden_size)
        c, outputs = h, []
        for step in gates.unbind(0):
            i, f, g, o = torch.addmm(step, h, recurrent).chunk(4, 1)
            c = torch.sigmoid(f) * c + torch.sigmoid(i) * torch.tanh(g)
            h = torch.sigmoid(o) * torch.tanh(c)
            outputs.append(h)
        return torch.stack(outputs)

    def step_scores(self):
        steps = self.steps.view(3, 3)
        forbidden = torch.zeros(3, 3)
        forbidden[OUTSIDE, INSIDE] = -1e4
        return steps + forbidden


def log_partition(scores, steps, mask):
    """The logarithm of the sum over all label paths: [B]."""
    scores, mask = scores.unbind(0), mask.unsqueeze(2).unbind(0)
    state = steps[OUTSIDE] + scores[0]
    for score, real in zip(scores[1:], mask[1:]):
        after = torch.logsumexp(state.unsqueeze(2) + steps, 1) + score
        state = torch.where(real, after, state)
    return torch.logsumexp(state, 1)


def loss(network, ids, lengths, labels):
    """The mean over texts of the negative log-likelihood, each text by the root of its length."""
    two = network(ids, lengths)
    scores = torch.cat([torch.zeros(*two.shape[:2], 1), two], 2)
    steps = network.step_scores()
    mask = labels >= 0
    safe = labels.clamp(min=0)
    before = torch.cat([torch.full_like(safe[:1], OUTSIDE), safe[:-1]])
    path = scores.gather(2, safe.unsqueeze(2)).squeeze(2) + steps[before, safe]
    likelihood = (path * mask).sum(0) - log_partition(scores, steps, mask)
    return -(likelihood / lengths.float().sqrt()).mean()


def batch_of(texts, drop_word=0.0, drop_id=0.0):
    """Padded numbers [T, B, F], lengths and labels [T, B] (-1 is padding), longest text first."""
    texts = sorted(texts, key=lambda text: -len(text))
    longest = len(texts[0])
    most = max(3, max(len(token) for text in texts for token in text.ids))
    ids = torch.zeros(longest, len(texts), most, dtype=torch.long)
    labels = torch.full((longest, len(texts)), -1, dtype=torch.long)
    for b, text in enumerate(texts):
        for t, token in enumerate(text.ids):
            ids[t, b, : len(token)] = torch.tensor(token)
        labels[: len(text), b] = torch.tensor(text.labels)
    if drop_id:
        ids *= torch.rand(ids.shape) >= drop_id
    if drop_word:
        kept = torch.rand(longest, len(texts), 1) >= drop_word
        ids[:, :, :2] *= kept
    return ids, torch.tensor([len(text) for text in texts]), labels, texts


def batches(texts, size, rng):
    """Batches of texts of like length, in random order; empty texts are left out."""
    order = [text for text in texts if len(text)]
    order.sort(key=lambda text: (len(text) + rng.random() * 4))
    cut = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(cut)
    return cut


@torch.no_grad()
def marginals(network, texts, size=64):
    """What the network says of `texts`, in their order."""
    network.eval()
    steps = network.step_scores().double()
    found = {}
    order = sorted((text for text in texts if len(text)), key=len)
    for i in range(0, len(order), size):
        ids, lengths, _, some = batch_of(order[i : i + size])
        two = network(ids, lengths).double()
        for b, text in enumerate(some):
            scores = torch.cat([torch.zeros(len(text), 1, dtype=torch.double), two[: len(text), b]], 1)
            found[id(text)] = weigh(scores, steps)
    return [found.get(id(text), Marginals(1.0, [], [])) for text in texts]


def weigh(scores, steps):
    """Forward and backward over one text."""
    import numpy

    emit = numpy.exp(scores.numpy())
    step = numpy.exp(steps.numpy())
    n = len(emit)
    forward, scale = numpy.zeros((n, 3)), numpy.zeros(n)
    state = numpy.array([1.0, 0, 0])
    for t in range(n):
        state = state @ step * emit[t]
        scale[t] = state.sum()
        state = state / scale[t]
        forward[t] = state
    back = numpy.ones(3)
    both = numpy.zeros((n, 3))
    for t in range(n - 1, -1, -1):
        both[t] = forward[t] * back
        back = step @ (emit[t] * back) / scale[t]
    clean = float(numpy.exp(n * steps[0, 0].item() - numpy.log(scale).sum()))
    return Marginals(clean, both[:, 1].tolist(), both[:, 2].tolist())


def decode(text, m, odds):
    """The code points of the answer with the highest expected F1, as SpanDecoder chooses them."""
    weighted = m.clean * odds
    dirty = 1 - m.clean
    empty = weighted / (weighted + dirty) if weighted + dirty else 1
    if empty >= 0.5 or not len(text):
        return set()
    units = []
    for t in range(len(text)):
        if t and text.starts[t] > text.ends[t - 1]:
            units.append((min(1, m.inside[t] / dirty), text.ends[t - 1], text.starts[t]))
        units.append((min(1, (m.begin[t] + m.inside[t]) / dirty), text.starts[t], text.ends[t]))
    expected = sum(p * (e - s) for p, s, e in units)
    units.sort(key=lambda unit: (-unit[0], unit[1]))
    best, chosen, hits, size = empty, 0, 0.0, 0
    for k, (p, s, e) in enumerate(units):
        hits += p * (e - s)
        size += e - s
        worth = (1 - empty) * 2 * hits / (size + expected)
        if worth > best:
            best, chosen = worth, k + 1
    return {i for _, s, e in units[:chosen] for i in range(s, e)}


def f1(answer, truth):
    if not answer or not truth:
        return float(not answer and not truth)
    return 2 * len(answer & truth) / (len(answer) + len(truth))


def figures(texts, found, odds):
    """Mean F1 over all texts, those with spans, those without, and a chat's share (17 %)."""
    values = [f1(decode(text, m, odds), text.marked) for text, m in zip(texts, found)]
    bearing = [v for v, text in zip(values, texts) if text.marked]
    clean = [v for v, text in zip(values, texts) if not text.marked]
    mean = lambda part: sum(part) / len(part) if part else float("nan")
    b, c = mean(bearing), mean(clean)
    return {"all": mean(values), "bearing": b, "clean": c, "chat": 0.17 * b + 0.83 * c}


def seed_everything(seed):
    random.seed(seed)
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)


class ConvNetwork(nn.Module):
    """As SpanNetwork, but read by residual convolutions instead of LSTMs."""

    def __init__(self, width=64, hidden=128, layers=3, dropout=0.4, dilations=(1, 2, 4)):
        super().__init__()
        self.width = width
        self.table = nn.Embedding(ROWS, width, padding_idx=0)
        nn.init.normal_(self.table.weight, std=0.1)
        with torch.no_grad():
            self.table.weight[0] = 0
        self.enter = nn.Linear(3 * width, hidden)
        self.convs = nn.ModuleList(
            nn.Conv1d(hidden, hidden, 3, padding=d, dilation=d) for d in dilations[:layers]
        )
        self.scores = nn.Linear(2 * hidden, 2)
        self.steps = nn.Parameter(torch.zeros(9))
        self.drop = nn.Dropout(dropout)

    embed = SpanNetwork.embed
    step_scores = SpanNetwork.step_scores

    def forward(self, ids, lengths):
        embedded = self.drop(self.embed(ids))
        mask = (torch.arange(ids.shape[0]).unsqueeze(1) < lengths).float().t().unsqueeze(1)
        x = torch.relu(self.enter(embedded)).permute(1, 2, 0) * mask
        for conv in self.convs:
            x = x + self.drop(torch.relu(conv(x))) * mask
        top = x.max(2, keepdim=True)[0].expand_as(x)
        return self.scores(self.drop(torch.cat([x, top], 1).permute(2, 0, 1)))
