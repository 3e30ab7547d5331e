import { Decision } from "../gen/chatwarden/review/v1/review_service_pb.ts";
import type { PlainKey } from "../text/catalogue.ts";

/** The decisions in their order on the page, with their keys and texts. */
export const CHOICES = [
  { key: "a", decision: Decision.ALLOW, name: "review.allow", done: "review.allowed", mark: "decided.allow" },
  { key: "h", decision: Decision.HIDE, name: "review.hide", done: "review.hidden", mark: "decided.hide" },
  { key: "t", decision: Decision.TIME_OUT, name: "review.timeOut", done: "review.timedOut", mark: "decided.timeOut" },
  { key: "b", decision: Decision.BAN, name: "review.ban", done: "review.banned", mark: "decided.ban" },
] as const;

/** The text of a comment on which this was decided; none where nothing was. */
export function markOf(decision: Decision): PlainKey | undefined {
  return CHOICES.find((choice) => choice.decision === decision)?.mark;
}
