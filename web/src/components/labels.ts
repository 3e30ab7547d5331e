import { Label } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { say } from "../text/say.ts";

/** The style of each label. */
export const LABEL_STYLES: Record<Label, "unknown" | "clean" | "offensive" | "hate" | "notJudged"> = {
  [Label.LABEL_UNSPECIFIED]: "unknown",
  [Label.CLEAN]: "clean",
  [Label.OFFENSIVE]: "offensive",
  [Label.HATE]: "hate",
  [Label.NOT_JUDGED]: "notJudged",
};

/** What a label is called on the page. */
export function labelText(label: Label): string {
  return say(`label.${LABEL_STYLES[label] ?? "unknown"}`);
}
