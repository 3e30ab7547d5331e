import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { afterEach, expect, it } from "vitest";
import { bytes, decimal, duration, moment, percent, shareText, whole } from "./format.ts";
import { language } from "./locale.ts";

afterEach(() => {
  language.value = "en";
});

it("writes numbers as each language does", () => {
  expect([whole(12_345n), decimal(0.305), percent(1, 3), percent(0, 0), bytes(999n), bytes(1_500n)]).toEqual([
    "12,345",
    "0.31",
    "33%",
    "0%",
    "999 B",
    "1.5 kB",
  ]);
  language.value = "vi";
  expect([whole(12_345n), decimal(0.305), percent(1, 3), bytes(12_340_000n)]).toEqual([
    "12.345",
    "0,31",
    "33%",
    "12,3 MB",
  ]);
});

it("gives small shares a decimal and none a dash", () => {
  expect([undefined, 0, 0.004, 0.0994, 0.0996, 1].map(shareText)).toEqual(["–", "0%", "0.4%", "9.9%", "10%", "100%"]);
});

it("writes lengths of time in their two greatest units", () => {
  expect([0, 4, 75, 7_260].map(duration)).toEqual(["0 secs", "4 secs", "1 min 15 secs", "2 hrs 1 min"]);
  language.value = "vi";
  expect([4, 75, 7_260].map(duration)).toEqual(["4 giây", "1 phút 15 giây", "2 giờ 1 phút"]);
});

it("writes a moment with its day, and none as nothing", () => {
  const time = timestampFromMs(new Date(2026, 0, 5, 21, 4, 9).getTime());
  expect(moment(undefined)).toBe("");
  expect(moment(time)).toBe("5 Jan 2026, 21:04:09");
  language.value = "vi";
  expect(moment(time)).toContain("5 thg 1, 2026");
});
