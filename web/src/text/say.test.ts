import { afterEach, describe, expect, it } from "vitest";
import { EN, type Key, VI } from "./catalogue.ts";
import { language, preferred } from "./locale.ts";
import type { Text } from "./same.ts";
import { say, sayWith } from "./say.ts";

/** The same in both languages: names of languages' own words, signs, and words that Vietnamese moderators use as they are. */
const SAME: readonly Key[] = ["field.wrong"];

const KEYS = Object.keys(EN) as Key[];

afterEach(() => {
  language.value = "en";
});

function forms(text: Text): string[] {
  return typeof text === "string" ? [text] : Object.values(text);
}

function places(text: string): string[] {
  return [...text.matchAll(/\{(\w+)\}/gu)].map(([, name]) => name ?? "").sort();
}

describe("the catalogues", () => {
  it("have the same keys", () => {
    expect(Object.keys(VI).sort()).toEqual([...KEYS].sort());
  });

  it("have the same parameters in every form", () => {
    for (const key of KEYS) {
      const wanted = places(forms(EN[key]).at(-1) ?? "");
      for (const text of forms(VI[key])) {
        expect(places(text), key).toEqual(wanted);
      }
    }
  });

  it("translate every text", () => {
    const left = KEYS.filter((key) => !SAME.includes(key) && forms(VI[key]).some((it) => forms(EN[key]).includes(it)));
    expect(left).toEqual([]);
  });

  it("have no name of a field in them", () => {
    for (const text of KEYS.flatMap((key) => [...forms(EN[key]), ...forms(VI[key])])) {
      expect(text.replace(/\{\w+\}/gu, "")).not.toMatch(/[a-z]_[a-z]/u);
    }
  });
});

describe("a text", () => {
  it("is in the language of the page", () => {
    expect(say("review.hide")).toBe("Hide");
    language.value = "vi";
    expect(say("review.hide")).toBe("Ẩn");
  });

  it("has the plural form of its number, which is written as the language does", () => {
    expect([1, 2, 1234].map((n) => say("charts.times", { n }))).toEqual(["1 time", "2 times", "1,234 times"]);
    language.value = "vi";
    expect([1, 1234].map((n) => say("charts.times", { n }))).toEqual(["1 lần", "1.234 lần"]);
  });

  it("takes elements for its parameters", () => {
    expect(sayWith("charts.times", { n: "<1>" }, 1)).toEqual(["", "<1>", " time"]);
    expect(sayWith("charts.only", { author: "{n}" })).toEqual(["Only ", "{n}", ""]);
  });
});

it("is shown in the first language that the browser asks for and the page has", () => {
  expect(preferred(["fr", "vi-VN", "en"])).toBe("vi");
  expect(preferred(["EN-us", "vi"])).toBe("en");
  expect(preferred(["fr"])).toBe("en");
  expect(preferred([])).toBe("en");
});
