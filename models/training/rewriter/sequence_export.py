"""Exports the fitted sequence model to ONNX in eight-bit integers.

    python sequence_export.py --data ../shared/data --model EXPORT --weights WORK

EXPORT/sequence gets `encoder_model.onnx` (inputs: `input_ids` and `attention_mask`, int64 [1, tokens], `states`, float [1, tokens, width], those of the
edit network without the first token, scaled to the length 1; output `last_hidden_state`: keys and values of all layers, the pointer's keys,
and the tokens themselves), `decoder_model_merged.onnx` (inputs: `input_ids`, `encoder_attention_mask`, `encoder_hidden_states`,
`past_key_values.N.decoder.key` and `.value`, empty at first; outputs: `logits`, log probabilities over the vocabulary, and
`present.N.decoder.key` and `.value`), `config.json`, and `words.json`: those that the decoder may write by itself.
"""
import argparse
import json
import pathlib
import tempfile

import numpy as np
import torch
from torch.nn import functional as F

import sequence
import sequence_texts
from words import CLS, Cutter
from writer import DECODER, ENCODER, FOLDER

import quantise

SAMPLES = 100
LEAST = 1e-30  # the probability of a token that neither the text nor the words have


class Encoder(torch.nn.Module):
    def __init__(self, decoder):
        super().__init__()
        self.decoder = decoder

    def forward(self, input_ids, attention_mask, states):
        memory = self.decoder.memory(input_ids, states) * attention_mask[..., None]
        return torch.cat([memory, input_ids[..., None].float()], -1)


class Step(torch.nn.Module):
    def __init__(self, decoder, heads, words):
        super().__init__()
        self.decoder, self.heads = decoder, heads
        self.register_buffer("words", torch.tensor(words))

    def forward(self, input_ids, encoder_attention_mask, encoder_hidden_states, *past):
        memory, ids = encoder_hidden_states[..., :-1], encoder_hidden_states[..., -1].long()
        x, kept = self.decoder(input_ids, memory, [past[i : i + 2] for i in range(0, len(past), 2)])
        copied, named = self.heads(x, memory)
        copied = copied + (1 - encoder_attention_mask[:, None]) * -1e4
        shares = torch.zeros(1, 1, self.decoder.e.num_embeddings).scatter_add(2, self.words[None, None], named.exp())
        shares = shares.scatter_add(2, ids[:, None], copied.exp())
        return torch.log(shares + LEAST), *(part for pair in kept for part in pair)


def parts():
    return [f"{i}.decoder.{part}" for i in range(sequence.LAYERS) for part in ("key", "value")]


def loaded(folder):
    """Returns the decoder, its heads and words: of a fit that is done, or under way."""
    if (folder / "sequence.pt").exists():
        state = torch.load(folder / "sequence.pt")
    else:
        kept = torch.load(folder / "state.pt")
        state = {"decoder": kept["encoder"], "heads": kept["heads"], "words": kept["sets"]}
        print("of step", kept["step"])
    words, weights = state["words"], state["decoder"]
    decoder = sequence.Decoder(len(weights["e.weight"]), weights["states.weight"].shape[1])
    heads = sequence.Heads(len(words))
    decoder.load_state_dict(weights)
    heads.load_state_dict(state["heads"])
    return decoder.eval(), heads.eval(), words


def export(encoder, step, width, folder):
    ids, one = torch.ones((1, 5), dtype=torch.int64), {1: "tokens"}
    torch.onnx.export(
        encoder, (ids, ids, torch.zeros(1, 5, width)), str(folder / ENCODER), input_names=["input_ids", "attention_mask", "states"],
        output_names=["last_hidden_state"], opset_version=17, dynamo=False,
        dynamic_axes={"input_ids": one, "attention_mask": one, "states": one, "last_hidden_state": one},
    )
    memory = encoder(ids, ids, torch.zeros(1, 5, width))
    past = torch.zeros(1, sequence.HEADS, 3, sequence.WIDTH // sequence.HEADS)
    inputs = ["input_ids", "encoder_attention_mask", "encoder_hidden_states", *(f"past_key_values.{part}" for part in parts())]
    axes = {"encoder_attention_mask": one, "encoder_hidden_states": one}
    axes |= {f"past_key_values.{part}": {2: "past"} for part in parts()} | {f"present.{part}": {2: "present"} for part in parts()}
    torch.onnx.export(
        step, (ids[:, :1], ids, memory, *[past] * len(parts())), str(folder / DECODER), input_names=inputs,
        output_names=["logits", *(f"present.{part}" for part in parts())], opset_version=17, dynamo=False, dynamic_axes=axes,
    )


def samples(o, encoder, step):
    """Gives feeds of the encoder and of each step of the decoder: texts of the rows kept apart, and what the model writes."""
    from scorers import Network

    served, cutter = Network(o.model), Cutter(o.model / "tokenizer.json", sequence.LONGEST_SOURCE)
    first, steps = [], []
    for text in sequence_texts.apart(o.data)[:SAMPLES]:
        ids = cutter(text)[0]
        states = F.normalize(torch.from_numpy(served([ids])[0][:, 1:]), dim=2)
        ids = torch.from_numpy(ids[None, 1:])
        mask, token = torch.ones_like(ids), CLS
        first.append({"input_ids": ids.numpy(), "attention_mask": mask.numpy(), "states": states.numpy()})
        past = [torch.zeros(1, sequence.HEADS, 0, sequence.WIDTH // sequence.HEADS)] * len(parts())
        memory = encoder(ids, mask, states)
        for _ in range(ids.shape[1] + 3):
            fed = torch.tensor([[token]])
            steps.append(
                {"input_ids": fed.numpy(), "encoder_attention_mask": mask.numpy(), "encoder_hidden_states": memory.numpy()}
                | {f"past_key_values.{part}": values.numpy() for part, values in zip(parts(), past)}
            )
            logits, *past = step(fed, mask, memory, *past)
            token = int(logits[0, -1].argmax())
            if token == sequence.END:
                break
    return first, steps


@torch.no_grad()
def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", type=pathlib.Path, required=True)
    parser.add_argument("--model", type=pathlib.Path, required=True, help="folder of the rewriter.onnx that it was fitted over")
    parser.add_argument("--weights", type=pathlib.Path, required=True)
    o = parser.parse_args()
    out = o.model / FOLDER
    out.mkdir(exist_ok=True)
    torch.set_num_threads(1)
    decoder, heads, words = loaded(o.weights)
    encoder, step = Encoder(decoder).eval(), Step(decoder, heads, words).eval()  # so that dropout stays off after the export
    with tempfile.TemporaryDirectory() as folder:
        whole = pathlib.Path(folder)
        export(encoder, step, decoder.states.in_features, whole)
        for name, feeds in zip((ENCODER, DECODER), samples(o, encoder, step)):
            quantise.quantise(whole / name, out / name, feeds)
            print(name, f"{(whole / name).stat().st_size / 1e6:.1f} MB, in integers {(out / name).stat().st_size / 1e6:.1f} MB")
    (out / "config.json").write_text(json.dumps({"decoder_start_token_id": CLS, "eos_token_id": sequence.END}) + "\n")
    token = Cutter(o.model / "tokenizer.json").tokenizer.id_to_token
    (out / "words.json").write_text(json.dumps([token(word) for word in words if word != sequence.END], ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
