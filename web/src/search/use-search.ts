import { timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import type { ModeratedComment } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { faultText } from "../text/fault.ts";
import { filterOf, HISTORY, type Search } from "./search.ts";

const PAGE = 50;
const TIMEOUT_MS = 15_000;

/** What was found so far. */
export interface Found {
  readonly state: "searching" | "ready" | "lost";
  readonly comments: readonly ModeratedComment[];
  /** What to ask for the next page with; empty at the end. */
  readonly next: string;
  /** Back to when everything was looked at, in milliseconds. */
  readonly backTo: number | undefined;
  readonly problem: string;
}

const NOTHING: Found = { state: "searching", comments: [], next: "", backTo: undefined, problem: "" };

/** Searches anew when the search changes; `more` goes on. Pages that found nothing are passed over until one did. */
export function useSearch(bridge: Bridge, chat: string, search: Search): { found: Found; more: () => void } {
  const [found, setFound] = useState<Found>(NOTHING);
  const running = useRef(new AbortController());
  const key = JSON.stringify(search);

  const read = async (before: Found) => {
    running.current.abort();
    const abort = new AbortController();
    running.current = abort;
    const show = (now: Found) => {
      if (!abort.signal.aborted) {
        setFound(now);
      }
    };
    let now: Found = { ...before, state: "searching", problem: "" };
    show(now);
    try {
      const filter = search.comment === "" ? filterOf(search) : await upTo(bridge, chat, search.comment, abort.signal);
      const wanted = before.comments.length + 1;
      do {
        const page = await bridge.comments.listComments(
          { chat, pageSize: PAGE, pageToken: now.next, filter },
          { signal: abort.signal, timeoutMs: TIMEOUT_MS },
        );
        now = {
          ...now,
          comments: [...now.comments, ...page.comments],
          next: page.nextPageToken,
          backTo: page.searchedBackTo === undefined ? undefined : timestampMs(page.searchedBackTo),
        };
        show(now);
      } while (now.next !== "" && now.comments.length < wanted && !abort.signal.aborted);
      show({ ...now, state: "ready" });
    } catch (fault) {
      show({ ...now, state: "lost", problem: faultText(fault) });
    }
  };
  useEffect(() => {
    void read(NOTHING);
    return () => running.current.abort();
  }, [bridge, chat, key]);

  return { found, more: () => void read(found) };
}

/** The filter for a comment and those before it. */
async function upTo(bridge: Bridge, chat: string, id: string, signal: AbortSignal) {
  const { comment } = await bridge.comments.getComment({ chat, id }, { signal, timeoutMs: TIMEOUT_MS });
  const time = comment?.publishTime;
  return { ...filterOf(HISTORY), ...(time === undefined ? {} : { endTime: timestampFromMs(timestampMs(time) + 1) }) };
}
