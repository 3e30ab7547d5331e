import { expect, it } from "vitest";
import { Rate } from "./rate.ts";

it("measures over whole seconds", () => {
  const rate = new Rate();
  expect([rate.at(0, 0), rate.at(500, 900)]).toEqual([0, 0]);
  expect(rate.at(1000, 2000)).toBe(2000);
  expect(rate.at(1500, 2001)).toBe(2000);
  expect(rate.at(3000, 2100)).toBe(50);
});

it("begins anew when the count does", () => {
  const rate = new Rate();
  rate.at(0, 1000);
  expect(rate.at(1000, 10)).toBe(0);
  expect(rate.at(2000, 30)).toBe(20);
});
