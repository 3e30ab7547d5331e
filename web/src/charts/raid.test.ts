import { describe, expect, it } from "vitest";
import { RAID_RULE, raidIn, type Slice } from "./raid.ts";

const SLICE_MS = 10_000;

function slices(...counts: readonly (readonly [comments: number, hostile: number])[]): Slice[] {
  return counts.map(([comments, hostile], n) => ({ start: n * SLICE_MS, comments, hostile }));
}

function times(count: number, slice: readonly [number, number]): (readonly [number, number])[] {
  return Array.from({ length: count }, () => slice);
}

describe("a raid", () => {
  const calm = times(12, [50, 5]);

  it("is a jump of the hostile share, told by its figures", () => {
    expect(raidIn(slices(...calm, [50, 30], [60, 40], [20, 15]), SLICE_MS)).toEqual({
      comments: 130,
      hostile: 85,
      seconds: 30,
      usual: 0.1,
    });
  });

  it("is none while the chat is as it was, however fast it runs", () => {
    expect(raidIn(slices(...calm, [500, 50], [500, 60], [500, 50]), SLICE_MS)).toBeUndefined();
  });

  it("is none of a few rude comments in a quiet chat", () => {
    expect(raidIn(slices(...times(12, [2, 0]), [3, 3], [3, 3], [3, 3]), SLICE_MS)).toBeUndefined();
    expect(raidIn(slices(...times(12, [2, 0]), [4, 4], [3, 3], [3, 3]), SLICE_MS)).toBeDefined();
  });

  it("needs something before it to compare with", () => {
    const burst = times(3, [50, 40]);
    expect(raidIn(slices(...burst), SLICE_MS)).toBeUndefined();
    expect(raidIn(slices(...times(RAID_RULE.leastBefore - 1, [50, 5]), ...burst), SLICE_MS)).toBeUndefined();
    expect(raidIn(slices(...times(RAID_RULE.leastBefore, [50, 5]), ...burst), SLICE_MS)).toBeDefined();
    expect(raidIn(slices(...times(20, [0, 0]), ...burst), SLICE_MS)).toBeUndefined();
  });

  it("is not hidden by single bad slices before it", () => {
    const uneven = [...times(5, [50, 5]), [50, 50], ...times(5, [50, 5])] as const;
    expect(raidIn(slices(...uneven, ...times(3, [50, 30])), SLICE_MS)).toBeDefined();
  });

  it("must stand out of what usually varies", () => {
    const wild = Array.from({ length: 20 }, (_, n) => (n % 2 === 0 ? ([50, 5] as const) : ([50, 35] as const)));
    expect(raidIn(slices(...wild, ...times(3, [50, 35])), SLICE_MS)).toBeUndefined();
  });

  it("is over when the share is", () => {
    expect(raidIn(slices(...calm, ...times(6, [50, 40]), ...times(3, [50, 6])), SLICE_MS)).toBeUndefined();
  });

  it("is none of nothing", () => {
    expect(raidIn([], SLICE_MS)).toBeUndefined();
    expect(raidIn(slices(...times(12, [0, 0])), SLICE_MS)).toBeUndefined();
  });
});
