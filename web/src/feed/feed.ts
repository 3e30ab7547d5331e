import { type Timestamp, timestampDate } from "@bufbuild/protobuf/wkt";
import { type Act, actsAfterDecision, actsNow, type Decided, decidedNow } from "../deciding/marks.ts";
import type { Action } from "../gen/chatwarden/action/v1/action_pb.ts";
import type { WatchCommentsResponse } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import type { DecidedComment } from "../gen/chatwarden/review/v1/review_service_pb.ts";
import { ChatState, type FlagReason, Label, type ModeratedComment } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { RewriteVerdict, type Rewriting, type RewrittenComment } from "../gen/chatwarden/type/v1/rewriting_pb.ts";
import type { Range } from "./spans.ts";

/** How many comments of a chat the page keeps; older ones are let go of. */
export const KEPT = 2000;

/** A comment as the page shows it. */
export interface Entry {
  readonly id: string;
  readonly text: string;
  readonly author: string;
  readonly authorId: string;
  readonly badges: readonly number[];
  readonly time: Date | undefined;
  readonly label: Label;
  readonly probability: number;
  readonly flagged: boolean;
  /** Why. */
  readonly reason: FlagReason;
  /** The first rule that excused a part; empty without any. */
  readonly allowed: string;
  /** The rule, label or badge that decided; empty without one. */
  readonly rule: string;
  /** The threshold that it exceeds; none where no threshold flags it. */
  readonly threshold: number | undefined;
  readonly spans: readonly Range[];
  readonly coverage: number;
  readonly model: string;
  /** The polite form that stage 3 proposed; empty without one. */
  readonly polite: string;
  readonly gone: "deleted" | "banned" | undefined;
  /** How many sessions had begun to read the chat again when it came. */
  readonly reading: number;
  /** What a moderator decided. */
  readonly decided: Decided | undefined;
  /** The actions on the platform that are about it. */
  readonly acts: readonly Act[];
}

/** A session that read the chat after another. */
export interface Reading {
  readonly source: string;
  readonly time: Date | undefined;
}

/** How a session came to its end. */
export interface Ending {
  readonly failed: boolean;
  readonly reason: string;
}

/** What the page knows of one chat. Changed by {@link Feed.apply} only. */
export class Feed {
  #entries = new Map<string, Entry>();
  #seen = 0;
  #flagged = 0;
  #ending: Ending | undefined;
  #readings: Reading[] = [];

  /** The kept comments, the oldest first. */
  entries(): Entry[] {
    return [...this.#entries.values()];
  }

  /** A comment that is kept. */
  entry(id: string): Entry | undefined {
    return this.#entries.get(id);
  }

  /** How many comments came by since the page watches. */
  seen(): number {
    return this.#seen;
  }

  /** How many of them were flagged. */
  flagged(): number {
    return this.#flagged;
  }

  /** Set once the chat is over. */
  ending(): Ending | undefined {
    return this.#ending;
  }

  /** The sessions that read the chat after its first. */
  readings(): Reading[] {
    return [...this.#readings];
  }

  /** Takes in what happened, in order. */
  apply(events: readonly WatchCommentsResponse[]): void {
    for (const { event } of events) {
      switch (event.case) {
        case "classified":
          this.#classified(event.value);
          break;
        case "tagged":
          this.#tagged(event.value);
          break;
        case "rewritten":
          this.#rewritten(event.value);
          break;
        case "deleted":
          this.#mark((entry) => entry.id === event.value.id, "deleted");
          break;
        case "banned": {
          const author = event.value.author?.id ?? "";
          this.#mark((entry) => author === "" || entry.authorId === author, "banned");
          break;
        }
        case "decided":
          this.#decided(event.value);
          break;
        case "action":
          this.#acted(event.value);
          break;
        case "ended":
          this.#ending = { failed: event.value.state === ChatState.FAILED, reason: event.value.reason };
          break;
        case "started":
          this.#ending = undefined;
          this.#readings.push({ source: event.value.source, time: toDate(event.value.startTime) });
          break;
        case undefined:
          break;
      }
    }
    this.#letGo();
  }

  #classified(value: ModeratedComment): void {
    // Earlier versions did not tell of another session.
    this.#ending = undefined;
    const entry = toEntry(value, this.#readings.length);
    if (entry.id !== "" && !this.#entries.has(entry.id)) {
      this.#entries.set(entry.id, entry);
      this.#seen++;
      this.#flagged += entry.flagged ? 1 : 0;
    }
  }

  #tagged(value: ModeratedComment): void {
    const entry = toEntry(value);
    const known = this.#entries.get(entry.id);
    if (known !== undefined) {
      const { reading, decided, acts } = known;
      const polite = known.polite || entry.polite;
      this.#entries.set(entry.id, { ...entry, polite, gone: known.gone ?? entry.gone, reading, decided, acts });
    }
  }

  #rewritten(value: RewrittenComment): void {
    const known = this.#entries.get(value.id);
    if (known !== undefined) {
      this.#entries.set(value.id, { ...known, polite: politeForm(value.rewriting) });
    }
  }

  #decided(value: DecidedComment): void {
    const known = this.#entries.get(value.id);
    if (known !== undefined) {
      const decided = decidedNow(known.decided, value);
      const acts = decided === known.decided ? known.acts : actsAfterDecision(known.acts);
      this.#entries.set(value.id, { ...known, decided, acts });
    }
  }

  #acted(value: Action): void {
    const known = this.#entries.get(value.comment);
    if (known !== undefined) {
      this.#entries.set(value.comment, { ...known, acts: actsNow(known.acts, value) });
    }
  }

  #mark(which: (entry: Entry) => boolean, gone: "deleted" | "banned"): void {
    for (const entry of this.#entries.values()) {
      if (which(entry) && entry.gone === undefined) {
        this.#entries.set(entry.id, { ...entry, gone });
      }
    }
  }

  #letGo(): void {
    const ids = this.#entries.keys();
    for (let over = this.#entries.size - KEPT; over > 0; over--) {
      this.#entries.delete(ids.next().value as string);
    }
  }
}

/** A stored comment as the page shows it. */
export function toEntry(value: ModeratedComment, reading = 0): Entry {
  const { comment, classification } = value;
  return {
    id: comment?.id ?? "",
    text: comment?.text ?? "",
    author: comment?.author?.name || comment?.author?.id || "",
    authorId: comment?.author?.id ?? "",
    badges: comment?.author?.badges ?? [],
    time: toDate(comment?.publishTime),
    label: classification?.label ?? Label.LABEL_UNSPECIFIED,
    probability: classification?.offensiveProbability ?? 0,
    flagged: value.flagged,
    reason: value.flagReason,
    rule: value.flagRule,
    threshold: value.exceededThreshold,
    allowed: value.allowed[0]?.rule ?? "",
    spans: value.tagging?.spans ?? [],
    coverage: value.tagging?.coverage ?? 0,
    model: classification?.tier || classification?.model || "",
    polite: politeForm(value.rewriting),
    gone: value.deleteTime !== undefined ? "deleted" : value.banTime !== undefined ? "banned" : undefined,
    reading,
    decided: undefined,
    acts: [],
  };
}

function politeForm(rewriting: Rewriting | undefined): string {
  return rewriting?.verdict === RewriteVerdict.REWRITTEN ? rewriting.rewrite : "";
}

function toDate(time: Timestamp | undefined): Date | undefined {
  return time === undefined ? undefined : timestampDate(time);
}
