import { describe, expect, it } from "vitest";
import { lengthText, roundUp, timeMarks, timeText, topCount } from "./scale.ts";

const MINUTE = 60_000;
const NOON = new Date(2026, 0, 5, 12, 0, 0).getTime();

describe("the top of an axis", () => {
  it("is round and not below the greatest value", () => {
    expect([0, 1, 1.5, 3, 7, 10, 11, 480, 5001].map((value) => roundUp(value, 1))).toEqual([
      1, 1, 2, 3, 8, 10, 20, 500, 6000,
    ]);
    expect([0.004, 0.07].map((value) => roundUp(value, 0.01))).toEqual([0.01, 0.08]);
    expect(roundUp(0.1 + 0.2, 0.01)).toBeCloseTo(0.3);
  });

  it("of counts has a whole half", () => {
    expect([0, 1, 3, 5, 7, 25, 56].map(topCount)).toEqual([2, 2, 4, 6, 8, 30, 60]);
  });
});

describe("the marks of time", () => {
  it("are round, in order, within the window, and not too many", () => {
    for (const length of [5 * MINUTE, 60 * MINUTE, 1440 * MINUTE, 400 * 1440 * MINUTE]) {
      const marks = timeMarks(NOON + 1234, NOON + 1234 + length, 6).map(({ time }) => time);
      expect(marks.length).toBeGreaterThan(1);
      expect(marks.length).toBeLessThanOrEqual(7);
      expect(marks).toEqual(marks.toSorted((a, b) => a - b));
      expect(marks[0]).toBeGreaterThanOrEqual(NOON + 1234);
      expect(marks.at(-1)).toBeLessThanOrEqual(NOON + 1234 + length);
    }
  });

  it("are round where the reader is", () => {
    expect(timeMarks(NOON, NOON + 5 * MINUTE, 5).map(({ text }) => text)).toEqual([
      "12:00",
      "12:01",
      "12:02",
      "12:03",
      "12:04",
      "12:05",
    ]);
    expect(timeMarks(NOON, NOON + 10_000, 2).map(({ text }) => text)).toEqual(["12:00:00", "12:00:05", "12:00:10"]);
  });

  it("are as exact as they must be", () => {
    expect([1000, MINUTE, 1440 * MINUTE, 90 * 1440 * MINUTE].map((step) => timeText(NOON, step))).toEqual([
      "12:00:00",
      "12:00",
      "5 Jan",
      "Jan 2026",
    ]);
  });
});

describe("the length of a bucket", () => {
  it("is told in the greatest unit that fits", () => {
    expect([1000, 5000, MINUTE, 15 * MINUTE, 90 * MINUTE, 60 * MINUTE, 3 * 1440 * MINUTE].map(lengthText)).toEqual([
      "second",
      "5 seconds",
      "minute",
      "15 minutes",
      "90 minutes",
      "hour",
      "3 days",
    ]);
  });
});
