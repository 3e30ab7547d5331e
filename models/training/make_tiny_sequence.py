"""Makes a very small sequence model of the rewriter with random weights.

    python models/training/make_tiny_sequence.py --out inference/src/test/resources/generators/sequence

It shows that Java decodes it as PyTorch does, which keeps no states: DIR gets the files of a model and
`expected.json`: for some tokens, which are drawn, those of a greedy search; see `states`.
"""
import argparse
import json
import pathlib
import sys

import torch

sys.path.append(str(pathlib.Path(__file__).resolve().parent / "rewriter"))
import sequence  # noqa: E402
import sequence_export  # noqa: E402

VOCABULARY, STATES = 16384, 512  # those of the rewriter that ships
WORDS = [sequence.END, 2000, 2001, 2002, 2003]
MOST = 12
SEED = 12


def greedy(encoder, decoder, heads, ids, read):
    """Reads all tokens anew for each one that it writes."""
    memory, written = encoder(ids, torch.ones_like(ids), read)[..., :-1], [sequence.CLS]
    while len(written) <= MOST:
        copied, named = heads(decoder(torch.tensor([written]), memory)[0][:, -1:], memory)
        shares = torch.zeros(VOCABULARY).scatter_add(0, torch.tensor(WORDS), named[0, 0].exp()).scatter_add(0, ids[0], copied[0, 0].exp())
        written.append(int(shares.argmax()))
        if written[-1] == sequence.END:
            return written[1:-1]
    return written[1:]


def states(tokens):
    """Returns numbers that Java makes in the same way."""
    return ((torch.arange(tokens * STATES) * 7919 % 1000) / 5000 - 0.1).view(1, tokens, STATES)


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=pathlib.Path, required=True)
    o = parser.parse_args()
    sequence.WIDTH, sequence.HEADS, sequence.TOKEN_WIDTH = 8, 2, 2
    torch.manual_seed(SEED)
    decoder, heads = sequence.Decoder(VOCABULARY, STATES).eval(), sequence.Heads(len(WORDS)).eval()
    for weights in (*decoder.parameters(), *heads.parameters()):
        torch.nn.init.normal_(weights, std=0.7)
    encoder, step = sequence_export.Encoder(decoder).eval(), sequence_export.Step(decoder, heads, WORDS).eval()
    o.out.mkdir(parents=True, exist_ok=True)
    sequence_export.export(encoder, step, STATES, o.out)
    (o.out / "config.json").write_text(json.dumps({"decoder_start_token_id": sequence.CLS, "eos_token_id": sequence.END}) + "\n")
    rows = []
    for length in (1, 3, 6, 9, 12, 15, 18):
        ids = torch.randint(4, VOCABULARY, (1, length))
        rows.append({"ids": ids[0].tolist(), "greedy": greedy(encoder, decoder, heads, ids, states(length))})
    (o.out / "expected.json").write_text("[\n" + ",\n".join(json.dumps(row) for row in rows) + "\n]\n")


if __name__ == "__main__":
    main()
