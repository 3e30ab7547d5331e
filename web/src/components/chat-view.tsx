import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Connection } from "../api/watch.ts";
import type { OpenChat, Snapshot } from "../chat.ts";
import { passes, type Filter } from "../feed/feed.ts";
import { CommentRow } from "./comment-row.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { percent, whole } from "./figures.ts";

/** How many comments stand in the page at once; the ones before are kept for the filters. */
const SHOWN = 250;

/** A chat that is open: its figures, its filters and its comments, the newest at the bottom. */
export function ChatView({ chat }: { chat: OpenChat }) {
  const [filter, setFilter] = useState<Filter>({ flaggedOnly: false, minProbability: 0 });
  const [held, setHeld] = useState<Snapshot>();
  const [keyPause, setKeyPause] = useState(false);
  const [hovered, setHovered] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const latest = chat.snapshot.value;
  const paused = keyPause || hovered;

  useEffect(() => setHeld(paused ? chat.snapshot.value : undefined), [paused, chat]);
  const snapshot = held ?? latest;
  const shown = snapshot.entries.filter((entry) => passes(entry, filter)).slice(-SHOWN);

  useLayoutEffect(() => {
    if (!paused && list.current !== null) {
      list.current.scrollTop = list.current.scrollHeight;
    }
  }, [shown, paused]);

  const onKey = useCallback((event: KeyboardEvent) => {
    const target = event.target as HTMLElement;
    if (event.key === "p" && !event.ctrlKey && !event.metaKey && !["INPUT", "TEXTAREA"].includes(target.tagName)) {
      setKeyPause((before) => !before);
    }
  }, []);
  useEffect(() => {
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, [onKey]);

  const missed = latest.seen - snapshot.seen;
  return (
    <section class="chat" aria-labelledby="chat-title">
      <div class="chat-head">
        <h2 id="chat-title">{chat.id}</h2>
        <ConnectionChip connection={chat.connection.value} />
        <p class="figures">
          <strong>{whole(latest.seen)}</strong> comments · <strong>{percent(latest.flagged, latest.seen)}</strong> flagged
        </p>
      </div>
      <FilterBar filter={filter} change={setFilter} paused={keyPause} pause={() => setKeyPause(!keyPause)} />
      <div
        ref={list}
        class="feed"
        tabIndex={0}
        role="log"
        aria-live={filter.flaggedOnly ? "polite" : "off"}
        aria-label={`Comments of ${chat.id}`}
        onMouseEnter={() => setHovered(true)}
        onMouseLeave={() => setHovered(false)}
      >
        <ol>
        {shown.map((entry) => (
          <CommentRow key={entry.id} entry={entry} />
        ))}
        {shown.length === 0 && <li class="empty">{emptyText(snapshot, chat.connection.value)}</li>}
        {snapshot.ending !== undefined && (
          <li class={snapshot.ending.failed ? "ending failed" : "ending"}>
            {snapshot.ending.failed ? "The chat could not be read further" : "The chat is over"}
            {snapshot.ending.reason === "" ? "." : `: ${snapshot.ending.reason}`}
          </li>
        )}
        </ol>
      </div>
      <p class="pause-note" role="status">
        {paused ? `Paused${missed > 0 ? ` · ${whole(missed)} new` : ""}` : ""}
      </p>
    </section>
  );
}

function emptyText(snapshot: Snapshot, connection: Connection): string {
  if (snapshot.entries.length > 0) {
    return "No comment passes the filter.";
  }
  return connection.state === "refused" ? "There is nothing to show." : "No comment yet. They appear here as they come.";
}

function ConnectionChip({ connection }: { connection: Connection }) {
  return (
    <p class={`chip connection ${connection.state}`} role="status">
      {connectionText(connection)}
    </p>
  );
}

function connectionText(connection: Connection): string {
  switch (connection.state) {
    case "connecting":
      return "connecting …";
    case "live":
      return "live";
    case "lost":
      return "connection lost, trying again …";
    case "over":
      return "over";
    case "refused":
      return connection.message;
  }
}
