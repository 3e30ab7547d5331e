import { Badge, FlagReason, Label } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { say } from "../text/say.ts";
import { labelText } from "./labels.ts";

/** The badges that have a name and a style on the page. */
export const BADGE_STYLES: Partial<Record<number, "owner" | "mod" | "member" | "verified">> = {
  [Badge.OWNER]: "owner",
  [Badge.MODERATOR]: "mod",
  [Badge.MEMBER]: "member",
  [Badge.VERIFIED]: "verified",
};

/** The rule that decided on a comment; a label or a badge is named as elsewhere on the page. */
export function ruleText(reason: FlagReason, rule: string): string {
  if (reason === FlagReason.LABEL_THRESHOLD) {
    return labelText(Label[rule as keyof typeof Label] ?? Label.LABEL_UNSPECIFIED);
  }
  const badge = reason === FlagReason.EXEMPT_BADGE ? BADGE_STYLES[Badge[rule as keyof typeof Badge]] : undefined;
  return badge === undefined ? rule : say(`comment.${badge}`);
}
