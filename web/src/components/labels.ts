import { Label } from "../gen/chatwarden/type/v1/comment_pb.ts";

/** What labels are called on the page. */
export const LABELS: Record<Label, string> = {
  [Label.LABEL_UNSPECIFIED]: "unknown",
  [Label.CLEAN]: "clean",
  [Label.OFFENSIVE]: "offensive",
  [Label.HATE]: "hate",
  [Label.NOT_JUDGED]: "not judged",
};
