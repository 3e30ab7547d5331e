import { signal, type Signal } from "@preact/signals";
import type { LiveChats } from "./api/client.ts";
import { watch, type Connection } from "./api/watch.ts";
import { Feed, type Ending, type Entry } from "./feed/feed.ts";
import type { WatchCommentsResponse } from "./gen/chatwarden/livechat/v1/live_chat_service_pb.ts";

/** What the page shows of the chat that is open. */
export interface Snapshot {
  readonly entries: readonly Entry[];
  readonly seen: number;
  readonly flagged: number;
  readonly ending: Ending | undefined;
}

/** A chat that is open: watches until it is closed, and shows what happened at most once a frame. */
export class OpenChat {
  readonly connection: Signal<Connection> = signal<Connection>({ state: "connecting" });
  readonly snapshot: Signal<Snapshot> = signal<Snapshot>({ entries: [], seen: 0, flagged: 0, ending: undefined });

  readonly #feed = new Feed();
  readonly #abort = new AbortController();
  #waiting: WatchCommentsResponse[] = [];
  #frame = 0;

  constructor(readonly id: string, chats: LiveChats) {
    void watch(
      (resumeToken, abort, onOpen) =>
        chats.watchComments({ chat: id, resumeToken }, { signal: abort, onHeader: onOpen }),
      { event: (event) => this.#take(event), connection: (connection) => (this.connection.value = connection) },
      this.#abort.signal,
    );
  }

  close(): void {
    this.#abort.abort();
    cancelAnimationFrame(this.#frame);
  }

  #take(event: WatchCommentsResponse): void {
    this.#waiting.push(event);
    if (this.#frame === 0) {
      this.#frame = requestAnimationFrame(() => this.#show());
    }
  }

  #show(): void {
    this.#frame = 0;
    this.#feed.apply(this.#waiting);
    this.#waiting = [];
    this.snapshot.value = {
      entries: this.#feed.entries(),
      seen: this.#feed.seen(),
      flagged: this.#feed.flagged(),
      ending: this.#feed.ending(),
    };
  }
}
