import { type Signal, signal } from "@preact/signals";
import type { Reviews } from "./api/client.ts";
import { pause } from "./api/pause.ts";
import type { Sleep } from "./api/watch.ts";
import {
  Decision,
  type GetReviewContextResponse,
  type Review,
  ReviewOrder,
} from "./gen/chatwarden/review/v1/review_service_pb.ts";
import { faultText } from "./text/fault.ts";
import { say } from "./text/say.ts";

/** What a reviewer sees. */
export interface Desk {
  readonly state: "loading" | "ready" | "lost";
  /** What the reviewer holds, the first to decide on. */
  readonly held: readonly Review[];
  /** How many comments of the chat are undecided. */
  readonly undecided: number;
  /** The comments around the first and by its author, once it is known. */
  readonly context: GetReviewContextResponse | undefined;
  /** What the reviewer decided, the last one last. */
  readonly decided: readonly Review[];
  /** Whether actions are refused: one is under way, or the first comment came on screen a moment ago. */
  readonly busy: boolean;
  /** What went wrong last; empty when nothing did. */
  readonly problem: string;
}

const NOTHING: Desk = {
  state: "loading",
  held: [],
  undecided: 0,
  context: undefined,
  decided: [],
  busy: false,
  problem: "",
};

/** How many comments are held, so that the next one is there at once. */
const HELD = 5;

/** The bridge's limit of held comments. */
const MOST_HELD = 50;

/** Leases are renewed and the queue is asked for news this often; a lease lasts far longer. */
const REFRESH_MS = 4000;

const TIMEOUT_MS = 5000;

/** The length of a time-out that names none. */
const USUAL_TIMEOUT_SECONDS = 300;

/** How long a comment is on screen before it takes an action, so that the second click of a double click does not act on it. */
export const SETTLE_MS = 400;

/**
 * The work of one reviewer on one chat: holds a few comments until it is closed. One call is under way at a time. Every
 * action names the comment that was on screen, and is taken only while that comment is still the one to act on.
 */
export class ReviewDesk {
  readonly desk: Signal<Desk> = signal<Desk>(NOTHING);
  readonly #abort = new AbortController();
  #queue: Promise<void> = Promise.resolve();
  #reasonsToWait = 0;
  #order: ReviewOrder;

  constructor(
    readonly chat: string,
    readonly reviewer: string,
    readonly reviews: Reviews,
    order: ReviewOrder = ReviewOrder.OLDEST_FIRST,
    readonly sleep: Sleep = pause,
  ) {
    this.#order = order;
    void this.#keepClaiming();
  }

  /** Decides on `comment` if it is the first; `timeoutSeconds` is the length of a time-out. */
  decide(comment: string, decision: Decision, note: string, timeoutSeconds = USUAL_TIMEOUT_SECONDS): Promise<void> {
    return this.#act(comment, firstOf, async () => {
      const request = { ...this.#names(comment), decision, note };
      const length = decision === Decision.TIME_OUT ? { authorTimeout: { seconds: BigInt(timeoutSeconds) } } : {};
      const review = await this.reviews.decideReview({ ...request, ...length }, { timeoutMs: TIMEOUT_MS });
      const { held, decided, undecided } = this.desk.value;
      this.#hold(held.slice(1), {
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

  /** Takes the decision on `comment` back if it is the last one; its comment is the first again. */
  undo(comment: string): Promise<void> {
    return this.#act(comment, lastOf, async () => {
      const review = await this.reviews.undoReview(this.#names(comment), { timeoutMs: TIMEOUT_MS });
      const { held, decided, undecided } = this.desk.value;
      this.#hold([review, ...held], {
        decided: decided.slice(0, -1),
        undecided: undecided + 1,
        problem: "",
      });
      await this.#look();
    });
  }

  /** Puts `comment`, if it is the first, after the others that are held. */
  skip(comment: string): Promise<void> {
    return this.#act(comment, firstOf, async () => {
      const { held } = this.desk.value;
      this.#hold([...held.slice(1), ...held.slice(0, 1)]);
      await this.#look();
    });
  }

  /** Gives the held comments back and claims anew in this order. */
  reorder(order: ReviewOrder): Promise<void> {
    this.#order = order;
    return this.#waitFor(() =>
      this.#next(async () => {
        const comments = this.desk.value.held.map(idOf);
        if (comments.length > 0) {
          const request = { chat: this.chat, reviewer: this.reviewer, comments };
          await this.reviews.releaseReviews(request, { timeoutMs: TIMEOUT_MS });
        }
        this.#hold([]);
        await this.#claim();
      }),
    );
  }

  /** Gives back the held comments. */
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
      await this.sleep(REFRESH_MS, this.#abort.signal);
    }
  }

  async #claim(): Promise<void> {
    // After an undoing there may be more than usual; none of them shall leave the desk.
    const count = Math.min(MOST_HELD, Math.max(HELD, this.desk.value.held.length));
    const answer = await this.reviews.claimReviews(
      { chat: this.chat, reviewer: this.reviewer, count, order: this.#order },
      { signal: this.#abort.signal, timeoutMs: TIMEOUT_MS },
    );
    const before = this.desk.value;
    const fresh = new Map(answer.reviews.map((review) => [idOf(review), review]));
    // The desk keeps its order; comments that another reviewer has taken leave it.
    const kept = before.held.filter((review) => fresh.has(idOf(review)));
    const known = new Set(kept.map(idOf));
    const held = [...kept, ...answer.reviews.filter((review) => !known.has(idOf(review)))];
    this.#hold(held, {
      state: "ready",
      undecided: Number(answer.undecidedCount),
      problem: before.state === "lost" ? "" : before.problem,
    });
    if (firstOf(this.desk.value) !== firstOf(before) || before.context === undefined) {
      await this.#look();
    }
  }

  async #look(): Promise<void> {
    const [first] = this.desk.value.held;
    this.#show({ context: undefined });
    if (first !== undefined) {
      const names = { chat: this.chat, comment: idOf(first) };
      const context = await this.reviews.getReviewContext(names, { timeoutMs: TIMEOUT_MS });
      this.#show({ context });
    }
  }

  #names(comment: string) {
    return { chat: this.chat, comment, reviewer: this.reviewer };
  }

  /** Does this unless the desk waits, or `subject` finds another comment, now or when its turn comes. */
  #act(comment: string, subject: (desk: Desk) => string | undefined, work: () => Promise<void>): Promise<void> {
    if (this.desk.value.busy || subject(this.desk.value) !== comment) {
      return Promise.resolve();
    }
    return this.#waitFor(() =>
      this.#next(async () => {
        if (subject(this.desk.value) === comment) {
          await work();
        } else {
          this.#show({ problem: say("review.left") });
        }
      }),
    );
  }

  /** Takes no action until this is over. */
  async #waitFor(work: () => Promise<void>): Promise<void> {
    this.#reasonsToWait++;
    this.#show({ busy: true });
    await work();
    this.#reasonsToWait--;
    this.#show({ busy: this.#reasonsToWait > 0 });
  }

  /** Does this after the work begun before; reports the fault. */
  #next(work: () => Promise<void>): Promise<void> {
    this.#queue = this.#queue.then(async () => {
      if (this.#abort.signal.aborted) {
        return;
      }
      try {
        await work();
      } catch (fault) {
        if (!this.#abort.signal.aborted) {
          this.#show({ state: "lost", problem: faultText(fault) });
        }
      }
    });
    return this.#queue;
  }

  /** Changes the held comments; a new first one takes no action at once. */
  #hold(held: readonly Review[], change: Partial<Desk> = {}): void {
    const before = firstOf(this.desk.value);
    this.#show({ ...change, held });
    const first = firstOf(this.desk.value);
    if (first !== undefined && first !== before) {
      void this.#waitFor(() => this.sleep(SETTLE_MS, this.#abort.signal));
    }
  }

  #show(change: Partial<Desk>): void {
    this.desk.value = { ...this.desk.value, ...change };
  }
}

/** The id of the comment. */
export function idOf(review: Review): string {
  return review.comment?.comment?.id ?? "";
}

/** The comment to decide on. */
function firstOf({ held }: Desk): string | undefined {
  const [first] = held;
  return first && idOf(first);
}

/** The comment that was decided on last. */
function lastOf({ decided }: Desk): string | undefined {
  const last = decided.at(-1);
  return last && idOf(last);
}
