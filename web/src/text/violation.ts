import type { PlainKey } from "./catalogue.ts";
import type { Violation } from "./fault.ts";
import { say } from "./say.ts";

/** What the page calls the fields that its users fill in. */
const FIELDS: Partial<Record<string, PlainKey>> = {
  source: "field.source",
  reviewer: "field.reviewer",
  note: "field.note",
  text: "field.text",
  comments: "field.text",
  flag_threshold: "settings.flagThreshold",
  offensive_threshold: "settings.offensiveThreshold",
  hate_threshold: "settings.hateThreshold",
  strict_threshold: "settings.strictThreshold",
  block_rules: "settings.always",
  allow_rules: "settings.excuse",
  exempt_badges: "settings.exempt",
  language: "settings.language",
  suggest_rewrites: "settings.polite",
};

/** The problems with a regular expression, by what RE2 says of it. */
const PATTERNS: readonly (readonly [RegExp, PlainKey])[] = [
  [/missing closing/u, "problem.closing"],
  [/unexpected \)/u, "problem.opening"],
  [/repetition|repeat/u, "problem.repetition"],
  [/character class|character range/u, "problem.class"],
  [/escape/u, "problem.escape"],
];

/** The problems with a field, by what the server says of it; the first that fits counts. */
const PROBLEMS: readonly (readonly [RegExp, PlainKey])[] = [
  [/invalid regular expression/u, "problem.regex"],
  [/matches the empty text/u, "problem.matchesAll"],
  [/too large|repeats too much|ranges after/u, "problem.tooLarge"],
  [/has no words/u, "problem.noWords"],
  [/not a line|control character|longer than/u, "problem.oneLine"],
  [/address of a channel/u, "problem.channel"],
  [/without a video/u, "problem.noVideo"],
  [/without a channel/u, "problem.noChannel"],
  [/outside the folders/u, "problem.fileRoots"],
  [/understood|not an address|address of YouTube|address of Twitch/u, "problem.noAddress"],
  [/of them \(expected: at most/u, "problem.tooMany"],
  [/is missing|is empty|must not be empty/u, "problem.missing"],
  [/\(expected: .*\bto\b|out of range|at most|at least/u, "problem.range"],
];

/** A field that the server did not accept, in the words of the page. */
export function violationText({ field, description }: Violation): string {
  const [, name = "", place] = /(?:^|\.)([a-z_]+)(?:\[(\d+)\])?(?:\.(?:phrase|pattern|teencode))?$/u.exec(field) ?? [];
  const title = say(FIELDS[name] ?? "field.input");
  const problem = problemText(name, description);
  return place === undefined
    ? say("field.wrong", { field: title, problem })
    : say("field.wrongRule", { field: title, n: Number(place) + 1, problem });
}

function problemText(name: string, description: string): string {
  const key = keyOf(PROBLEMS, description);
  if (key === "problem.regex") {
    const detail = keyOf(PATTERNS, description);
    return detail === undefined ? say(key) : say("problem.regexBecause", { detail: say(detail) });
  }
  return say(key ?? (name === "source" ? "problem.noAddress" : "problem.other"));
}

function keyOf<K extends PlainKey>(table: readonly (readonly [RegExp, K])[], text: string): K | undefined {
  return table.find(([pattern]) => pattern.test(text))?.[1];
}
