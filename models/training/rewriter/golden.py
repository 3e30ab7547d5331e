"""Writes the steps of rewrites of our own sentences, against which the Java side is tested (`GoldenTest`).

    python golden.py --model EXPORT --inputs SENTENCES.jsonl --spans SPANS.jsonl … --out inference/src/test/resources/rewriter/golden.jsonl

A sentence is {"text","language"}; SPANS has what stage 2 answers to `golden-0`, `golden-1` and so on. A line has the tokens, the words
(range in code points, whether no edit may touch it, whether the network marks it), the negations, the candidates to be ranked,
and their similarity and fluency.
"""
import argparse
import json
import pathlib

import numpy as np

import candidates as making
import guards
import rewrite


def traced(rewriter, text, language, spans):
    ids, words = rewriter.network.cutter(text)
    _, edits, _ = rewriter.network([ids])
    log = making.log_softmax(edits[0])
    log[:, rewriter.candidates.bare] = making.NEVER
    marked = [bool(np.exp(log[word.first][making.KEEP]) < 1 - making.MARKED_FROM) for word in words]
    shielded = guards.protected(text, words, language)
    _, rows, read = rewriter.scored(text, language, spans)
    if rows:
        read(rows)
    return {
        "text": text,
        "language": language,
        "spans": spans,
        "ids": ids.tolist(),
        "words": [[word.start, word.end, int(kept), int(mark)] for word, kept, mark in zip(words, shielded, marked)],
        "negations": guards.negations(text, language),
        "drafts": [row["text"] for row in rows],
        "readings": [[round(row["similarity"], 4), round(row["fluency"], 4)] for row in rows],
    }


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--model", type=pathlib.Path, required=True)
    parser.add_argument("--inputs", type=pathlib.Path, required=True)
    parser.add_argument("--spans", type=pathlib.Path, nargs="+", required=True)
    parser.add_argument("--out", type=pathlib.Path, required=True)
    o = parser.parse_args()
    rewriter = rewrite.Rewriter(o.model)
    answers = [json.loads(row) for file in o.spans for row in open(file, encoding="utf-8")]
    tagged = {row["id"]: [[span["start"], span["end"]] for span in row["tagging"]["spans"]] for row in answers}
    with open(o.out, "w", encoding="utf-8") as file:
        for number, row in enumerate(map(json.loads, open(o.inputs, encoding="utf-8"))):
            trace = traced(rewriter, row["text"], row["language"], tagged[f"golden-{number}"])
            file.write(json.dumps(trace, ensure_ascii=False) + "\n")


if __name__ == "__main__":
    main()
