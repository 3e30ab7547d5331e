import { memo } from "preact/compat";
import type { Entry } from "../feed/feed.ts";
import { type Piece, pieces } from "../feed/spans.ts";
import { FlagReason, Label } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { decimal, percent, timeOfDay } from "../text/format.ts";
import { say, sayWith } from "../text/say.ts";
import { Bar } from "./bar.tsx";
import { LABEL_STYLES, labelText } from "./labels.ts";
import { BADGE_STYLES, ruleText } from "./rule-text.ts";

const GONE = { deleted: "comment.deleted", banned: "comment.banned" } as const;

/** Reasons with a rule, a label or a badge: the words before it. */
const REASONS: Partial<
  Record<FlagReason, "comment.flaggedAs" | "comment.blocked" | "comment.allowed" | "comment.exempt">
> = {
  [FlagReason.LABEL_THRESHOLD]: "comment.flaggedAs",
  [FlagReason.BLOCK_RULE]: "comment.blocked",
  [FlagReason.ALLOW_RULE]: "comment.allowed",
  [FlagReason.EXEMPT_BADGE]: "comment.exempt",
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
            <p class="polite">{sayWith("comment.polite", { text: <bdi>{entry.polite}</bdi> })}</p>
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
      <bdi class="author">{entry.author || say("comment.unknownAuthor")}</bdi>
      {entry.badges.map((badge) => {
        const style = BADGE_STYLES[badge];
        return (
          style !== undefined && (
            <span key={badge} class={`badge ${style}`}>
              {say(`comment.${style}`)}
            </span>
          )
        );
      })}
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
      {entry.gone !== undefined && <span class="chip reason">{say(GONE[entry.gone])}</span>}
      <Reason entry={entry} />
      {entry.allowed !== "" && entry.reason !== FlagReason.ALLOW_RULE && (
        <span class="chip reason">{sayWith("comment.excused", { rule: <bdi>{entry.allowed}</bdi> })}</span>
      )}
      {entry.coverage > 0 && (
        <Bar share={entry.coverage} says={say("comment.marked", { share: percent(entry.coverage, 1) })} />
      )}
      {isDoubtful(entry) ? (
        <span class="chip label doubtful" title={say("comment.doubtfulBecause")}>
          {say("comment.doubtful")}
        </span>
      ) : (
        <span class={`chip label ${label}`} title={decider(entry)}>
          {labelText(entry.label)}
        </span>
      )}
      {entry.label !== Label.NOT_JUDGED && (
        <span class="probability" title={probabilityTitle(entry)}>
          {decimal(entry.probability)}
        </span>
      )}
    </div>
  );
}

/** Why it is flagged or not, unless the flag threshold alone decides. */
function Reason({ entry }: { entry: Entry }) {
  const words = REASONS[entry.reason];
  if (words !== undefined) {
    return (
      <span class="chip reason" title={entry.threshold === undefined ? entry.rule : above(entry.threshold)}>
        {sayWith(words, { rule: <bdi>{ruleText(entry.reason, entry.rule)}</bdi> })}
      </span>
    );
  }
  return entry.reason === FlagReason.STRICT_MODE ? (
    <span class="chip reason" title={entry.threshold === undefined ? undefined : above(entry.threshold)}>
      {say("field.strict")}
    </span>
  ) : null;
}

function above(threshold: number): string {
  return say("comment.above", { threshold: decimal(threshold) });
}

/** Whether the model flags it by its probability as a whole, not by that of a label. */
function isByProbability(entry: Entry): boolean {
  return entry.reason === FlagReason.FLAG_THRESHOLD || entry.reason === FlagReason.STRICT_MODE;
}

/** Whether the threshold flags it although clean is its most probable label: then the label would contradict the count. */
function isDoubtful(entry: Entry): boolean {
  return entry.flagged && entry.label === Label.CLEAN && isByProbability(entry);
}

function probabilityTitle(entry: Entry): string {
  const { threshold } = entry;
  return threshold === undefined || !isByProbability(entry)
    ? say("comment.probability")
    : say("comment.probabilityAbove", { threshold: decimal(threshold) });
}

function decider(entry: Entry): string | undefined {
  if (entry.label === Label.NOT_JUDGED) {
    return say("comment.noModel");
  }
  return entry.model === "" ? undefined : say("comment.decidedBy", { model: entry.model });
}

function labelOf(entry: Entry): string {
  return LABEL_STYLES[entry.label] ?? "unknown";
}
