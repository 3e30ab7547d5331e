import { useEffect, useMemo, useRef, useState } from "preact/hooks";
import type { Reviews } from "../api/client.ts";
import { CHOICES, markOf } from "../deciding/choices.ts";
import { Decider } from "../deciding/decider.ts";
import { timeoutLength } from "../deciding/lengths.ts";
import { toEntry } from "../feed/feed.ts";
import {
  CommentScope,
  type DecideCommentsResponse,
  type DecidedComment,
  Decision,
  type Review,
} from "../gen/chatwarden/review/v1/review_service_pb.ts";
import { say, sayWith } from "../text/say.ts";
import { CommentRow } from "./comment-row.tsx";
import { ReviewerForm, rememberedReviewer } from "./reviewer-form.tsx";
import { TimeoutLength } from "./timeout-length.tsx";

const SCOPES = [
  { scope: CommentScope.COMMENT_SCOPE_UNSPECIFIED, name: "decide.one" },
  { scope: CommentScope.SAME_AUTHOR, name: "decide.sameAuthor" },
  { scope: CommentScope.SAME_TEXT, name: "decide.sameText" },
] as const;

/**
 * Decides on a comment, changes its decision or takes it back. The browser keeps the focus within it, closes it on Escape and
 * gives the focus back.
 */
export function DecideDialog(props: {
  chat: string;
  comment: string;
  reviews: Reviews;
  decided: (review: Review) => void;
  decidedMany: (decided: readonly DecidedComment[]) => void;
  close: () => void;
}) {
  const { chat, comment, reviews, decided, decidedMany, close } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const decider = useMemo(() => new Decider(chat, comment, reviews), [chat, comment, reviews]);
  const [reviewer, setReviewer] = useState(rememberedReviewer);
  const [note, setNote] = useState("");
  const [scope, setScope] = useState<CommentScope>(CommentScope.COMMENT_SCOPE_UNSPECIFIED);
  useEffect(() => dialog.current?.showModal(), []);
  const { review, busy, group, problem } = decider.deciding.value;
  const current = review?.decision ?? Decision.DECISION_UNSPECIFIED;

  const after = (done: Review | undefined) => {
    if (done !== undefined) {
      decided(done);
      dialog.current?.close();
    }
  };
  const isOne = scope === CommentScope.COMMENT_SCOPE_UNSPECIFIED;
  const isOpen = (decision: Decision) => review !== undefined && (!isOne || isNew(current, decision));
  const decide = (decision: Decision) => {
    if (!isOne) {
      void decider.decideMany(scope, reviewer, decision, note, timeoutLength()).then(decidedMany);
    } else if (isNew(current, decision)) {
      void decider.decide(reviewer, decision, note, timeoutLength()).then(after);
    }
  };
  const undo = () => {
    if (current !== Decision.DECISION_UNSPECIFIED) {
      void decider.undo(reviewer).then(after);
    }
  };
  const undoMany = async (name: string) => {
    decidedMany(await decider.undoMany(name, reviewer));
    if (decider.deciding.value.problem === "") {
      dialog.current?.close();
    }
  };
  const onKey = (event: KeyboardEvent) => {
    const modified = event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.repeat;
    if (modified || reviewer === "" || isTyped(event.target)) {
      return;
    }
    const choice = CHOICES.find(({ key }) => key === event.key);
    if (choice !== undefined) {
      decide(choice.decision);
    } else if (event.key === "u") {
      undo();
    }
  };

  return (
    <dialog ref={dialog} class="decide" aria-labelledby="decide-title" onClose={close} onKeyDown={onKey}>
      <div class="decide-head">
        <h2 id="decide-title">{say("decide.title")}</h2>
        <form method="dialog">
          <button type="submit">{say("decide.cancel")}</button>
        </form>
      </div>
      {problem !== "" && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      {review === undefined && busy && <p role="status">{say("decide.reading")}</p>}
      {review?.comment !== undefined && (
        <ol>
          <CommentRow entry={toEntry(review.comment)} />
        </ol>
      )}
      {review !== undefined && <SoFar review={review} />}
      {reviewer === "" ? (
        <ReviewerForm take={setReviewer} action={say("decide.goOn")} />
      ) : (
        <>
          <label class="decide-note">
            {say("decide.note")}
            <textarea rows={2} maxLength={500} value={note} onInput={(event) => setNote(event.currentTarget.value)} />
          </label>
          <div class="decide-choices" role="group" aria-label={say("review.decision")}>
            {CHOICES.map(({ key, decision, name }) => (
              <button
                key={key}
                type="button"
                class={`choice ${key}`}
                aria-keyshortcuts={key}
                disabled={!isOpen(decision)}
                onClick={() => decide(decision)}
              >
                {say(name)}{" "}
                <span class="key" aria-hidden="true">
                  {key}
                </span>
              </button>
            ))}
            <TimeoutLength />
            <select
              aria-label={say("decide.scope")}
              value={scope}
              onChange={(event) => setScope(Number(event.currentTarget.value))}
            >
              {SCOPES.map(({ scope: each, name }) => (
                <option key={name} value={each}>
                  {say(name)}
                </option>
              ))}
            </select>
            <button
              type="button"
              class="choice u"
              aria-keyshortcuts="u"
              disabled={current === Decision.DECISION_UNSPECIFIED}
              onClick={undo}
            >
              {say("review.undo")}{" "}
              <span class="key" aria-hidden="true">
                u
              </span>
            </button>
          </div>
          {group !== undefined && <Outcome group={group} />}
          {(review?.group ?? "") !== "" && (
            <button type="button" onClick={() => void undoMany(review?.group ?? "")}>
              {say("decide.undoGroup")}
            </button>
          )}
          <p class="soft">{sayWith("decide.as", { reviewer: <bdi>{reviewer}</bdi> })}</p>
        </>
      )}
    </dialog>
  );
}

/** Whether a decision says something else; another time-out may have another length. */
function isNew(current: Decision, decision: Decision): boolean {
  return current !== decision || decision === Decision.TIME_OUT;
}

function isTyped(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLTextAreaElement || target instanceof HTMLSelectElement || target instanceof HTMLInputElement
  );
}

function Outcome({ group }: { group: DecideCommentsResponse }) {
  return (
    <p role="status">
      {say("decide.many", { n: group.decided.length })}
      {group.keptCount > 0 && ` ${say("decide.kept", { n: group.keptCount })}`}
      {group.more && ` ${say("decide.more")}`}
    </p>
  );
}

function SoFar({ review }: { review: Review }) {
  const mark = markOf(review.decision);
  return (
    <p class="soft">
      {mark === undefined
        ? say("decide.none")
        : sayWith("decide.sofar", { decision: say(mark), reviewer: <bdi>{review.reviewer}</bdi> })}
    </p>
  );
}
