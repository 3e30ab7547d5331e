import { create, equals } from "@bufbuild/protobuf";
import {
  type ChatSettings,
  ChatSettingsSchema,
  type Rule,
  RuleSchema,
} from "../gen/chatwarden/settings/v1/chat_settings_service_pb.ts";
import type { Badge } from "../gen/chatwarden/type/v1/comment_pb.ts";

/** The thresholds that a chat may have of its own, as their fields are called. */
export const THRESHOLDS = ["flagThreshold", "offensiveThreshold", "hateThreshold", "strictThreshold"] as const;
export type Threshold = (typeof THRESHOLDS)[number];

/** The two lists of rules, likewise. */
export const LISTS = ["blockRules", "allowRules"] as const;
export type List = (typeof LISTS)[number];

/** Settings while they are edited. A change makes a new one. */
export type Draft = Pick<ChatSettings, Threshold | List | "exemptBadges" | "language" | "suggestRewrites">;

/** The edited fields of settings. */
export function draftOf(settings: ChatSettings): Draft {
  const draft: Draft = {
    blockRules: settings.blockRules,
    allowRules: settings.allowRules,
    exemptBadges: settings.exemptBadges,
    language: settings.language,
    suggestRewrites: settings.suggestRewrites ?? false,
  };
  for (const name of THRESHOLDS) {
    const value = settings[name];
    if (value !== undefined) {
      draft[name] = value;
    }
  }
  return draft;
}

/** The draft with a threshold, or, without one, with none of its own. */
export function withThreshold(draft: Draft, name: Threshold, value: number | undefined): Draft {
  const { [name]: _, ...rest } = draft;
  return value === undefined ? rest : { ...rest, [name]: value };
}

/** Returns the draft with one more rule at the end of a list, unless the list has it. */
export function withRule(draft: Draft, list: List, kind: "phrase" | "pattern", value: string, teencode = false): Draft {
  const rule = create(RuleSchema, { match: { case: kind, value }, teencode });
  return draft[list].some((known) => equals(RuleSchema, known, rule))
    ? draft
    : { ...draft, [list]: [...draft[list], rule] };
}

export function withoutRule(draft: Draft, list: List, rule: Rule): Draft {
  return { ...draft, [list]: draft[list].filter((known) => known !== rule) };
}

export function withBadge(draft: Draft, badge: Badge, exempt: boolean): Draft {
  const others = draft.exemptBadges.filter((known) => known !== badge);
  return { ...draft, exemptBadges: exempt ? [...others, badge].sort((a, b) => a - b) : others };
}

/** The fields that the draft would change, as the schema calls them. */
export function changes(before: ChatSettings, draft: Draft): string[] {
  const fields: readonly (keyof Draft)[] = [...THRESHOLDS, ...LISTS, "exemptBadges", "language", "suggestRewrites"];
  const was = draftOf(before);
  return fields.filter((field) => !same(only(was, field), only(draft, field))).map(snakeCase);
}

function only(draft: Draft, field: keyof Draft): ChatSettings {
  return create(ChatSettingsSchema, { [field]: draft[field] });
}

function same(a: ChatSettings, b: ChatSettings): boolean {
  return equals(ChatSettingsSchema, a, b);
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
