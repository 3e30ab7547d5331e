import { memo } from "preact/compat";
import type { Entry } from "../feed/feed.ts";
import { pieces } from "../feed/spans.ts";
import { Badge, Label } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { timeOfDay } from "./figures.ts";

const LABELS: Record<Label, string> = {
  [Label.LABEL_UNSPECIFIED]: "unknown",
  [Label.CLEAN]: "clean",
  [Label.OFFENSIVE]: "offensive",
  [Label.HATE]: "hate",
};

const BADGES: Record<Badge, string> = {
  [Badge.BADGE_UNSPECIFIED]: "",
  [Badge.OWNER]: "owner",
  [Badge.MODERATOR]: "mod",
  [Badge.MEMBER]: "member",
  [Badge.VERIFIED]: "verified",
};

/** One comment, drawn again only when it changed. What the comment says is always text. */
export const CommentRow = memo(function CommentRow({ entry }: { entry: Entry }) {
  const label = LABELS[entry.label];
  return (
    <li class={`comment ${label}${entry.gone === undefined ? "" : " gone"}`}>
      <div class="meta">
        <time dateTime={entry.time?.toISOString()}>{timeOfDay(entry.time)}</time>
        <span class="author">{entry.author}</span>
        {entry.badges.map((badge) => (
          <span key={badge} class="badge">
            {BADGES[badge as Badge]}
          </span>
        ))}
      </div>
      <p class="text">
        {pieces(entry.text, entry.spans).map((piece, n) =>
          piece.marked ? <mark key={n}>{piece.text}</mark> : <span key={n}>{piece.text}</span>,
        )}
      </p>
      <div class="verdict">
        {entry.gone !== undefined && <span class="chip">{entry.gone === "deleted" ? "deleted" : "author banned"}</span>}
        {entry.coverage > 0 && (
          <meter class="coverage" min={0} max={1} value={entry.coverage} title={`${Math.round(entry.coverage * 100)} % of the text is marked`}>
            {Math.round(entry.coverage * 100)} %
          </meter>
        )}
        <span class={`chip label ${label}`} title={`by ${entry.model}`}>
          {label}
        </span>
        <span class="probability" title="probability that it is offensive">
          {entry.probability.toFixed(2)}
        </span>
      </div>
    </li>
  );
}, (before, after) => before.entry === after.entry);
