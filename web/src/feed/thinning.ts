import type { Entry } from "./feed.ts";
import { newest, type Passes } from "./filter.ts";
import { Rate } from "./rate.ts";

/** So many new rows a second are drawn of a fast chat: more cannot be read, and leave no frame for input. */
export const DRAWN_PER_SECOND = 100;

/** How many comments are in the page while they move: few, because all of them are laid out anew with each drawing. */
export const SHOWN_MOVING = 60;

/** A chat is fast after so long, in milliseconds: the stored comments that come first are no reason to leave any out. */
const SETTLED_MS = 1000;

/** The comments of a chat at a moment. */
export interface Moment {
  /** The kept comments, the oldest first; new ones are appended. */
  readonly entries: readonly Entry[];
  /** How many came so far, those that are no longer kept among them. */
  readonly seen: number;
  /** Set once the chat is over. */
  readonly ending: unknown;
}

/** By what rule comments are left out, and how many were since the chat became fast. */
export interface Rule {
  /** How many unflagged and flagged comments that pass the filter came in the last whole second. */
  readonly others: number;
  readonly flagged: number;
  /** One of so many unflagged, and of so many flagged comments is drawn; each where it is 1. */
  readonly every: number;
  readonly everyFlagged: number;
  readonly left: number;
}

/** The comments that are drawn, the oldest first, and the rule where some are left out. */
export interface Thinned {
  readonly shown: readonly Entry[];
  readonly rule: Rule | undefined;
}

/**
 * Chooses the comments of a moving list that are drawn. All of the newest ones are, up to {@link DRAWN_PER_SECOND} a second. Of
 * a faster chat each flagged comment is, and one of so many of the others; where flagged ones alone are too many, one of so many
 * of these as well. Of more comments than are kept, which a page that was busy for seconds may find, the oldest are left out.
 * A comment that was drawn stays until newer ones push it out. Once the chat is slower or over, the list is complete again.
 */
export class Thinning {
  #passes: Passes | undefined;
  #seen = 0;
  #drawn = new Set<string>();
  #flagged = new Share();
  #others = new Share();
  #fastSince: number | undefined;
  #left = 0;

  /** What is drawn of this moment, at a time in milliseconds. Another filter begins anew. */
  at(time: number, moment: Moment, passes: Passes): Thinned {
    if (passes !== this.#passes || moment.seen < this.#seen) {
      this.#begin(passes, moment);
    }
    const came = moment.seen - this.#seen;
    this.#seen = moment.seen;
    this.#choose(came > 0 ? moment.entries.slice(-came).filter(passes) : []);
    this.#left += Math.max(0, came - moment.entries.length);
    const rule = this.#measure(time, moment);
    const drawn = rule === undefined ? passes : (entry: Entry) => this.#drawn.has(entry.id);
    const shown = newest(moment.entries, drawn, SHOWN_MOVING);
    this.#drawn = new Set(shown.map(({ id }) => id));
    return { shown, rule };
  }

  #begin(passes: Passes, moment: Moment): void {
    this.#passes = passes;
    this.#seen = moment.seen;
    this.#flagged = new Share();
    this.#others = new Share();
    this.#fastSince = undefined;
    this.#left = 0;
  }

  #choose(fresh: readonly Entry[]): void {
    const taken = fresh.filter(({ flagged }) => (flagged ? this.#flagged : this.#others).takes());
    const drawn = fitting(taken);
    for (const { id } of drawn) {
      this.#drawn.add(id);
    }
    this.#left += fresh.length - drawn.length;
  }

  #measure(time: number, { ending }: Moment): Rule | undefined {
    const flagged = this.#flagged.rate(time);
    const others = this.#others.rate(time);
    if (flagged + others <= DRAWN_PER_SECOND || ending !== undefined) {
      this.#fastSince = undefined;
    } else {
      this.#fastSince ??= time;
    }
    const fast = this.#fastSince !== undefined && time - this.#fastSince >= SETTLED_MS;
    if (!fast) {
      this.#flagged.every = 1;
      this.#others.every = 1;
      this.#left = 0;
      return undefined;
    }
    const everyFlagged = Math.max(1, Math.ceil(flagged / DRAWN_PER_SECOND));
    const room = Math.max(1, DRAWN_PER_SECOND - flagged / everyFlagged);
    const every = Math.max(1, Math.ceil(others / room));
    this.#flagged.every = everyFlagged;
    this.#others.every = every;
    return { others, flagged, every, everyFlagged, left: this.#left };
  }
}

/** The newest comments that fit in the page, flagged ones before the others: a page that was busy draws many at once. */
function fitting(taken: readonly Entry[]): readonly Entry[] {
  if (taken.length <= SHOWN_MOVING) {
    return taken;
  }
  const flagged = taken.filter((entry) => entry.flagged).slice(-SHOWN_MOVING);
  const others = taken.filter((entry) => !entry.flagged);
  return [...flagged, ...others.slice(others.length - (SHOWN_MOVING - flagged.length))];
}

/** Takes one of so many, and measures how many come. */
class Share {
  every = 1;
  #count = 0;
  readonly #rate = new Rate();

  takes(): boolean {
    return this.#count++ % this.every === 0;
  }

  rate(time: number): number {
    return this.#rate.at(time, this.#count);
  }
}
