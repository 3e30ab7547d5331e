import { type Signal, signal } from "@preact/signals";
import type { Statistics } from "../api/client.ts";
import { pause } from "../api/pause.ts";
import type { Sleep } from "../api/watch.ts";
import { type Raid, raidIn } from "../charts/raid.ts";
import { SLICE_MS } from "../charts/recent.ts";
import { ChatSlices } from "./chat-slices.ts";

/** How often each live chat is looked at. */
export const LOOK_MS = 10_000;

/** How many live chats are looked at; the newest come first. */
const MOST = 20;

/** A raid whose newest comment is older is not under way any more. */
const STALE_MS = 300_000;

/** The raids that are under way, by the chat. */
export type Raids = ReadonlyMap<string, Raid>;

/** Looks at every live chat for raids, whichever view is open, until it is closed. */
export class Lookout {
  readonly raids: Signal<Raids> = signal<Raids>(new Map());
  readonly #abort = new AbortController();
  #known = new Map<string, ChatSlices>();
  #live: readonly string[] = [];

  constructor(
    readonly statistics: Pick<Statistics, "getChatStatistics">,
    readonly now: () => number = Date.now,
    readonly sleep: Sleep = pause,
  ) {
    void this.#keepLooking();
  }

  /** The chats that are live; others are forgotten. */
  watch(live: readonly string[]): void {
    this.#live = live.slice(0, MOST);
    this.#known = new Map(
      this.#live.map((chat) => [chat, this.#known.get(chat) ?? new ChatSlices(chat, this.statistics)]),
    );
  }

  close(): void {
    this.#abort.abort();
  }

  async #keepLooking(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      const found = new Map<string, Raid>();
      for (const chat of this.#live) {
        const raid = await this.#look(chat);
        if (raid !== undefined) {
          found.set(chat, raid);
        }
      }
      if (!this.#abort.signal.aborted && !same(found, this.raids.value)) {
        this.raids.value = found;
      }
      // Without a chat yet, the first one is looked at soon.
      await this.sleep(this.#live.length === 0 ? LOOK_MS / 10 : LOOK_MS, this.#abort.signal);
    }
  }

  /** A chat that cannot be looked at now keeps its last state. */
  async #look(chat: string): Promise<Raid | undefined> {
    const slices = this.#known.get(chat);
    if (slices === undefined || this.#abort.signal.aborted) {
      return undefined;
    }
    try {
      const seen = await slices.refresh(this.#abort.signal);
      const newest = seen.at(-1)?.start ?? 0;
      return newest < this.now() - STALE_MS ? undefined : raidIn(seen, SLICE_MS);
    } catch {
      return this.raids.value.get(chat);
    }
  }
}

function same(one: Raids, other: Raids): boolean {
  return one.size === other.size && [...one].every(([chat, raid]) => other.get(chat)?.hostile === raid.hostile);
}
