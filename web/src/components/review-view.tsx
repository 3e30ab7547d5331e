import { useContext, useEffect, useRef, useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import { CHOICES } from "../deciding/choices.ts";
import { timeoutLength } from "../deciding/lengths.ts";
import { type Decision, ReviewOrder } from "../gen/chatwarden/review/v1/review_service_pb.ts";
import { type Desk, idOf, ReviewDesk } from "../review.ts";
import { whole } from "../text/format.ts";
import { say, sayWith } from "../text/say.ts";
import { AuthorCards } from "./author-cards.tsx";
import { CommentContext } from "./comment-context.ts";
import { Empty } from "./empty.tsx";
import { Context, Deciding } from "./review-context.tsx";
import { ReviewerForm, rememberedReviewer } from "./reviewer-form.tsx";
import { TimeoutLength } from "./timeout-length.tsx";
import { useKeys } from "./use-keys.ts";

const ORDERS = [
  { order: ReviewOrder.MOST_SEVERE_FIRST, name: "review.severe" },
  { order: ReviewOrder.OLDEST_FIRST, name: "review.oldest" },
] as const;

const ORDER_KEY = "chatwarden.review-order";

/** The order that was chosen last in this browser; the most severe first otherwise. */
function rememberedOrder(): ReviewOrder {
  const stored = window.localStorage.getItem(ORDER_KEY);
  return ORDERS.find(({ order }) => ReviewOrder[order] === stored)?.order ?? ReviewOrder.MOST_SEVERE_FIRST;
}

function another(order: ReviewOrder): ReviewOrder {
  return ORDERS.find((each) => each.order !== order)?.order ?? order;
}

/** The flagged comments of a chat, one after the other, to decide on. */
export function ReviewView({ chat, bridge }: { chat: string; bridge: Bridge }) {
  const [reviewer, setReviewer] = useState(rememberedReviewer);
  const [order, setOrder] = useState(rememberedOrder);
  const [desk, setDesk] = useState<ReviewDesk>();
  useEffect(() => {
    if (reviewer === "") {
      setDesk(undefined);
      return;
    }
    const opened = new ReviewDesk(chat, reviewer, bridge.reviews, rememberedOrder());
    setDesk(opened);
    return () => opened.close();
  }, [chat, reviewer, bridge]);

  const reorder = (chosen: ReviewOrder) => {
    window.localStorage.setItem(ORDER_KEY, ReviewOrder[chosen]);
    setOrder(chosen);
    void desk?.reorder(chosen);
  };
  useKeys({
    o: () => reorder(another(order)),
  });

  return (
    <section class="chat reviewing" aria-labelledby="chat-title">
      <div class="chat-head">
        <h2 id="chat-title">{chat}</h2>
        {desk !== undefined && (
          <>
            <p class="figures">
              {sayWith("review.toDecide", {
                n: <strong>{whole(desk.desk.value.undecided)}</strong>,
                reviewer: (
                  <strong>
                    <bdi>{reviewer}</bdi>
                  </strong>
                ),
              })}{" "}
              <button type="button" class="plain" onClick={() => setReviewer("")}>
                {say("reviewer.change")}
              </button>
            </p>
            <TimeoutLength />
            <button
              type="button"
              class="plain order"
              aria-keyshortcuts="o"
              title={say("review.order")}
              onClick={() => reorder(another(order))}
            >
              {say(ORDERS.find((each) => each.order === order)?.name ?? "review.severe")}{" "}
              <span aria-hidden="true">⇅</span>
            </button>
          </>
        )}
      </div>
      {desk === undefined ? (
        <ReviewerForm take={setReviewer} action={say("reviewer.toReview")} />
      ) : (
        <AuthorCards chat={chat} bridge={bridge} reachable>
          <Work desk={desk} bridge={bridge} />
        </AuthorCards>
      )}
    </section>
  );
}

function Work({ desk, bridge }: { desk: ReviewDesk; bridge: Bridge }) {
  const { state, held, context, decided, busy, problem } = desk.desk.value;
  const [noted, setNoted] = useState({ comment: "", text: "" });
  const field = useRef<HTMLTextAreaElement>(null);
  const place = useContext(CommentContext);
  const [first] = held;
  const last = decided.at(-1);
  const shown = first && idOf(first);
  // A note is of the comment that it was written on; one that comes first meanwhile has none yet.
  const note = noted.comment === shown ? noted.text : "";

  const decide = (decision: Decision) => {
    if (shown !== undefined) {
      void desk.decide(shown, decision, note, timeoutLength());
    }
  };
  const skip = () => shown !== undefined && void desk.skip(shown);
  const undo = () => last !== undefined && void desk.undo(idOf(last));
  useKeys({
    ...Object.fromEntries(CHOICES.map(({ key, decision }) => [key, () => decide(decision)])),
    u: undo,
    s: skip,
    i: () => {
      const author = first?.comment?.comment?.author?.id ?? "";
      if (author !== "") {
        place?.openAuthor?.(author);
      }
    },
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
          <Deciding review={first} />
          <Context review={first} context={context} bridge={bridge} />
          <div class={note === "" ? "note folded" : "note"}>
            <label for="note">{say("review.note")}</label>
            <textarea
              ref={field}
              id="note"
              rows={1}
              maxLength={500}
              placeholder={say("review.noteHint")}
              value={note}
              onInput={(event) => setNoted({ comment: idOf(first), text: event.currentTarget.value })}
              onKeyDown={(event) => event.key === "Escape" && event.currentTarget.blur()}
            />
          </div>
        </>
      )}
      <div class="decisions" role="group" aria-label={say("review.decision")}>
        {CHOICES.map(({ key, decision, name }) => (
          <Choice
            key={key}
            letter={key}
            name={say(name)}
            off={busy || first === undefined}
            act={() => decide(decision)}
          />
        ))}
        <Choice letter="u" name={say("review.undo")} off={busy || last === undefined} act={undo} />
        <Choice letter="n" name={say("review.note")} off={first === undefined} act={() => field.current?.focus()} />
        <Choice letter="s" name={say("review.skip")} off={busy || held.length < 2} act={skip} />
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
    ? say("review.waits")
    : say(choice.done, { author: last?.comment?.comment?.author?.name ?? "" });
}

function Nothing({ state }: { state: Desk["state"] }) {
  switch (state) {
    case "loading":
      return <Empty title={say("review.looking")} busy />;
    case "lost":
      return <Empty title={say("connection.lost")} text={say("live.goesOn")} busy />;
    case "ready":
      return <Empty title={say("review.nothing")} text={say("review.nothingHint")} />;
  }
}
