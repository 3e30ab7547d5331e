import { create } from "@bufbuild/protobuf";
import { expect, it } from "vitest";
import { ChatSettingsSchema } from "../gen/chatwarden/settings/v1/chat_settings_service_pb.ts";
import { Badge } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { changes, draftOf, withBadge, withoutRule, withRule, withThreshold } from "./draft.ts";

const STORED = create(ChatSettingsSchema, {
  flagThreshold: 0.4,
  strict: true,
  blockRules: [{ match: { case: "phrase", value: "spam" } }],
  exemptBadges: [Badge.OWNER],
  etag: "3",
});

it("changes nothing until something is edited", () => {
  expect(changes(STORED, draftOf(STORED))).toEqual([]);
  expect(changes(create(ChatSettingsSchema), draftOf(create(ChatSettingsSchema)))).toEqual([]);
});

it("names the fields that were edited, as the schema does", () => {
  let draft = withThreshold(draftOf(STORED), "flagThreshold", undefined);
  draft = withThreshold(draft, "hateThreshold", 0);
  draft = withRule(draft, "allowRules", "pattern", "^!");
  expect(changes(STORED, draft)).toEqual(["flag_threshold", "hate_threshold", "allow_rules"]);
});

it("names the language when another is chosen", () => {
  expect(changes(STORED, { ...draftOf(STORED), language: "vi" })).toEqual(["language"]);
});

it("names the wish for polite forms when it changes", () => {
  expect(changes(STORED, { ...draftOf(STORED), suggestRewrites: true })).toEqual(["suggest_rewrites"]);
});

it("takes a rule once, and separates words from patterns", () => {
  const expanded = withRule(draftOf(STORED), "blockRules", "phrase", "spam", true);
  expect(expanded.blockRules.map((rule) => rule.teencode)).toEqual([false, true]);
  const once = withRule(draftOf(STORED), "blockRules", "phrase", "spam");
  expect(changes(STORED, once)).toEqual([]);
  const twice = withRule(once, "blockRules", "pattern", "spam");
  expect(twice.blockRules.map((rule) => rule.match.case)).toEqual(["phrase", "pattern"]);
});

it("knows an edit that was taken back", () => {
  const [spam] = STORED.blockRules;
  if (spam === undefined) {
    throw new Error("no rule");
  }
  const without = withoutRule(draftOf(STORED), "blockRules", spam);
  expect(changes(STORED, without)).toEqual(["block_rules"]);
  expect(changes(STORED, withRule(without, "blockRules", "phrase", "spam"))).toEqual([]);
  const badge = withBadge(withBadge(draftOf(STORED), Badge.MEMBER, true), Badge.MEMBER, false);
  expect(changes(STORED, badge)).toEqual([]);
});
