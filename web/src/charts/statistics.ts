import { timestampMs } from "@bufbuild/protobuf/wkt";
import type { Statistics } from "../api/client.ts";
import type { ChatStatistics, CommentCounts } from "../gen/chatwarden/statistics/v1/statistics_service_pb.ts";

/** The windows to choose from; `all` is everything that is stored. */
export const SPANS = [
  { key: "5m", seconds: 300 },
  { key: "1h", seconds: 3600 },
  { key: "1d", seconds: 86_400 },
  { key: "all", seconds: undefined },
] as const;

/** One of the windows. */
export type SpanKey = (typeof SPANS)[number]["key"];

/** What comments add up to. */
export interface Counts {
  readonly comments: number;
  readonly flagged: number;
  readonly clean: number;
  readonly offensive: number;
  readonly hate: number;
  /** In a language that no model knows. */
  readonly notJudged: number;
  /** Mean share of the texts that is marked, in [0, 1]. */
  readonly coverage: number;
}

/** A piece of the window. */
export interface Bucket extends Counts {
  /** Its beginning, in milliseconds since 1970. */
  readonly start: number;
}

/** An author with their counts. */
export interface TopAuthor extends Counts {
  readonly id: string;
  readonly name: string;
}

/** A window of a chat, added up. Times are in milliseconds since 1970. */
export interface Summary {
  readonly bucketMs: number;
  readonly buckets: readonly Bucket[];
  readonly totals: Counts;
  readonly authors: readonly TopAuthor[];
  readonly spans: readonly { readonly text: string; readonly count: number }[];
  /** Set where older comments of the window were too many to be counted. */
  readonly incompleteBefore: number | undefined;
}

/** Asks for a window of a chat, of all its authors or of one. */
export async function readSummary(
  statistics: Pick<Statistics, "getChatStatistics">,
  wish: { chat: string; span: SpanKey; authorId: string },
  signal: AbortSignal,
): Promise<Summary> {
  const seconds = SPANS.find(({ key }) => key === wish.span)?.seconds;
  const answer = await statistics.getChatStatistics(
    {
      chat: wish.chat,
      authorId: wish.authorId,
      maxAuthors: 8,
      maxSpans: 8,
      ...(seconds === undefined ? {} : { window: { seconds: BigInt(seconds), nanos: 0 } }),
    },
    { signal, timeoutMs: 20_000 },
  );
  return toSummary(answer);
}

/** The answer as the page shows it. */
export function toSummary(answer: ChatStatistics): Summary {
  const start = answer.startTime === undefined ? 0 : timestampMs(answer.startTime);
  const since = answer.completeSince === undefined ? start : timestampMs(answer.completeSince);
  return {
    bucketMs: Number(answer.bucketSize?.seconds ?? 1n) * 1000,
    buckets: answer.buckets.map((bucket) => ({
      start: bucket.startTime === undefined ? 0 : timestampMs(bucket.startTime),
      ...toCounts(bucket.counts),
    })),
    totals: toCounts(answer.totals),
    authors: answer.topAuthors.map((author) => ({
      id: author.authorId,
      name: author.authorName || author.authorId,
      ...toCounts(author.counts),
    })),
    spans: answer.topSpans.map(({ text, count }) => ({ text, count })),
    incompleteBefore: since > start ? since : undefined,
  };
}

function toCounts(counts: CommentCounts | undefined): Counts {
  return {
    comments: counts?.commentCount ?? 0,
    flagged: counts?.flaggedCount ?? 0,
    clean: counts?.cleanCount ?? 0,
    offensive: counts?.offensiveCount ?? 0,
    hate: counts?.hateCount ?? 0,
    notJudged: counts?.notJudgedCount ?? 0,
    coverage: counts?.meanCoverage ?? 0,
  };
}

/** The flagged share of a bucket in [0, 1]; of an empty one there is none. */
export function flaggedShare(counts: Counts): number | undefined {
  return counts.comments === 0 ? undefined : counts.flagged / counts.comments;
}

/** The coverage of a bucket in [0, 1]; of an empty one there is none. */
export function coverageShare(counts: Counts): number | undefined {
  return counts.comments === 0 ? undefined : counts.coverage;
}
