import { Code, ConnectError } from "@connectrpc/connect";
import type { WatchCommentsResponse } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";

/** The state of the watch. */
export type Connection =
  | { readonly state: "connecting" }
  | { readonly state: "live" }
  | { readonly state: "lost"; readonly retryInMs: number }
  | { readonly state: "over" }
  | { readonly state: "refused"; readonly fault: ConnectError };

/** Opens the stream of a chat after a resume token; says when the bridge has answered, though nothing may happen yet. */
export type Open = (
  resumeToken: string,
  signal: AbortSignal,
  onOpen: () => void,
) => AsyncIterable<WatchCommentsResponse>;

/** The receiver of the watched events. */
export interface Watcher {
  event(event: WatchCommentsResponse): void;
  connection(connection: Connection): void;
  /** The bridge no longer keeps what follows the last event: everything kept comes again from its beginning. */
  gap(): void;
}

/** Waits, or returns early when the signal fires. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** Starts at the beginning of what the bridge keeps. */
export const BEGINNING = "0-0";
const FIRST_PAUSE_MS = 250;
const LONGEST_PAUSE_MS = 8000;

/**
 * Watches a chat until it is over, which the bridge says by completing the call: an `ended` may be followed by another
 * session. A lost connection is opened again after the last event seen, so nothing is missed and nothing comes twice. Ends
 * early when the signal fires, or when the bridge refuses for good.
 *
 * @param from the token of the last event seen; by default the oldest kept event
 */
export async function watch(
  open: Open,
  watcher: Watcher,
  signal: AbortSignal,
  sleep: Sleep,
  from: string = BEGINNING,
): Promise<void> {
  let token = from;
  let wait = FIRST_PAUSE_MS;
  while (!signal.aborted) {
    watcher.connection({ state: "connecting" });
    let live = false;
    const onOpen = () => {
      if (!live && !signal.aborted) {
        live = true;
        watcher.connection({ state: "live" });
      }
    };
    try {
      for await (const event of open(token, signal, onOpen)) {
        if (signal.aborted) {
          return;
        }
        onOpen();
        token = event.resumeToken;
        wait = FIRST_PAUSE_MS;
        watcher.event(event);
      }
      if (!signal.aborted) {
        watcher.connection({ state: "over" });
      }
      return;
    } catch (fault) {
      if (signal.aborted) {
        return;
      }
      const error = ConnectError.from(fault);
      if (error.code === Code.OutOfRange && token !== BEGINNING) {
        token = BEGINNING;
        watcher.gap();
      } else if (isFinal(error.code)) {
        watcher.connection({ state: "refused", fault: error });
        return;
      }
    }
    if (!signal.aborted) {
      watcher.connection({ state: "lost", retryInMs: wait });
      await sleep(wait, signal);
      wait = Math.min(wait * 2, LONGEST_PAUSE_MS);
    }
  }
}

function isFinal(code: Code): boolean {
  return [
    Code.NotFound,
    Code.InvalidArgument,
    Code.OutOfRange,
    Code.PermissionDenied,
    Code.Unauthenticated,
    Code.Unimplemented,
  ].includes(code);
}
