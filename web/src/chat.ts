import { create } from "@bufbuild/protobuf";
import { type Signal, signal } from "@preact/signals";
import type { LiveChats } from "./api/client.ts";
import { pause } from "./api/pause.ts";
import { BEGINNING, type Connection, watch } from "./api/watch.ts";
import type { Slice } from "./charts/raid.ts";
import { RecentSlices } from "./charts/recent.ts";
import { type Ending, type Entry, Feed, type Reading } from "./feed/feed.ts";
import {
  type WatchCommentsResponse,
  WatchCommentsResponseSchema,
} from "./gen/chatwarden/livechat/v1/live_chat_service_pb.ts";

/** What the page shows of the chat that is open. */
export interface Snapshot {
  /** The kept comments, the oldest first. */
  readonly entries: readonly Entry[];
  readonly seen: number;
  readonly flagged: number;
  readonly ending: Ending | undefined;
  /** The sessions that read the chat after its first. */
  readonly readings: readonly Reading[];
  /** Whether comments are missing because the connection was away too long. */
  readonly gap: boolean;
}

const NOTHING: Snapshot = { entries: [], seen: 0, flagged: 0, ending: undefined, readings: [], gap: false };

/** A tab in the background gets no frames; events are taken in by so many then, so that none pile up. */
const MOST_WAITING = 1000;

/** The least time between two pictures of the chat, in milliseconds: more frequent ones cannot be read and leave no frame for input. */
const SHOWN_MS = 100;

/** A chat that is open: watches until it is closed or over, and shows what happened at once, or soon if it showed something just now. */
export class OpenChat {
  readonly connection: Signal<Connection> = signal<Connection>({ state: "connecting" });
  readonly snapshot: Signal<Snapshot> = signal<Snapshot>(NOTHING);

  readonly #abort = new AbortController();
  #feed = new Feed();
  #recent = new RecentSlices();
  #gap = false;
  #token = BEGINNING;
  #waiting: WatchCommentsResponse[] = [];
  #frame = 0;
  #timer = 0;
  #shownAt = Number.NEGATIVE_INFINITY;

  constructor(
    readonly id: string,
    readonly chats: LiveChats,
  ) {
    this.#watch();
  }

  /** Goes on with a chat that was over, as another session reads it. */
  goOn(): void {
    if (this.connection.value.state === "over" && !this.#abort.signal.aborted) {
      this.#watch();
    }
  }

  #watch(): void {
    void watch(
      (resumeToken, abort, onOpen) =>
        this.chats.watchComments({ chat: this.id, resumeToken }, { signal: abort, onHeader: onOpen }),
      {
        event: (event) => this.#take(event),
        connection: (connection) => {
          this.connection.value = connection;
        },
        gap: () => this.#startOver(),
      },
      this.#abort.signal,
      pause,
      this.#token,
    );
  }

  close(): void {
    this.#abort.abort();
    cancelAnimationFrame(this.#frame);
    window.clearTimeout(this.#timer);
  }

  /** A comment as it is now, where it is kept. */
  entry(id: string): Entry | undefined {
    return this.#feed.entry(id);
  }

  /** Shows an event that did not come by watching, as a decision that the page made: a chat that is over is not watched. */
  learn(event: WatchCommentsResponse["event"]): void {
    this.#takeIn();
    this.#feed.apply([create(WatchCommentsResponseSchema, { event })]);
    if (this.#frame === 0 && this.#timer === 0) {
      this.#showSoon(0);
    }
  }

  /** How much was said of late, and how much of it was hostile. */
  slices(): Slice[] {
    this.#takeIn();
    return this.#recent.slices();
  }

  #take(event: WatchCommentsResponse): void {
    this.#token = event.resumeToken;
    this.#waiting.push(event);
    if (this.#waiting.length >= MOST_WAITING) {
      this.#takeIn();
    }
    if (this.#frame === 0 && this.#timer === 0) {
      this.#showSoon(this.#shownAt + SHOWN_MS - performance.now());
    }
  }

  #showSoon(wait: number): void {
    if (wait > 0) {
      this.#timer = window.setTimeout(() => this.#showSoon(0), wait);
    } else {
      this.#timer = 0;
      this.#frame = requestAnimationFrame(() => this.#show());
    }
  }

  #startOver(): void {
    this.#feed = new Feed();
    this.#recent = new RecentSlices();
    this.#waiting = [];
    this.#gap = true;
  }

  #takeIn(): void {
    this.#feed.apply(this.#waiting);
    this.#recent.apply(this.#waiting);
    this.#waiting = [];
  }

  #show(): void {
    this.#frame = 0;
    this.#shownAt = performance.now();
    this.#takeIn();
    this.snapshot.value = {
      entries: this.#feed.entries(),
      seen: this.#feed.seen(),
      flagged: this.#feed.flagged(),
      ending: this.#feed.ending(),
      readings: this.#feed.readings(),
      gap: this.#gap,
    };
  }
}
