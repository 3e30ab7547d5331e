import { useEffect, useRef, useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import type { AuthorCard, AuthorNote } from "../gen/chatwarden/author/v1/author_service_pb.ts";
import { Decision, type Review } from "../gen/chatwarden/review/v1/review_service_pb.ts";
import { searchOf } from "../search/search.ts";
import { faultText } from "../text/fault.ts";
import { moment, whole } from "../text/format.ts";
import { say } from "../text/say.ts";
import { Empty } from "./empty.tsx";
import { ReviewerForm, rememberedReviewer } from "./reviewer-form.tsx";

const TIMEOUT_MS = 5000;

const DECISIONS = {
  [Decision.DECISION_UNSPECIFIED]: "author.undecided",
  [Decision.ALLOW]: "audit.allow",
  [Decision.HIDE]: "audit.hide",
  [Decision.TIME_OUT]: "audit.timeOut",
  [Decision.BAN]: "audit.ban",
} as const;

/** An author: counts, decisions and notes. The browser keeps the focus within it, and gives it back when it is closed. */
export function AuthorCardDialog(props: { chat: string; author: string; bridge: Bridge; close: () => void }) {
  const { chat, author, bridge, close } = props;
  const dialog = useRef<HTMLDialogElement>(null);
  const [card, setCard] = useState<AuthorCard>();
  const [problem, setProblem] = useState("");
  useEffect(() => dialog.current?.showModal(), []);

  const attempt = async (work: () => Promise<unknown>) => {
    try {
      await work();
      setCard(await bridge.authors.getAuthor({ chat, author }, { timeoutMs: TIMEOUT_MS }));
      setProblem("");
    } catch (fault) {
      setProblem(faultText(fault));
    }
  };
  useEffect(() => void attempt(async () => {}), [chat, author, bridge]);
  const name = card?.author?.name || author;

  return (
    <dialog ref={dialog} class="keys author-card" aria-labelledby="author-title" onClose={close}>
      <div class="keys-head">
        <h2 id="author-title">
          <bdi>{name}</bdi> {name !== author && <span class="hint">{author}</span>}
        </h2>
        <form method="dialog">
          <button type="submit">{say("page.close")}</button>
        </form>
      </div>
      {problem !== "" && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      {card === undefined
        ? problem === "" && <Empty title={say("author.reading")} busy />
        : [
            <Counts key="counts" card={card} />,
            <p key="all">
              <a href={searchOf(chat, { by: author })} onClick={() => dialog.current?.close()}>
                {say("author.all")}
              </a>
            </p>,
            <Decided key="decided" reviews={card.recentReviews} />,
            <Notes
              key="notes"
              notes={card.notes}
              add={(reviewer, text) =>
                attempt(() => bridge.authors.addAuthorNote({ chat, author, reviewer, text }, { timeoutMs: TIMEOUT_MS }))
              }
              remove={(id) =>
                attempt(() => bridge.authors.deleteAuthorNote({ chat, author, id }, { timeoutMs: TIMEOUT_MS }))
              }
            />,
          ]}
    </dialog>
  );
}

function Counts({ card }: { card: AuthorCard }) {
  const { decisions } = card;
  const figures = [
    ["author.comments", card.commentCount],
    ["author.flagged", card.flaggedCount],
    ["author.offensive", card.offensiveCount],
    ["author.hate", card.hateCount],
    ["author.deleted", card.deletedCount],
    ["author.strikes", card.strikeCount],
  ] as const;
  return (
    <>
      <dl class="author-figures">
        {figures.map(([key, count]) => (
          <div key={key} class={key === "author.strikes" && Number(count) > 0 ? "strikes" : ""}>
            <dt>{say(key)}</dt>
            <dd>{whole(count)}</dd>
          </div>
        ))}
      </dl>
      <p>
        {say("author.decisions", {
          allow: decisions?.allow ?? 0,
          hide: decisions?.hide ?? 0,
          timeOut: decisions?.timeOut ?? 0,
          ban: decisions?.ban ?? 0,
        })}
      </p>
      {Number(card.commentCount) > card.countedCount && (
        <p class="hint">{say("author.counted", { count: card.countedCount })}</p>
      )}
      {card.lastPublishTime !== undefined && (
        <p class="hint">
          {say("author.times", { first: moment(card.firstPublishTime), last: moment(card.lastPublishTime) })}
        </p>
      )}
      {card.banTimes.length > 0 && (
        <p>{say("author.banned", { times: card.banTimes.map((time) => moment(time)).join(" · ") })}</p>
      )}
    </>
  );
}

function Decided({ reviews }: { reviews: readonly Review[] }) {
  if (reviews.length === 0) {
    return null;
  }
  return (
    <section aria-labelledby="author-decided">
      <h3 id="author-decided">{say("author.recent")}</h3>
      <ul class="author-list">
        {reviews.map(({ comment, decision, reviewer, note, decideTime }) => (
          <li key={comment?.comment?.id}>
            <strong>{say(DECISIONS[decision])}</strong> <bdi>{comment?.comment?.text}</bdi>
            <span class="hint">
              <bdi>{reviewer}</bdi> {moment(decideTime)} <bdi>{note}</bdi>
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Notes(props: {
  notes: readonly AuthorNote[];
  add: (reviewer: string, text: string) => Promise<void>;
  remove: (id: string) => Promise<void>;
}) {
  const { notes, add, remove } = props;
  const [reviewer, setReviewer] = useState(rememberedReviewer);
  const [text, setText] = useState("");
  const submit = async (event: Event) => {
    event.preventDefault();
    const note = text.trim();
    if (note !== "") {
      setText("");
      await add(reviewer, note);
    }
  };
  return (
    <section aria-labelledby="author-notes">
      <h3 id="author-notes">{say("author.notes")}</h3>
      <ul class="author-list" aria-live="polite">
        {notes.map((note) => (
          <li key={note.id}>
            <bdi>{note.text}</bdi>
            <span class="hint">
              <bdi>{note.reviewer}</bdi> {moment(note.createTime)}{" "}
              <button type="button" class="plain" onClick={() => void remove(note.id)}>
                {say("author.deleteNote")}
                <span class="visually-hidden"> {note.text}</span>
              </button>
            </span>
          </li>
        ))}
      </ul>
      {reviewer === "" ? (
        <ReviewerForm take={setReviewer} action={say("author.toNotes")} />
      ) : (
        <form class="author-note" onSubmit={(event) => void submit(event)}>
          <label for="author-note">{say("author.note")}</label>
          <textarea
            id="author-note"
            rows={2}
            maxLength={500}
            required
            value={text}
            onInput={(event) => setText(event.currentTarget.value)}
          />
          <button type="submit">{say("author.addNote")}</button>
        </form>
      )}
    </section>
  );
}
