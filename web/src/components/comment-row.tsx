import { memo } from "preact/compat";
import type { Entry } from "../feed/feed.ts";
import { type Piece, pieces } from "../feed/spans.ts";
import { Badge, FlagReason, Label } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { Bar } from "./bar.tsx";
import { percent, timeOfDay } from "./figures.ts";
import { LABELS } from "./labels.ts";

const BADGES: Record<Badge, string> = {
  [Badge.BADGE_UNSPECIFIED]: "",
  [Badge.OWNER]: "owner",
  [Badge.MODERATOR]: "mod",
  [Badge.MEMBER]: "member",
  [Badge.VERIFIED]: "verified",
};

const GONE = { deleted: "deleted", banned: "author banned" } as const;

/** What decided, other than the threshold: before the rule that did. */
const REASONS: Record<FlagReason, string> = {
  [FlagReason.FLAG_REASON_UNSPECIFIED]: "",
  [FlagReason.LABEL_THRESHOLD]: "flagged as",
  [FlagReason.BLOCK_RULE]: "blocked:",
  [FlagReason.ALLOW_RULE]: "allowed:",
  [FlagReason.EXEMPT_BADGE]: "exempt:",
};

/** One comment, drawn again only when it changed. What the comment says is always text. */
export const CommentRow = memo(
  function CommentRow({ entry, at = false }: { entry: Entry; at?: boolean }) {
    const state = `${entry.flagged ? " flagged" : ""}${entry.gone === undefined ? "" : " gone"}`;
    return (
      <li class={`comment ${labelOf(entry)}${state}${at ? " at" : ""}`} aria-current={at ? "true" : undefined}>
        <time dateTime={entry.time?.toISOString()}>{timeOfDay(entry.time)}</time>
        <div class="said">
          <Author entry={entry} /> <Text entry={entry} />
          {entry.polite !== "" && entry.gone === undefined && (
            <p class="polite">
              Polite form: <bdi>{entry.polite}</bdi>
            </p>
          )}
        </div>
        <Verdict entry={entry} />
      </li>
    );
  },
  (before, after) => before.entry === after.entry && before.at === after.at,
);

function Author({ entry }: { entry: Entry }) {
  return (
    <span class="who">
      <bdi class="author">{entry.author}</bdi>
      {entry.badges.map((badge) => (
        <span key={badge} class={`badge ${BADGES[badge as Badge] ?? ""}`}>
          {BADGES[badge as Badge] ?? ""}
        </span>
      ))}
    </span>
  );
}

function Text({ entry }: { entry: Entry }) {
  const parts = pieces(entry.text, entry.spans).map(part);
  return <bdi class="text">{entry.gone === undefined ? parts : <del>{parts}</del>}</bdi>;
}

function part(piece: Piece) {
  return piece.marked ? <mark key={piece.start}>{piece.text}</mark> : piece.text;
}

function Verdict({ entry }: { entry: Entry }) {
  const label = labelOf(entry);
  return (
    <div class="verdict">
      {entry.gone !== undefined && <span class="chip reason">{GONE[entry.gone]}</span>}
      {entry.reason !== FlagReason.FLAG_REASON_UNSPECIFIED && (
        <span class="chip reason" title={entry.rule}>
          {REASONS[entry.reason] ?? ""} <bdi>{entry.rule.toLowerCase()}</bdi>
        </span>
      )}
      {entry.allowed !== "" && entry.reason !== FlagReason.ALLOW_RULE && (
        <span class="chip reason">
          excused: <bdi>{entry.allowed}</bdi>
        </span>
      )}
      {entry.coverage > 0 && (
        <Bar share={entry.coverage} says={`${percent(entry.coverage, 1)} of the text is marked`} />
      )}
      <span class={`chip label ${label}`} title={decider(entry)}>
        {label}
      </span>
      {entry.label !== Label.NOT_JUDGED && (
        <span class="probability" title="probability that it is offensive">
          {entry.probability.toFixed(2)}
        </span>
      )}
    </div>
  );
}

function decider(entry: Entry): string | undefined {
  if (entry.label === Label.NOT_JUDGED) {
    return "in a language that no model knows";
  }
  return entry.model === "" ? undefined : `decided by ${entry.model}`;
}

function labelOf(entry: Entry): string {
  return LABELS[entry.label] ?? "unknown";
}
