import { useEffect, useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import { pause } from "../api/pause.ts";
import { PartState, type PlatformPart } from "../gen/chatwarden/platform/v1/platform_service_pb.ts";
import type { PlainKey } from "../text/catalogue.ts";
import { say } from "../text/say.ts";

const EVERY_MS = 3000;
const TIMEOUT_MS = 3000;

/** The effect of a part that is away; the first of them is shown. */
const PARTS = ["store", "broker", "ingest", "classifier", "tagger", "rewriter"] as const;

/** The words for the parts that are away. A part that answers but reports a problem has words of its own. */
export function meaning(parts: readonly PlatformPart[]): PlainKey | undefined {
  for (const name of PARTS) {
    const part = parts.find((part) => part.name === name && part.state === PartState.AWAY);
    if (part !== undefined) {
      return part.problem === undefined
        ? `outage.${name}`
        : name === "store"
          ? "outage.storeFaulty"
          : "outage.otherFaulty";
    }
  }
  return undefined;
}

/** The parts that are away, as the bridge says; asked again and again. */
export function useOutage(bridge: Bridge): PlainKey | undefined {
  const [away, setAway] = useState<PlainKey>();
  useEffect(() => {
    const abort = new AbortController();
    const ask = async () => {
      while (!abort.signal.aborted) {
        try {
          const options = { signal: abort.signal, timeoutMs: TIMEOUT_MS };
          const { parts } = await bridge.platform.getPlatformStatus({}, options);
          setAway(meaning(parts));
        } catch {
          setAway(undefined);
        }
        await pause(EVERY_MS, abort.signal);
      }
    };
    void ask();
    return () => abort.abort();
  }, [bridge]);
  return away;
}

/** Says which part of the platform is away, and what of it. */
export function Outage({ away }: { away: PlainKey | undefined }) {
  return (
    <p class={away === undefined ? "outage none" : "outage"} role="status">
      {away !== undefined && say(away)}
    </p>
  );
}
