import type { Entry } from "./feed.ts";
import { flaggedBeside, newest, type Passes } from "./filter.ts";

/** How many comments are shown while the list is paused: to scroll and to jump back to. */
export const SHOWN_STILL = 500;

/** Where a jump leads, and the list that shows it. */
export interface Jump<S> {
  readonly list: S;
  readonly id: string;
}

/**
 * The flagged comment before or after the one at `at`, in the paused list; later ones come after its end.
 * None where there is nothing to jump to: then everything stays as it is.
 */
export function jumpFrom<S extends { readonly entries: readonly Entry[] }>(
  held: S | undefined,
  latest: S,
  passes: Passes,
  at: string | undefined,
  step: -1 | 1,
): Jump<S> | undefined {
  const still = held ?? latest;
  for (const list of step < 0 ? [still] : [still, latest]) {
    const id = flaggedBeside(newest(list.entries, passes, SHOWN_STILL), at, step);
    if (id !== undefined) {
      return { list, id };
    }
  }
  return at === undefined ? undefined : { list: still, id: at };
}
