"""Makes a very small text classifier of each architecture that stage 1 serves, with random weights.

    pip install torch transformers tokenizers onnx onnxruntime onnxscript
    python models/training/make_tiny_classifiers.py --out inference/src/test/resources/transformers

They show that exports of Hugging Face's tools are read as their own library reads them: DIR gets a
folder each with `model.onnx`, `tokenizer.json` and `config.json`, and `expected.json`, the
probabilities that transformers gives for each text, of long ones in overlapping windows. The same
seed gives the same weights on the same libraries.
"""
import argparse
import json
import pathlib

import torch
import transformers
from tokenizers import Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

TEXTS = [
    "chào cả nhà",
    "video hay quá bạn ơi",
    "thằng ngu này",
    "good night all",
    "shut up you idiot",
    "Mình ko nghe rõ 😀 ad nói to lên chút đc ko",
    "!!!",
    "a",
    "e\u0302\u0301 đ.m",
    "một hai ba bốn năm sáu bảy tám chín mười " * 12,
    "one two three four five six seven eight nine ten " * 20,
]
VOCABULARY = 320
TOKENS = 64
SPECIAL = {
    "bert": ["[PAD]", "[UNK]", "[CLS]", "[SEP]"],
    "distilbert": ["[PAD]", "[UNK]", "[CLS]", "[SEP]"],
    "roberta": ["<s>", "<pad>", "</s>", "<unk>"],
    "xlm-roberta": ["<s>", "<pad>", "</s>", "<unk>"],
}


def word_piece(special):
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]"))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.train_from_iterator(TEXTS, trainers.WordPieceTrainer(vocab_size=VOCABULARY, special_tokens=special))
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", special_tokens=[("[CLS]", 2), ("[SEP]", 3)]
    )
    return tokenizer


def byte_pairs(special):
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY, special_tokens=special, initial_alphabet=pre_tokenizers.ByteLevel.alphabet()
    )
    tokenizer.train_from_iterator(TEXTS, trainer)
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return tokenizer


def unigrams(special):
    tokenizer = Tokenizer(models.Unigram())
    tokenizer.normalizer = normalizers.NFKC()
    tokenizer.pre_tokenizer = pre_tokenizers.Metaspace()
    tokenizer.train_from_iterator(
        TEXTS, trainers.UnigramTrainer(vocab_size=VOCABULARY, special_tokens=special, unk_token="<unk>")
    )
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    return tokenizer


def configuration(kind, tokenizer, problem, labels):
    padding = SPECIAL[kind].index("<pad>" if "roberta" in kind else "[PAD]")
    shared = {
        "vocab_size": tokenizer.get_vocab_size(),
        "max_position_embeddings": TOKENS + (padding + 1 if "roberta" in kind else 0),
        "pad_token_id": padding,
        "problem_type": problem,
        "id2label": dict(enumerate(labels)),
        "label2id": {label: i for i, label in enumerate(labels)},
        "initializer_range": 0.4,
    }
    if kind == "distilbert":
        return transformers.DistilBertConfig(dim=16, hidden_dim=32, n_layers=2, n_heads=2, **shared)
    sizes = {"hidden_size": 16, "intermediate_size": 32, "num_hidden_layers": 2, "num_attention_heads": 2}
    if "roberta" in kind:
        shared |= {"bos_token_id": 0, "eos_token_id": 2, "type_vocab_size": 1}
    return {
        "bert": transformers.BertConfig,
        "roberta": transformers.RobertaConfig,
        "xlm-roberta": transformers.XLMRobertaConfig,
    }[kind](**shared, **sizes)


class Logits(torch.nn.Module):
    """The model with tensors in and out, as exporters want it."""

    def __init__(self, model):
        super().__init__()
        self.model = model

    def forward(self, input_ids, attention_mask):
        return self.model(input_ids=input_ids, attention_mask=attention_mask).logits


def export(model, file):
    ids = torch.ones((2, 8), dtype=torch.int64)
    torch.onnx.export(
        Logits(model).eval(),
        (ids, ids),
        file,
        input_names=["input_ids", "attention_mask"],
        output_names=["logits"],
        dynamic_axes={"input_ids": {0: "batch", 1: "tokens"}, "attention_mask": {0: "batch", 1: "tokens"}, "logits": {0: "batch"}},
        opset_version=17,
        dynamo=False,
    )


def probabilities(model, tokenizer, text, problem):
    """Of each window, the probabilities of the labels."""
    tokenizer.enable_truncation(TOKENS, stride=TOKENS // 4)
    encoding = tokenizer.encode(text)
    rows = []
    for window in [encoding, *encoding.overflowing]:
        with torch.no_grad():
            logits = model(input_ids=torch.tensor([window.ids])).logits[0]
        decided = torch.sigmoid(logits) if problem.startswith("multi") else torch.softmax(logits, -1)
        rows.append([round(float(p), 6) for p in decided])
    return rows


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--out", type=pathlib.Path, required=True)
    out = parser.parse_args().out
    single, multi = "single_label_classification", "multi_label_classification"
    for seed, (kind, train, problem, labels) in enumerate(
        [
            ("bert", word_piece, single, ["CLEAN", "OFFENSIVE", "HATE"]),
            ("distilbert", word_piece, single, ["POSITIVE", "NEGATIVE"]),
            ("roberta", byte_pairs, multi, ["toxic", "insult", "identity_hate", "other"]),
            ("xlm-roberta", unigrams, single, ["LABEL_0", "LABEL_1", "LABEL_2"]),
        ]
    ):
        torch.manual_seed(seed)
        tokenizer = train(SPECIAL[kind])
        config = configuration(kind, tokenizer, problem, labels)
        model = transformers.AutoModelForSequenceClassification.from_config(config, attn_implementation="eager").eval()
        folder = out / kind
        folder.mkdir(parents=True, exist_ok=True)
        tokenizer.no_truncation()
        tokenizer.save(str(folder / "tokenizer.json"), pretty=False)
        config.to_json_file(folder / "config.json")
        export(model, str(folder / "model.onnx"))
        expected = [{"text": text, "windows": probabilities(model, tokenizer, text, problem)} for text in TEXTS]
        (folder / "expected.json").write_text(json.dumps(expected, ensure_ascii=False, indent=1) + "\n")
        print(kind, (folder / "model.onnx").stat().st_size, "bytes", len(expected[-1]["windows"]), "windows")


if __name__ == "__main__":
    main()
