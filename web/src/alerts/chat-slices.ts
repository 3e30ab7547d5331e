import { timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import type { Statistics } from "../api/client.ts";
import type { Slice } from "../charts/raid.ts";
import { SLICE_MS } from "../charts/recent.ts";

/** So far back, in seconds: a quarter of an hour, as in a chat that is open. */
const WINDOW_S = 900;

const TIMEOUT_MS = 10_000;

/** What a chat says in slices of time, by its statistics: a quarter of an hour at first, then the news alone. */
export class ChatSlices {
  #slices: readonly Slice[] = [];

  constructor(
    readonly chat: string,
    readonly statistics: Pick<Statistics, "getChatStatistics">,
  ) {}

  /** Asks for what came since the last time. The newest slice is counted anew, since comments still come into it. */
  async refresh(signal: AbortSignal): Promise<readonly Slice[]> {
    const newest = this.#slices.at(-1)?.start;
    const from =
      newest === undefined
        ? { window: { seconds: BigInt(WINDOW_S), nanos: 0 } }
        : { startTime: timestampFromMs(newest) };
    const answer = await this.statistics.getChatStatistics(
      {
        chat: this.chat,
        bucketSize: { seconds: BigInt(SLICE_MS / 1000), nanos: 0 },
        maxAuthors: 1,
        maxSpans: 1,
        ...from,
      },
      { signal, timeoutMs: TIMEOUT_MS },
    );
    const fresh = answer.buckets.map(({ startTime, counts }) => ({
      start: startTime === undefined ? 0 : timestampMs(startTime),
      comments: counts?.commentCount ?? 0,
      hostile: (counts?.offensiveCount ?? 0) + (counts?.hateCount ?? 0),
    }));
    const [first] = fresh;
    if (first !== undefined) {
      const kept = this.#slices.filter(({ start }) => start < first.start);
      this.#slices = [...kept, ...fresh].slice((-WINDOW_S * 1000) / SLICE_MS);
    }
    return this.#slices;
  }
}
