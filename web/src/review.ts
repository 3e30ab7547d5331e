import { ConnectError } from "@connectrpc/connect";
import { type Signal, signal } from "@preact/signals";
import type { Reviews } from "./api/client.ts";
import { pause } from "./api/pause.ts";
import type { Decision, GetReviewContextResponse, Review } from "./gen/chatwarden/review/v1/review_service_pb.ts";

/** What a reviewer sees. */
export interface Desk {
  readonly state: "loading" | "ready" | "lost";
  /** What the reviewer holds, the first to decide on. */
  readonly held: readonly Review[];
  /** How many comments of the chat nobody decided on. */
  readonly undecided: number;
  /** What was said around the first and by its author, once it is known. */
  readonly context: GetReviewContextResponse | undefined;
  /** What the reviewer decided, the last one last. */
  readonly decided: readonly Review[];
  /** What went wrong last; empty when nothing did. */
  readonly problem: string;
}

const NOTHING: Desk = { state: "loading", held: [], undecided: 0, context: undefined, decided: [], problem: "" };

/** How many comments are held, so that the next one is there at once. */
const HELD = 5;

/** The bridge lets nobody hold more. */
const MOST_HELD = 50;

/** Leases are renewed and the queue is asked for news this often; a lease lasts far longer. */
const REFRESH_MS = 4000;

/** The work of one reviewer on one chat: holds a few comments until it is closed. One call is under way at a time. */
export class ReviewDesk {
  readonly desk: Signal<Desk> = signal<Desk>(NOTHING);
  readonly #abort = new AbortController();
  #busy: Promise<void> = Promise.resolve();

  constructor(
    readonly chat: string,
    readonly reviewer: string,
    readonly reviews: Reviews,
  ) {
    void this.#keepClaiming();
  }

  decide(decision: Decision, note: string): Promise<void> {
    return this.#next(async () => {
      const [first] = this.desk.value.held;
      if (first === undefined) {
        return;
      }
      const review = await this.reviews.decideReview({ ...this.#names(first), decision, note });
      const { held, decided, undecided } = this.desk.value;
      this.#show({
        held: held.slice(1),
        decided: [...decided, review],
        undecided: Math.max(0, undecided - 1),
        problem: "",
      });
      await this.#look();
      if (held.length <= 2) {
        await this.#claim();
      }
    });
  }

  /** Takes the last decision back; its comment is the first again. */
  undo(): Promise<void> {
    return this.#next(async () => {
      const last = this.desk.value.decided.at(-1);
      if (last === undefined) {
        return;
      }
      const review = await this.reviews.undoReview(this.#names(last));
      const { held, decided, undecided } = this.desk.value;
      this.#show({
        held: [review, ...held],
        decided: decided.slice(0, -1),
        undecided: undecided + 1,
        problem: "",
      });
      await this.#look();
    });
  }

  /** Puts the first comment behind the others that are held. */
  skip(): Promise<void> {
    return this.#next(async () => {
      const [first, ...others] = this.desk.value.held;
      if (first !== undefined) {
        this.#show({ held: [...others, first] });
        await this.#look();
      }
    });
  }

  /** Gives back what is held. */
  close(): void {
    this.#abort.abort();
    const comments = this.desk.value.held.map(idOf);
    if (comments.length > 0) {
      // Where this fails, the leases run out by themselves.
      this.reviews.releaseReviews({ chat: this.chat, reviewer: this.reviewer, comments }).catch(() => undefined);
    }
  }

  async #keepClaiming(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      await this.#next(() => this.#claim());
      await pause(REFRESH_MS, this.#abort.signal);
    }
  }

  async #claim(): Promise<void> {
    // After an undoing there may be more than usual; none of them shall leave the desk.
    const count = Math.min(MOST_HELD, Math.max(HELD, this.desk.value.held.length));
    const answer = await this.reviews.claimReviews(
      { chat: this.chat, reviewer: this.reviewer, count },
      { signal: this.#abort.signal, timeoutMs: 5000 },
    );
    const before = this.desk.value;
    const fresh = new Map(answer.reviews.map((review) => [idOf(review), review]));
    // What is on the desk keeps its order; what somebody else has taken meanwhile leaves it.
    const kept = before.held.filter((review) => fresh.has(idOf(review)));
    const known = new Set(kept.map(idOf));
    const held = [...kept, ...answer.reviews.filter((review) => !known.has(idOf(review)))];
    this.#show({
      state: "ready",
      held,
      undecided: Number(answer.undecidedCount),
      problem: before.state === "lost" ? "" : before.problem,
    });
    if (firstOf(held) !== firstOf(before.held) || before.context === undefined) {
      await this.#look();
    }
  }

  async #look(): Promise<void> {
    const [first] = this.desk.value.held;
    this.#show({ context: undefined });
    if (first !== undefined) {
      const context = await this.reviews.getReviewContext({ chat: this.chat, comment: idOf(first) });
      this.#show({ context });
    }
  }

  #names(review: Review) {
    return { chat: this.chat, comment: idOf(review), reviewer: this.reviewer };
  }

  /** Does this when what was begun before is done; says what went wrong. */
  #next(work: () => Promise<void>): Promise<void> {
    this.#busy = this.#busy.then(async () => {
      if (this.#abort.signal.aborted) {
        return;
      }
      try {
        await work();
      } catch (fault) {
        const { rawMessage } = ConnectError.from(fault);
        if (!this.#abort.signal.aborted) {
          this.#show({ state: "lost", problem: rawMessage });
        }
      }
    });
    return this.#busy;
  }

  #show(change: Partial<Desk>): void {
    this.desk.value = { ...this.desk.value, ...change };
  }
}

/** The id of the comment. */
export function idOf(review: Review): string {
  return review.comment?.comment?.id ?? "";
}

function firstOf(held: readonly Review[]): string | undefined {
  const [first] = held;
  return first === undefined ? undefined : idOf(first);
}
