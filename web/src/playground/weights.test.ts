import { expect, it } from "vitest";
import type { ExplainedNgram } from "../gen/chatwarden/classifier/v1/classifier_service_pb.ts";
import { weigh } from "./weights.ts";

function ngram(start: number, end: number, contribution: number): ExplainedNgram {
  return { start, end, contribution, text: "" } as ExplainedNgram;
}

it("cuts a text where its weight changes", () => {
  expect(weigh("ab cd", [ngram(3, 5, 2)])).toEqual([
    { start: 0, text: "ab ", level: 0 },
    { start: 3, text: "cd", level: 4 },
  ]);
});

it("sums what n-grams that overlap added, and separates for from against", () => {
  const levels = weigh("abcd", [ngram(0, 2, 4), ngram(1, 3, -8), ngram(3, 4, 0.01)]).map(({ level }) => level);
  expect(levels).toEqual([2, -2, -4, 0]);
});

it("counts code points, not UTF-16 units", () => {
  expect(weigh("👋x", [ngram(1, 2, 1)])).toEqual([
    { start: 0, text: "👋", level: 0 },
    { start: 1, text: "x", level: 4 },
  ]);
});

it("loses nothing of any text, and passes over ranges that leave it", () => {
  for (const text of ["", "a", "trận đấu 👩‍👩‍👧 hay", "\ud800 lone"]) {
    const parts = weigh(text, [ngram(-3, 99, 1), ngram(5, 5, 1), ngram(1, 2, -3)]);
    expect(parts.map((part) => part.text).join("")).toBe(text);
  }
});
