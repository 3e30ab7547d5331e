import { describe, expect, it } from "vitest";
import { areaPath, bucketAt, heightOf, leftOf, linePath, middleOf, type Plot, runs } from "./plot.ts";

const plot: Plot = { left: 40, top: 10, width: 400, height: 100, count: 4, most: 20 };

describe("a plot", () => {
  it("draws values from the ground up, and none beyond its top", () => {
    expect([0, 5, 20, 99].map((value) => heightOf(plot, value))).toEqual([110, 85, 10, 10]);
  });

  it("finds the bucket that it drew again", () => {
    for (let n = 0; n < plot.count; n++) {
      expect(bucketAt(plot, middleOf(plot, n))).toBe(n);
      expect(bucketAt(plot, leftOf(plot, n))).toBe(n);
    }
  });

  it("finds the nearest bucket outside", () => {
    expect(bucketAt(plot, 0)).toBe(0);
    expect(bucketAt(plot, 1000)).toBe(3);
  });
});

describe("a line", () => {
  it("is broken where a value is missing", () => {
    expect(runs([undefined, 1, 2, undefined, 3])).toEqual([
      { first: 1, values: [1, 2] },
      { first: 4, values: [3] },
    ]);
    expect(runs([])).toEqual([]);
  });

  it("goes through the middles, and its area down to the ground", () => {
    const run = { first: 1, values: [10, 20] };
    expect(linePath(plot, run)).toBe("M190 60L290 10");
    expect(areaPath(plot, run)).toBe("M190 60L290 10L290 110L190 110Z");
  });
});
