import type { Bridge } from "../api/client.ts";
import { toEntry } from "../feed/feed.ts";
import type { GetReviewContextResponse, Review } from "../gen/chatwarden/review/v1/review_service_pb.ts";
import type { ModeratedComment } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { idOf } from "../review.ts";
import { say } from "../text/say.ts";
import { CommentRow } from "./comment-row.tsx";
import { Suggestion } from "./rewriting.tsx";

/** The comment to decide on. It stays in view whatever its context needs; a new one is read aloud. */
export function Deciding({ review }: { review: Review }) {
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div class="deciding" tabIndex={0} role="region" aria-label={say("review.deciding")} aria-live="polite">
      <ol key={idOf(review)}>{review.comment !== undefined && <CommentRow entry={toEntry(review.comment)} />}</ol>
    </div>
  );
}

/** What helps to decide: a polite form, the comments around it, and others of its author. */
export function Context(props: { review: Review; context: GetReviewContextResponse | undefined; bridge: Bridge }) {
  const { review, context, bridge } = props;
  const text = review.comment?.comment?.text ?? "";
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div class="review-context" tabIndex={0} role="region" aria-label={say("review.context")}>
      {text !== "" && <Suggestion key={idOf(review)} bridge={bridge} text={text} stored={review.comment?.rewriting} />}
      <Rows name={say("review.before")} comments={context?.before ?? []} />
      <Rows name={say("review.after")} comments={context?.after ?? []} />
      <Rows name={say("review.byAuthor")} comments={context?.byAuthor ?? []} />
    </div>
  );
}

function Rows({ name, comments }: { name: string; comments: readonly ModeratedComment[] }) {
  if (comments.length === 0) {
    return null;
  }
  return (
    <>
      <h3>{name}</h3>
      <ol class="around">
        {comments.map((comment) => (
          <CommentRow key={comment.comment?.id ?? ""} entry={toEntry(comment)} />
        ))}
      </ol>
    </>
  );
}
