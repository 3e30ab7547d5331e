import { useEffect, useRef, useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import { toEntry } from "../feed/feed.ts";
import { Decision, type GetReviewContextResponse, type Review } from "../gen/chatwarden/review/v1/review_service_pb.ts";
import type { ModeratedComment } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { type Desk, idOf, ReviewDesk } from "../review.ts";
import { CommentRow } from "./comment-row.tsx";
import { Empty } from "./empty.tsx";
import { whole } from "./figures.ts";
import { ReviewerForm, rememberedReviewer } from "./reviewer-form.tsx";
import { Suggestion } from "./rewriting.tsx";
import { useKeys } from "./use-keys.ts";

const CHOICES = [
  { key: "a", decision: Decision.ALLOW, name: "Allow", done: "Allowed" },
  { key: "h", decision: Decision.HIDE, name: "Hide", done: "Hidden" },
  { key: "t", decision: Decision.TIME_OUT, name: "Time out", done: "Timed out" },
  { key: "b", decision: Decision.BAN, name: "Ban", done: "Banned" },
] as const;

/** The flagged comments of a chat, one after the other, to decide on. */
export function ReviewView({ chat, bridge }: { chat: string; bridge: Bridge }) {
  const [reviewer, setReviewer] = useState(rememberedReviewer);
  const [desk, setDesk] = useState<ReviewDesk>();
  useEffect(() => {
    if (reviewer === "") {
      setDesk(undefined);
      return;
    }
    const opened = new ReviewDesk(chat, reviewer, bridge.reviews);
    setDesk(opened);
    return () => opened.close();
  }, [chat, reviewer, bridge]);

  return (
    <section class="chat" aria-labelledby="chat-title">
      <div class="chat-head">
        <h2 id="chat-title">{chat}</h2>
        {desk !== undefined && (
          <p class="figures">
            <strong>{whole(desk.desk.value.undecided)}</strong> to decide <span aria-hidden="true">·</span> as{" "}
            <strong>
              <bdi>{reviewer}</bdi>
            </strong>{" "}
            <button type="button" class="plain" onClick={() => setReviewer("")}>
              Change
            </button>
          </p>
        )}
      </div>
      {desk === undefined ? (
        <ReviewerForm take={setReviewer} action="Start to review" />
      ) : (
        <Work desk={desk} bridge={bridge} />
      )}
    </section>
  );
}

function Work({ desk, bridge }: { desk: ReviewDesk; bridge: Bridge }) {
  const { state, held, context, decided, busy, problem } = desk.desk.value;
  const [noted, setNoted] = useState({ comment: "", text: "" });
  const field = useRef<HTMLTextAreaElement>(null);
  const [first] = held;
  const last = decided.at(-1);
  const shown = first && idOf(first);
  // A note is of the comment that it was written on; one that comes first meanwhile has none yet.
  const note = noted.comment === shown ? noted.text : "";

  const decide = (decision: Decision) => shown !== undefined && void desk.decide(shown, decision, note);
  const skip = () => shown !== undefined && void desk.skip(shown);
  const undo = () => last !== undefined && void desk.undo(idOf(last));
  useKeys({
    ...Object.fromEntries(CHOICES.map(({ key, decision }) => [key, () => decide(decision)])),
    u: undo,
    s: skip,
    n: (event) => {
      event.preventDefault();
      field.current?.focus();
    },
  });

  return (
    <div class="review">
      <p class="review-news" role="status">
        {news(desk.desk.value)}
      </p>
      {problem !== "" && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      {first === undefined ? (
        <Nothing state={state} />
      ) : (
        <>
          <Context comment={first} context={context} bridge={bridge} />
          <div class="note">
            <label for="note">
              Note{" "}
              <span class="key" aria-hidden="true">
                n
              </span>
            </label>
            <textarea
              ref={field}
              id="note"
              rows={1}
              maxLength={500}
              aria-keyshortcuts="n"
              placeholder="For the audit log; Escape leaves"
              value={note}
              onInput={(event) => setNoted({ comment: idOf(first), text: event.currentTarget.value })}
              onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
            />
          </div>
        </>
      )}
      <div class="decisions" role="group" aria-label="Decision">
        {CHOICES.map(({ key, decision, name }) => (
          <Choice key={key} letter={key} name={name} off={busy || first === undefined} act={() => decide(decision)} />
        ))}
        <Choice letter="s" name="Skip" off={busy || held.length < 2} act={skip} />
        <Choice letter="u" name="Undo" off={busy || last === undefined} act={undo} />
      </div>
    </div>
  );
}

function Choice(props: { letter: string; name: string; off: boolean; act: () => void }) {
  const { letter, name, off, act } = props;
  return (
    <button type="button" class={`choice ${letter}`} aria-keyshortcuts={letter} disabled={off} onClick={act}>
      {name}{" "}
      <span class="key" aria-hidden="true">
        {letter}
      </span>
    </button>
  );
}

function news({ decided }: Desk): string {
  const last = decided.at(-1);
  const choice = CHOICES.find(({ decision }) => decision === last?.decision);
  return choice === undefined
    ? "Every flagged comment waits here until it is decided."
    : `${choice.done}: ${last?.comment?.comment?.author?.name ?? ""}`;
}

function Nothing({ state }: { state: Desk["state"] }) {
  switch (state) {
    case "loading":
      return <Empty title="Looking for flagged comments …" busy />;
    case "lost":
      return <Empty title="The bridge does not answer" text="The page goes on by itself as soon as it does." busy />;
    case "ready":
      return <Empty title="Nothing to decide" text="Flagged comments appear here by themselves." />;
  }
}

function Context(props: { comment: Review; context: GetReviewContextResponse | undefined; bridge: Bridge }) {
  const { comment, context, bridge } = props;
  const text = comment.comment?.comment?.text ?? "";
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div class="review-context" tabIndex={0} role="region" aria-label="The comment and its context">
      <Rows name="Before" comments={context?.before ?? []} />
      <h3>To decide</h3>
      <ol class="deciding" key={idOf(comment)}>
        {comment.comment !== undefined && <CommentRow entry={toEntry(comment.comment)} />}
      </ol>
      {text !== "" && (
        <Suggestion key={idOf(comment)} bridge={bridge} text={text} stored={comment.comment?.rewriting} />
      )}
      <Rows name="After" comments={context?.after ?? []} />
      <Rows name="By the same author" comments={context?.byAuthor ?? []} />
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
