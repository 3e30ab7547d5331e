import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { WatchCommentsResponse } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { Label } from "../gen/chatwarden/type/v1/comment_pb.ts";
import type { Slice } from "./raid.ts";

/** How long a slice is. */
export const SLICE_MS = 10_000;

/** So far back, in slices: a quarter of an hour. */
const KEPT = 90;

interface Tally {
  comments: number;
  hostile: number;
}

/** Counts what a watched chat says in slices of time, the last quarter of an hour of it, whatever the page keeps. */
export class RecentSlices {
  readonly #tallies = new Map<number, Tally>();
  #newest = Number.NEGATIVE_INFINITY;

  /** Takes in what happened; only newly classified comments count. */
  apply(events: readonly WatchCommentsResponse[]): void {
    for (const { event } of events) {
      const time = event.case === "classified" ? event.value.comment?.publishTime : undefined;
      if (event.case === "classified" && time !== undefined) {
        this.#count(Math.floor(timestampMs(time) / SLICE_MS), event.value.classification?.label);
      }
    }
  }

  #count(place: number, label: Label | undefined): void {
    if (place <= this.#newest - KEPT) {
      return;
    }
    let tally = this.#tallies.get(place);
    if (tally === undefined) {
      tally = { comments: 0, hostile: 0 };
      this.#tallies.set(place, tally);
    }
    tally.comments++;
    tally.hostile += label === Label.OFFENSIVE || label === Label.HATE ? 1 : 0;
    if (place > this.#newest) {
      this.#newest = place;
      for (const old of this.#tallies.keys()) {
        if (old <= place - KEPT) {
          this.#tallies.delete(old);
        }
      }
    }
  }

  /** The slices in order, without gaps, up to the newest; at most a quarter of an hour of them. */
  slices(): Slice[] {
    if (this.#tallies.size === 0) {
      return [];
    }
    const first = Math.min(...this.#tallies.keys());
    return Array.from({ length: this.#newest - first + 1 }, (_, n) => {
      const { comments = 0, hostile = 0 } = this.#tallies.get(first + n) ?? {};
      return { start: (first + n) * SLICE_MS, comments, hostile };
    });
  }
}
