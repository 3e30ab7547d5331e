"""The networks of the span tagger: their data, layers and loss.

What a token is, its numbers (rows of the table of embeddings) and its label are made by
`chatwarden train stage2 --kind network`, by the code that serves, and only read here.

Several networks are trained side by side, as one network whose arrays have the member as a
dimension of their own: on a CPU, three cost little more than one, as most of the time of small
networks goes into calling, not into computing. They share batches and nothing else.
"""
import json
import random

import numpy
import torch
from torch import nn
from torch.autograd import Function

from span_answers import Marginals

OUTSIDE, BEGIN, INSIDE = 0, 1, 2
ROWS = 1 << 16
NONE = 0  # The row of no token, which stays 0.


class Text:
    """A text as the network reads it, and the truth."""

    def __init__(self, line):
        row = json.loads(line)
        self.fold = row["fold"]
        self.starts, self.ends = row["s"], row["e"]
        self.labels = torch.tensor(row["y"], dtype=torch.long)
        most = max([3, *map(len, row["x"])])
        self.ids = torch.tensor(
            [ids + [NONE] * (most - len(ids)) for ids in row["x"]], dtype=torch.long
        ).view(-1, most)
        self.marked = set(row["m"])

    def __len__(self):
        return len(self.labels)


def read_texts(path):
    with open(path, encoding="utf-8") as lines:
        return [Text(line) for line in lines]


class Recurrence(Function):
    """LSTMs side by side, [T, N, B, 4 * hidden] to [T, N, B, hidden]; the gates are i, f, o, c.

    Its own gradient takes a third of the time that PyTorch's takes step by step.
    """

    @staticmethod
    def forward(ctx, inputs, weight):
        steps, n, batch, four = inputs.shape
        hidden = four // 4
        gates = torch.empty_like(inputs)
        h, c = (inputs.new_zeros(steps + 1, n, batch, hidden) for _ in range(2))
        bent = inputs.new_empty(steps, n, batch, hidden)
        for t in range(steps):
            torch.baddbmm(inputs[t], h[t], weight, out=gates[t])
            gates[t][..., : 3 * hidden].sigmoid_()
            gates[t][..., 3 * hidden :].tanh_()
            i, f, o, g = gates[t].chunk(4, 2)
            torch.mul(f, c[t], out=c[t + 1])
            c[t + 1].addcmul_(i, g)
            torch.tanh(c[t + 1], out=bent[t])
            torch.mul(o, bent[t], out=h[t + 1])
        ctx.save_for_backward(gates, h, c, bent, weight)
        return h[1:]

    @staticmethod
    def backward(ctx, gradient):
        gates, h, c, bent, weight = ctx.saved_tensors
        steps, n, batch, four = gates.shape
        hidden = four // 4
        i, f, o, g = gates.chunk(4, 3)
        slope = gates * (1 - gates)
        torch.mul(g, g, out=slope[..., 3 * hidden :]).neg_().add_(1)
        for part, factor in zip(slope.chunk(4, 3), (g, c[:-1], bent, i)):
            part.mul_(factor)
        to_cell = o * (1 - bent * bent)
        before = torch.empty_like(gates)
        back, cell = (torch.zeros_like(gradient[0]) for _ in range(2))
        turned = weight.transpose(1, 2)
        for t in range(steps - 1, -1, -1):
            out = gradient[t] + back
            cell = cell.addcmul(out, to_cell[t])
            for part, s, d in zip(before[t].chunk(4, 2), slope[t].chunk(4, 2), (cell, cell, out, cell)):
                torch.mul(d, s, out=part)
            cell = cell * f[t]
            back = torch.bmm(before[t], turned)
        past = h[:-1].permute(1, 3, 0, 2).reshape(n, hidden, steps * batch)
        return before, torch.bmm(past, before.transpose(0, 1).reshape(n, steps * batch, four))


def passes(two, steps, mask):
    """Forward and backward over the labels of a batch, on scaled probabilities.

    `two` [M, T, B, 2], the scores of begin and inside against outside; `steps` [M, 3, 3]; `mask`
    [T, B]. Gives the logarithms of the sums over all paths [M, B], the probabilities of labels
    [M, T, B, 3], and what those of steps are made of.
    """
    members, length, batch, _ = two.shape
    scores = torch.cat([torch.zeros_like(two[..., :1]), two], 3)
    top = scores.max(3, keepdim=True)[0]
    emit, step = (scores - top).exp().transpose(0, 1), steps.exp()
    real = mask.view(length, 1, batch, 1)
    before = two.new_zeros(length + 1, members, batch, 3)
    before[0, :, :, OUTSIDE] = 1
    scale = two.new_ones(length, members, batch, 1)
    for t in range(length):
        state = torch.bmm(before[t], step) * emit[t]
        mass = state.sum(2, keepdim=True)
        scale[t] = torch.where(real[t], mass, scale[t])
        before[t + 1] = torch.where(real[t], state / mass, before[t])
    behind = two.new_ones(length + 1, members, batch, 3)
    ahead = two.new_zeros(length, members, batch, 3)
    for t in range(length - 1, -1, -1):
        ahead[t] = emit[t] * behind[t + 1] / scale[t] * real[t]
        behind[t] = torch.where(real[t], torch.bmm(ahead[t], step.transpose(1, 2)), behind[t + 1])
    total = ((scale.log() + top.transpose(0, 1)) * real).sum(0).squeeze(2)
    labels = (before[1:] * behind[1:] * real).transpose(0, 1)
    return total, labels, before[:-1], ahead, step


class Partition(Function):
    """The logarithm of the sum over all label paths, [M, B]; arguments as of `passes`."""

    @staticmethod
    def forward(ctx, two, steps, mask):
        total, *rest = passes(two, steps, mask)
        ctx.save_for_backward(*rest)
        return total

    @staticmethod
    def backward(ctx, gradient):
        labels, before, ahead, step = ctx.saved_tensors
        of_steps = torch.einsum("tmbi,tmbj,mb->mij", before, ahead, gradient) * step
        return labels[..., 1:] * gradient[:, None, :, None], of_steps, None


class SpanNetworks(nn.Module):
    """Embeddings of a token's word, bare word and n-grams; a BiLSTM; two scores a token.

    What scores a token is, beside what the LSTMs say there, the largest that each of their units
    says anywhere in the text. Beside the scores stand nine steps between labels, as a linear-chain
    CRF has them; outside scores 0, and inside never follows outside. The table of embeddings is
    kept apart ([ROWS, members * width]): a batch reads and changes a few rows of it.
    """

    def __init__(self, members, width=64, hidden=64, dropout=0.4):
        super().__init__()
        self.members, self.width, self.hidden = members, width, hidden
        even = lambda bound, *shape: nn.Parameter(torch.empty(*shape).uniform_(-bound, bound))
        bound = hidden**-0.5
        self.enter = even(bound, members, 3 * width, 8 * hidden)  # Forth, then back.
        self.bias = even(bound, members, 1, 8 * hidden)
        self.recur = even(bound, 2 * members, hidden, 4 * hidden)  # All forth, then all back.
        self.leave = even((4 * hidden) ** -0.5, members, 4 * hidden, 2)
        self.leave_bias = nn.Parameter(torch.zeros(members, 1, 2))
        self.steps = nn.Parameter(torch.zeros(members, 9))
        self.drop = nn.Dropout(dropout)

    def table(self):
        rows = torch.randn(ROWS, self.members * self.width) * 0.1
        rows[NONE] = 0
        return rows

    def embed(self, rows, ids, drop_word):
        """From places in `rows` [T, B, F] to [M, T, B, 3 * width]; F is at least 3, place 0 is 0."""
        length, batch, most = ids.shape
        words = nn.functional.embedding(ids[:, :, :2], rows, padding_idx=0)
        words = words.view(length, batch, 2, self.members, self.width)
        if drop_word:
            words = words * (torch.rand(length, batch, 1, self.members, 1) >= drop_word)
        bag = nn.functional.embedding_bag(
            ids[:, :, 2:].reshape(-1, most - 2), rows, mode="sum", padding_idx=0
        )
        both = torch.cat([words, bag.view(length, batch, 1, self.members, self.width)], 2)
        return both.permute(3, 0, 1, 2, 4).reshape(self.members, length, batch, 3 * self.width)

    def forward(self, rows, ids, lengths, drop_word=0.0):
        """The scores of begin and inside, [M, T, B, 2]; `lengths` are in falling order."""
        length, batch, _ = ids.shape
        flat = (self.members, length * batch, -1)
        embedded = self.drop(self.embed(rows, ids, drop_word))
        gates = torch.baddbmm(self.bias, embedded.view(flat), self.enter)
        forth, back = gates.view(self.members, length, batch, 8 * self.hidden).chunk(2, 3)
        places = torch.arange(length).unsqueeze(1)
        turned = torch.where(places < lengths, lengths - 1 - places, places).view(1, length, batch, 1)
        turn = lambda x: x.gather(1, turned.expand_as(x))
        read = Recurrence.apply(torch.cat([forth, turn(back)]).transpose(0, 1).contiguous(), self.recur)
        forth, back = read.transpose(0, 1).chunk(2)
        hidden = torch.cat([forth, turn(back)], 3)
        real = (places < lengths).view(1, length, batch, 1)
        most = (hidden * real).max(1, keepdim=True)[0].relu().expand_as(hidden)
        hidden = self.drop(torch.cat([hidden, most], 3))
        two = torch.baddbmm(self.leave_bias, hidden.reshape(flat), self.leave)
        return two.view(self.members, length, batch, 2)

    def step_scores(self):
        forbidden = torch.zeros(3, 3)
        forbidden[OUTSIDE, INSIDE] = -1e4
        return self.steps.view(-1, 3, 3) + forbidden


def loss(networks, two, labels, lengths):
    """Of every network the mean over texts of the negative log-likelihood, each text by the root of
    its length; their sum."""
    scores = torch.cat([torch.zeros_like(two[..., :1]), two], 3)
    steps = networks.step_scores()
    mask = labels >= 0
    safe = labels.clamp(min=0)
    before = torch.cat([torch.full_like(safe[:1], OUTSIDE), safe[:-1]])
    chosen = safe.view(1, *safe.shape, 1).expand(len(scores), *safe.shape, 1)
    path = scores.gather(3, chosen).squeeze(3) + steps[:, before, safe]
    likelihood = (path * mask).sum(1) - Partition.apply(two, steps, mask)
    return -(likelihood / lengths.float().sqrt()).mean(1).sum()


def batch_of(texts):
    """Padded numbers [T, B, F], labels [T, B] (-1 is padding) and lengths, the longest text first."""
    texts = sorted(texts, key=lambda text: -len(text))
    most = max(text.ids.shape[1] for text in texts)
    widened = [nn.functional.pad(text.ids, (0, most - text.ids.shape[1])) for text in texts]
    ids = nn.utils.rnn.pad_sequence(widened, padding_value=NONE)
    labels = nn.utils.rnn.pad_sequence([text.labels for text in texts], padding_value=-1)
    return ids, labels, torch.tensor([len(text) for text in texts]), texts


def rows_of(ids):
    """The rows that a batch reads, `NONE` first, and its numbers as places among them."""
    rows, places = torch.unique(torch.cat([torch.tensor([NONE]), ids.flatten()]), return_inverse=True)
    return rows, places[1:].view(ids.shape)


def batches(texts, size, rng):
    """Batches of texts of like length, in random order; empty texts are left out."""
    order = [text for text in texts if len(text)]
    order.sort(key=lambda text: (len(text) + rng.random() * 4))
    cut = [order[i : i + size] for i in range(0, len(order), size)]
    rng.shuffle(cut)
    return cut


@torch.no_grad()
def marginals(networks, table, texts, size=64):
    """The mean of what the networks say of `texts`, in their order."""
    networks.eval()
    steps = networks.step_scores().double()
    found = {}
    order = sorted((text for text in texts if len(text)), key=len)
    for i in range(0, len(order), size):
        ids, labels, lengths, some = batch_of(order[i : i + size])
        rows, places = rows_of(ids)
        two = networks(table[rows], places, lengths).double()
        total, likely, *_ = passes(two, steps, labels >= 0)
        clean = (steps[:, OUTSIDE, OUTSIDE].unsqueeze(1) * lengths - total).exp().mean(0)
        likely = likely.mean(0).numpy()
        for b, text in enumerate(some):
            found[id(text)] = Marginals(clean[b], likely[: len(text), b, 1:])
    return [found.get(id(text), Marginals(1.0, numpy.zeros((0, 2)))) for text in texts]


def seed_everything(seed):
    random.seed(seed)
    torch.manual_seed(seed)
    torch.use_deterministic_algorithms(True)
    torch.set_num_threads(1)
