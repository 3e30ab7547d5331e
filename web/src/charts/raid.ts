/** The counts of one slice of time. */
export interface Slice {
  /** Its beginning, in milliseconds since 1970. */
  readonly start: number;
  readonly comments: number;
  /** How many of them the model calls offensive or hateful. The threshold of the chat plays no part. */
  readonly hostile: number;
}

/** When hate counts as a raid. */
export interface RaidRule {
  /** How many of the newest slices are looked at together. */
  readonly recent: number;
  /** So many slices with comments must come before them: less does not show the usual state. */
  readonly leastBefore: number;
  /** So many hostile comments there must be among the recent ones. */
  readonly leastHostile: number;
  /** By so much the hostile share must exceed the usual one, at least. */
  readonly leastRise: number;
  /** And by so many times as much as it usually varies. */
  readonly deviations: number;
}

/** With slices of 10 s: the last 20 to 30 s against up to 15 minutes before, of which at least one must be known. */
export const RAID_RULE: RaidRule = { recent: 3, leastBefore: 6, leastHostile: 10, leastRise: 0.2, deviations: 3 };

/** A raid, in the figures that make it one. */
export interface Raid {
  /** How many comments came in the recent slices. */
  readonly comments: number;
  readonly hostile: number;
  /** Over so many seconds. */
  readonly seconds: number;
  /** The usual hostile share, in [0, 1]. */
  readonly usual: number;
}

/** Turns the median absolute deviation into the standard deviation, where values are normally distributed. */
const NORMAL = 1.4826;

/**
 * Whether the newest slices are a raid: the hostile share of the recent comments exceeds the median share of the slices
 * before by `leastRise`, and by `deviations` robust standard deviations (1.4826 times the median absolute deviation).
 * Medians do not move with single bad slices, so a raid does not hide the next one; one that goes on for half of
 * all recent slices become the usual state. `slices` come in order, without gaps, and are of equal length.
 */
export function raidIn(slices: readonly Slice[], sliceMs: number, rule: RaidRule = RAID_RULE): Raid | undefined {
  const recent = slices.slice(-rule.recent);
  const before = slices.slice(0, -rule.recent).filter((slice) => slice.comments > 0);
  const comments = sum(recent.map((slice) => slice.comments));
  const hostile = sum(recent.map((slice) => slice.hostile));
  if (before.length < rule.leastBefore || hostile < rule.leastHostile) {
    return undefined;
  }
  const shares = before.map((slice) => slice.hostile / slice.comments);
  const usual = median(shares);
  const deviation = NORMAL * median(shares.map((share) => Math.abs(share - usual)));
  const rise = hostile / comments - usual;
  return rise >= Math.max(rule.leastRise, rule.deviations * deviation)
    ? { comments, hostile, seconds: (recent.length * sliceMs) / 1000, usual }
    : undefined;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const half = sorted.length >> 1;
  const upper = sorted[half] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[half - 1] ?? 0) + upper) / 2;
}
