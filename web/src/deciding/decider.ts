import { type Signal, signal } from "@preact/signals";
import type { Actions, Reviews } from "../api/client.ts";
import { pause } from "../api/pause.ts";
import type { Sleep } from "../api/watch.ts";
import type { Action } from "../gen/chatwarden/action/v1/action_pb.ts";
import {
  type CommentScope,
  type DecideCommentsResponse,
  type DecidedComment,
  Decision,
  type Review,
} from "../gen/chatwarden/review/v1/review_service_pb.ts";
import { faultText } from "../text/fault.ts";
import { isOpen } from "./marks.ts";

/** What a moderator sees while deciding on one comment. */
export interface Deciding {
  /** The comment and its decision so far; not known at first. */
  readonly review: Review | undefined;
  /** Whether a call is under way. */
  readonly busy: boolean;
  /** The last decision on several comments, to undo as one. */
  readonly group: DecideCommentsResponse | undefined;
  /** What went wrong last; empty when nothing did. */
  readonly problem: string;
}

const TIMEOUT_MS = 5000;

/** Hundreds of comments are decided one by one. */
const GROUP_TIMEOUT_MS = 30_000;

/** How often the actions of a decision are looked for, and how many times. */
const LOOK_MS = 1000;
const LOOKS = 30;

/** A decision becomes an action a moment later: so often they are looked for where none is open. */
const LEAST_LOOKS = 6;

/** Decides on one comment of a chat, whatever its label, and on what others decided meanwhile. */
export class Decider {
  readonly deciding: Signal<Deciding> = signal<Deciding>({
    review: undefined,
    busy: true,
    group: undefined,
    problem: "",
  });

  constructor(
    readonly chat: string,
    readonly comment: string,
    readonly reviews: Reviews,
  ) {
    void this.#look("");
  }

  /** Decides; the review after it, or none where it failed. */
  decide(reviewer: string, decision: Decision, note: string, seconds: number): Promise<Review | undefined> {
    return this.#change(({ decision: replacedDecision }) => {
      const request = { ...this.#names(reviewer), decision, note, replacedDecision, ...lengthOf(decision, seconds) };
      return this.reviews.decideComment(request, { timeoutMs: TIMEOUT_MS });
    });
  }

  /** Decides on all of the author, or all with the same text; the comments, none where it failed. */
  async decideMany(
    scope: CommentScope,
    reviewer: string,
    decision: Decision,
    note: string,
    seconds: number,
  ): Promise<readonly DecidedComment[]> {
    const group = await this.#act(() => {
      const request = { ...this.#names(reviewer), scope, decision, note, ...lengthOf(decision, seconds) };
      return this.reviews.decideComments(request, { timeoutMs: GROUP_TIMEOUT_MS });
    });
    if (group === undefined) {
      return [];
    }
    this.#show({ group });
    await this.#look("");
    return group.decided;
  }

  /** Takes the decisions of a group back; the comments, none where it failed. */
  async undoMany(group: string, reviewer: string): Promise<readonly DecidedComment[]> {
    const answer = await this.#act(() =>
      this.reviews.undoDecisions({ chat: this.chat, group, reviewer }, { timeoutMs: GROUP_TIMEOUT_MS }),
    );
    return answer?.undone ?? [];
  }

  /** Takes the decision back; the review after it, or none where it failed. */
  undo(reviewer: string): Promise<Review | undefined> {
    return this.#change(async () => {
      const review = await this.reviews.undoReview(this.#names(reviewer), { timeoutMs: TIMEOUT_MS });
      // An undone comment is held by its reviewer, who does not work through the queue here.
      await this.reviews
        .releaseReviews({ chat: this.chat, reviewer, comments: [this.comment] }, { timeoutMs: TIMEOUT_MS })
        .catch(() => undefined);
      return review;
    });
  }

  #names(reviewer: string) {
    return { chat: this.chat, comment: this.comment, reviewer };
  }

  async #change(work: (before: Review) => Promise<Review>): Promise<Review | undefined> {
    const review = await this.#act(work);
    if (review !== undefined) {
      this.#show({ review });
    }
    return review;
  }

  async #act<T>(work: (before: Review) => Promise<T>): Promise<T | undefined> {
    const { review: before, busy } = this.deciding.value;
    if (busy || before === undefined) {
      return undefined;
    }
    this.#show({ busy: true, problem: "" });
    try {
      const answer = await work(before);
      this.#show({ busy: false });
      return answer;
    } catch (fault) {
      // Another moderator may have decided: what holds now is shown with the fault.
      await this.#look(faultText(fault));
      return undefined;
    }
  }

  async #look(problem: string): Promise<void> {
    try {
      const names = { chat: this.chat, comment: this.comment };
      const review = await this.reviews.getReview(names, { timeoutMs: TIMEOUT_MS });
      this.#show({ review, busy: false, problem });
    } catch (fault) {
      this.#show({ busy: false, problem: problem || faultText(fault) });
    }
  }

  #show(change: Partial<Deciding>): void {
    this.deciding.value = { ...this.deciding.value, ...change };
  }
}

function lengthOf(decision: Decision, seconds: number) {
  return decision === Decision.TIME_OUT ? { authorTimeout: { seconds: BigInt(seconds) } } : {};
}

/** Reports the actions about a comment until all are over: in a chat that is over, no event does. */
export async function followActions(
  actions: Actions,
  chat: string,
  comment: string,
  tell: (action: Action) => void,
  abort: AbortSignal,
  sleep: Sleep = pause,
): Promise<void> {
  for (let look = 1; look <= LOOKS && !abort.aborted; look++) {
    await sleep(LOOK_MS, abort);
    try {
      const page = await actions.listActions({ chat, comment }, { signal: abort, timeoutMs: TIMEOUT_MS });
      page.actions.toReversed().forEach(tell);
      if (look >= LEAST_LOOKS && !page.actions.some(isOpen)) {
        return;
      }
    } catch {
      // Looked for again; the decision itself is stored.
    }
  }
}
