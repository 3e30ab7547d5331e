"""Makes a very small GPT-2 and T5 with random weights, exported as Hugging Face's Optimum does it.

    pip install torch "optimum-onnx[onnxruntime]" transformers
    python models/training/make_tiny_generators.py --out inference/src/test/resources/generators

They show that exports of language models are decoded as their own library decodes them: DIR gets
`gpt2` and `t5`, each with its ONNX files, `tokenizer.json`, `config.json`, and `expected.json`: for
each prompt its tokens, the tokens of a greedy search and of a beam search of width 4.
"""
import argparse
import json
import pathlib
import shutil
import tempfile

import torch
import transformers
from optimum.exporters.onnx import main_export
from tokenizers import Tokenizer

TOKENIZER = pathlib.Path("inference/src/test/resources/transformers/roberta/tokenizer.json")
PROMPTS = ["chào cả nhà", "good night all", "shut up you idiot", "a", "một hai ba bốn năm sáu bảy tám"]
NEW_TOKENS = 12
WIDTH = 4
BEGIN, PAD, END = 0, 1, 2


def small(kind, size):
    if kind == "gpt2":
        shape = transformers.GPT2Config(
            vocab_size=size, n_positions=128, n_embd=32, n_layer=2, n_head=4,
            bos_token_id=BEGIN, eos_token_id=END, pad_token_id=PAD,
        )
        return transformers.GPT2LMHeadModel(shape)
    shape = transformers.T5Config(
        vocab_size=size, d_model=32, d_kv=8, d_ff=64, num_layers=2, num_heads=4,
        decoder_start_token_id=PAD, pad_token_id=PAD, eos_token_id=END,
    )
    return transformers.T5ForConditionalGeneration(shape)


def expected(model, tokenizer, kind):
    for text in PROMPTS:
        ids = torch.tensor([tokenizer.encode(text).ids])
        before = ids.shape[1] if kind == "gpt2" else 1
        answers = {}
        for name, width in (("greedy", 1), ("beam", WIDTH)):
            with torch.no_grad():
                found = model.generate(ids, attention_mask=torch.ones_like(ids), num_beams=width, do_sample=False, max_new_tokens=NEW_TOKENS)
            answers[name] = [token for token in found[0].tolist()[before:] if token not in (PAD, END)]
        yield {"text": text, "ids": ids[0].tolist(), **answers}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=pathlib.Path, required=True)
    o = parser.parse_args()
    tokenizer = Tokenizer.from_file(str(TOKENIZER))
    fast = transformers.PreTrainedTokenizerFast(tokenizer_object=tokenizer, bos_token="<s>", pad_token="<pad>", eos_token="</s>")
    for kind, task, files in (
        ("gpt2", "text-generation-with-past", ["model.onnx"]),
        ("t5", "text2text-generation-with-past", ["encoder_model.onnx", "decoder_model_merged.onnx"]),
    ):
        torch.manual_seed(3)
        model = small(kind, tokenizer.get_vocab_size())
        for weights in model.parameters():
            torch.nn.init.normal_(weights, std=0.3)
        model.eval()
        folder = o.out / kind
        folder.mkdir(parents=True, exist_ok=True)
        rows = list(expected(model, tokenizer, kind))
        with tempfile.TemporaryDirectory() as place:
            source, target = pathlib.Path(place) / "model", pathlib.Path(place) / "onnx"
            model.save_pretrained(source)
            fast.save_pretrained(source)
            main_export(str(source), str(target), task=task)
            for file in [*files, "config.json", "tokenizer.json"]:
                shutil.copy(target / file, folder / file)
        lines = ",\n".join(" " + json.dumps(row, ensure_ascii=False) for row in rows)
        (folder / "expected.json").write_text(f"[\n{lines}\n]\n")


if __name__ == "__main__":
    main()
