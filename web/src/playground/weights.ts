import type { ExplainedNgram } from "../gen/chatwarden/classifier/v1/classifier_service_pb.ts";

/** A piece of a text and how much it weighed. */
export interface Weighed {
  /** The code point that it starts with, counted from 0. */
  readonly start: number;
  readonly text: string;
  /** From −4, much for clean, over 0, nothing, to 4, much for the explained label. */
  readonly level: number;
}

/** How many steps there are in each direction. */
const STEPS = 4;

/** What weighs less than this share of the weightiest code point is shown as nothing. */
const LEAST = 0.08;

/**
 * Cuts a text where its weight changes. What an n-gram added is spread evenly over its code points, and what several
 * n-grams added to one code point is summed.
 */
export function weigh(text: string, ngrams: readonly ExplainedNgram[]): Weighed[] {
  const points = Array.from(text);
  const weights = new Array<number>(points.length).fill(0);
  for (const { start, end, contribution } of ngrams) {
    for (let at = Math.max(0, start); at < Math.min(end, points.length); at++) {
      weights[at] = (weights[at] ?? 0) + contribution / (end - start);
    }
  }
  const most = Math.max(...weights.map(Math.abs), Number.MIN_VALUE);
  const found: Weighed[] = [];
  for (const [at, point] of points.entries()) {
    const level = step((weights[at] ?? 0) / most);
    const last = found.at(-1);
    if (last?.level === level) {
      found[found.length - 1] = { ...last, text: last.text + point };
    } else {
      found.push({ start: at, text: point, level });
    }
  }
  return found;
}

function step(share: number): number {
  return Math.abs(share) < LEAST ? 0 : Math.sign(share) * Math.ceil(Math.abs(share) * STEPS);
}
