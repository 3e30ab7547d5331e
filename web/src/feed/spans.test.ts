import { describe, expect, it } from "vitest";
import { pieces } from "./spans.ts";

describe("pieces", () => {
  it("cuts by code points, not by UTF-16 units", () => {
    expect(pieces("👋 đồ ngu 🙂", [{ start: 2, end: 8 }])).toEqual([
      { start: 0, text: "👋 ", marked: false },
      { start: 2, text: "đồ ngu", marked: true },
      { start: 8, text: " 🙂", marked: false },
    ]);
  });

  it("gives the whole text without spans", () => {
    expect(pieces("chào", [])).toEqual([{ start: 0, text: "chào", marked: false }]);
  });

  it("loses nothing of the text, whatever the spans", () => {
    const text = "a👨‍👩‍👧b́c";
    for (const spans of [
      [{ start: 0, end: 99 }],
      [{ start: 3, end: 1 }],
      [
        { start: 4, end: 6 },
        { start: 0, end: 5 },
      ],
      [{ start: -5, end: 2 }],
    ]) {
      expect(
        pieces(text, spans)
          .map((piece) => piece.text)
          .join(""),
      ).toBe(text);
    }
  });
});
