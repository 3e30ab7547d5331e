import { useState } from "preact/hooks";
import type { Connection } from "../api/watch.ts";
import type { OpenChat } from "../chat.ts";
import type { Filter } from "../feed/feed.ts";
import { CommentFeed } from "./comment-feed.tsx";
import { percent, whole } from "./figures.ts";
import { FilterBar } from "./filter-bar.tsx";
import { StopButton } from "./stop-button.tsx";
import { useKeys } from "./use-keys.ts";

/** A chat that is open: its figures, its filters and its comments. `stop` is there while somebody reads it. */
export function ChatView({ chat, stop }: { chat: OpenChat; stop: (() => Promise<boolean>) | undefined }) {
  const [filter, setFilter] = useState<Filter>({ flaggedOnly: false, minProbability: 0 });
  const [paused, setPaused] = useState(false);
  const { seen, flagged, gap } = chat.snapshot.value;

  useKeys({
    p: () => setPaused((before) => !before),
    f: () => setFilter((before) => ({ ...before, flaggedOnly: !before.flaggedOnly })),
  });

  return (
    <section class="chat" aria-labelledby="chat-title">
      <div class="chat-head">
        <h2 id="chat-title">{chat.id}</h2>
        <ConnectionChip connection={chat.connection.value} />
        <p class="figures">
          <strong>{whole(seen)}</strong> comments <span aria-hidden="true">·</span>{" "}
          <strong>{percent(flagged, seen)}</strong> flagged
        </p>
        {stop !== undefined && <StopButton stop={stop} />}
      </div>
      <FilterBar filter={filter} change={setFilter} paused={paused} pause={() => setPaused(!paused)} />
      {gap && (
        <p class="notice" role="status">
          The connection was away for longer than comments are kept: some are missing.
        </p>
      )}
      <CommentFeed chat={chat} filter={filter} paused={paused} goOn={() => setPaused(false)} />
    </section>
  );
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
