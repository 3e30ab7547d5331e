import { useEffect, useState } from "preact/hooks";
import { type Raid, raidIn } from "../charts/raid.ts";
import { SLICE_MS } from "../charts/recent.ts";
import type { OpenChat } from "../chat.ts";

const LOOK_MS = 1000;

/** An alert is read aloud whenever its figures change: so long they stand. */
const STANDS_MS = 15_000;

/** The raid that is under way in a chat that is watched, where it is live; none when there is none. */
export function useRaid(chat: OpenChat | undefined, live: boolean): Raid | undefined {
  const [raid, setRaid] = useState<Raid>();
  useEffect(() => {
    setRaid(undefined);
    if (chat === undefined || !live) {
      return;
    }
    let changed = 0;
    const timer = window.setInterval(() => {
      const found = raidIn(chat.slices(), SLICE_MS);
      setRaid((before) => {
        if (before !== undefined && found !== undefined && performance.now() - changed < STANDS_MS) {
          return before;
        }
        changed = performance.now();
        return found;
      });
    }, LOOK_MS);
    return () => window.clearInterval(timer);
  }, [chat, live]);
  return raid;
}
