import { useEffect, useState } from "preact/hooks";
import type { Statistics } from "../api/client.ts";
import { pause } from "../api/pause.ts";
import { readSummary, type SpanKey, type Summary } from "../charts/statistics.ts";
import { faultText } from "../text/fault.ts";

/** The summary of a window. */
export interface SummaryState {
  readonly state: "loading" | "known" | "lost";
  /** As last heard for this window; none yet while it is loaded first. */
  readonly summary: Summary | undefined;
  readonly problem: string;
}

const LOADING: SummaryState = { state: "loading", summary: undefined, problem: "" };

/** So often a chat that goes on is asked for; longer windows change less. */
const REFRESH_MS: Record<SpanKey, number> = { "5m": 3000, "1h": 10_000, "1d": 30_000, all: 30_000 };
const RETRY_MS = 3000;

/** Of the time, this share at most is spent on asking, however much there is to add up. */
const BUSY_SHARE = 0.2;

/** A window of a chat, of one author where there is one; asked for again and again while the chat is live. */
export function useSummary(
  statistics: Statistics,
  wish: { chat: string; span: SpanKey; authorId: string },
  live: boolean,
): SummaryState {
  const { chat, span, authorId } = wish;
  const [known, setKnown] = useState<SummaryState>(LOADING);
  useEffect(() => setKnown(LOADING), [chat, span, authorId]);
  useEffect(() => {
    const abort = new AbortController();
    const refresh = async () => {
      while (!abort.signal.aborted) {
        const start = performance.now();
        let wait = REFRESH_MS[span];
        try {
          const summary = await readSummary(statistics, { chat, span, authorId }, abort.signal);
          setKnown({ state: "known", summary, problem: "" });
          if (!live) {
            return;
          }
          wait = Math.max(wait, (performance.now() - start) / BUSY_SHARE);
        } catch (fault) {
          if (abort.signal.aborted) {
            return;
          }
          const problem = faultText(fault);
          setKnown((before) => ({ ...before, state: "lost", problem }));
          wait = RETRY_MS;
        }
        await pause(wait, abort.signal);
      }
    };
    void refresh();
    return () => abort.abort();
  }, [statistics, chat, span, authorId, live]);
  return known;
}
