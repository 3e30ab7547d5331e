import { useEffect, useRef, useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import { type Entry, toEntry } from "../feed/feed.ts";
import { Label } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { HISTORY, SEARCHED, type Search, searchIn, searchOf } from "../search/search.ts";
import { type Found, useSearch } from "../search/use-search.ts";
import { date } from "../text/format.ts";
import { say } from "../text/say.ts";
import { AuthorCards } from "./author-cards.tsx";
import { CommentRow } from "./comment-row.tsx";
import { CopyButton } from "./copy-button.tsx";
import { Empty } from "./empty.tsx";
import { labelText } from "./labels.ts";
import { useKeys } from "./use-keys.ts";

/** All stored comments of a chat, the newest first, and the search among them. The address has the search. */
export function SearchView({ chat, hash, bridge }: { chat: string; hash: string; bridge: Bridge }) {
  const search = searchIn(hash);
  const { found, more } = useSearch(bridge, chat, search);
  const go = (wanted: Search) => {
    window.location.hash = searchOf(chat, wanted);
  };
  return (
    <section class="chat searching" aria-labelledby="chat-title">
      <div class="chat-head">
        <h2 id="chat-title">{chat}</h2>
        <p class="figures" role="status">
          {status(found)}
        </p>
        <CopyButton text={window.location.href} says={say("search.link")} />
      </div>
      <SearchForm key={JSON.stringify(search)} search={search} go={go} />
      {found.problem !== "" && (
        <p class="notice" role="alert">
          {found.problem}
        </p>
      )}
      <AuthorCards chat={chat} bridge={bridge} reachable>
        <Results found={found} at={search.comment} more={more} />
      </AuthorCards>
    </section>
  );
}

function status({ state, comments, next, backTo }: Found): string {
  const n = comments.length;
  if (state === "searching") {
    return backTo === undefined ? say("search.searching") : say("search.searchingBack", { time: when(backTo) });
  }
  return next === "" ? say("search.found", { n }) : say("search.foundSoFar", { n });
}

function when(millis: number): string {
  return date(millis, "searched", { dateStyle: "medium", timeStyle: "short", hourCycle: "h23" });
}

function SearchForm({ search, go }: { search: Search; go: (search: Search) => void }) {
  const [wanted, setWanted] = useState(search);
  const words = useRef<HTMLInputElement>(null);
  useKeys({
    w: (event) => {
      event.preventDefault();
      words.current?.focus();
    },
  });
  const submit = (event: Event) => {
    event.preventDefault();
    go({ ...wanted, comment: "" });
  };
  const text = (field: "words" | "author" | "span") => ({
    type: "text" as const,
    class: "search",
    "aria-label": say(`search.${field}`),
    placeholder: say(`search.${field}`),
    maxLength: field === "author" ? 100 : 200,
    spellcheck: false,
    value: wanted[field],
    onInput: (event: InputEvent & { currentTarget: HTMLInputElement }) =>
      setWanted({ ...wanted, [field]: event.currentTarget.value }),
  });
  const time = (field: "from" | "to") => (
    <label class="search-time">
      {say(`search.${field}`)}{" "}
      <input
        type="datetime-local"
        value={wanted[field]}
        onInput={(event) => setWanted({ ...wanted, [field]: event.currentTarget.value })}
      />
    </label>
  );
  return (
    <form class="filters more" role="search" aria-label={say("view.search")} onSubmit={submit}>
      <input ref={words} aria-keyshortcuts="w" {...text("words")} />
      <input {...text("author")} />
      <input {...text("span")} />
      <select
        aria-label={say("filter.label")}
        value={wanted.label}
        onChange={(event) => setWanted({ ...wanted, label: event.currentTarget.value })}
      >
        <option value="">{say("filter.anyLabel")}</option>
        {SEARCHED.map((label) => (
          <option key={label} value={Label[label]}>
            {labelText(label)}
          </option>
        ))}
      </select>
      <label>
        <input
          type="checkbox"
          checked={wanted.flagged}
          onChange={(event) => setWanted({ ...wanted, flagged: event.currentTarget.checked })}
        />{" "}
        {say("filter.flagged")}
      </label>
      {time("from")}
      {time("to")}
      {wanted.by !== "" && (
        <span class="chip">
          {say("search.by", { author: wanted.by })}{" "}
          <button type="button" class="plain" onClick={() => go({ ...wanted, by: "" })}>
            {say("charts.allAuthors")}
          </button>
        </span>
      )}
      <button type="submit">{say("search.search")}</button>
      <button type="button" class="plain" onClick={() => go(HISTORY)}>
        {say("search.all")}
      </button>
    </form>
  );
}

function Results({ found, at, more }: { found: Found; at: string; more: () => void }) {
  const { state, comments, next } = found;
  const list = useRef<HTMLDivElement>(null);
  const first = comments.length > 0;
  useEffect(() => {
    if (at !== "" && first) {
      list.current?.querySelector(".comment.at")?.scrollIntoView({ block: "center" });
    }
  }, [at, first]);
  if (!first) {
    return state === "searching" ? (
      <Empty title={say("search.searching")} busy />
    ) : (
      state === "ready" && <Empty title={say("search.none")} text={say("search.noneHint")} />
    );
  }
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
    <div ref={list} class="found" tabIndex={0} role="region" aria-label={say("search.results")}>
      {days(comments.map((comment) => toEntry(comment))).map(([day, entries]) => (
        <section key={day}>
          <h3>{day}</h3>
          <ol>
            {entries.map((entry) => (
              <CommentRow key={entry.id} entry={entry} at={entry.id === at} />
            ))}
          </ol>
        </section>
      ))}
      {next !== "" && (
        <button type="button" disabled={state === "searching"} onClick={more}>
          {say("audit.older")}
        </button>
      )}
    </div>
  );
}

/** The comments by the day of their publication, in their order. */
function days(entries: readonly Entry[]): [string, Entry[]][] {
  const found = new Map<string, Entry[]>();
  for (const entry of entries) {
    const day = entry.time === undefined ? "" : date(entry.time, "day", { dateStyle: "full" });
    found.set(day, [...(found.get(day) ?? []), entry]);
  }
  return [...found];
}
