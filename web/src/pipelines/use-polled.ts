import { useEffect, useState } from "preact/hooks";
import { pause } from "../api/pause.ts";
import { faultText } from "../text/fault.ts";

const EVERY_MS = 2000;

/** The value that was read last, and why it could not be read since. */
export interface Polled<T> {
  readonly value?: T;
  readonly problem: string;
}

/** Reads something now and every two seconds, or as often as it is said; `again` begins anew at once when it changes. */
export function usePolled<T>(
  read: (signal: AbortSignal) => Promise<T>,
  again: readonly unknown[],
  everyMs = EVERY_MS,
): Polled<T> {
  const [polled, setPolled] = useState<Polled<T>>({ problem: "" });
  useEffect(() => {
    const abort = new AbortController();
    const poll = async () => {
      while (!abort.signal.aborted) {
        try {
          const value = await read(abort.signal);
          if (!abort.signal.aborted) {
            setPolled({ value, problem: "" });
          }
        } catch (fault) {
          if (!abort.signal.aborted) {
            const problem = faultText(fault);
            setPolled((before) => ({ ...before, problem }));
          }
        }
        await pause(everyMs, abort.signal);
      }
    };
    void poll();
    return () => abort.abort();
  }, again);
  return polled;
}
