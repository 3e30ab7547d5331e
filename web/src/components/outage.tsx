import { useEffect, useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import { pause } from "../api/pause.ts";
import { PartState } from "../gen/chatwarden/platform/v1/platform_service_pb.ts";

const EVERY_MS = 3000;
const TIMEOUT_MS = 3000;

/** What it means for people when a part is away; the first that is away is told. */
const MEANING: readonly (readonly [part: string, says: string])[] = [
  ["store", "The store does not answer: nothing can be shown or decided until it does. What comes in waits."],
  ["ingest", "The process that reads the chats does not answer: no comment comes in until it does."],
  ["broker", "The message broker does not answer: comments wait at their source, and come when it does."],
  ["classifier", "The classifier does not answer: comments wait for it, and come when it does."],
  ["tagger", "The tagger does not answer: offensive words are marked when it does."],
];

/** Says which part of the platform is away, and what of it. Where the bridge itself is away, the chats say so. */
export function Outage({ bridge }: { bridge: Bridge }) {
  const [says, setSays] = useState("");
  useEffect(() => {
    const abort = new AbortController();
    const ask = async () => {
      while (!abort.signal.aborted) {
        try {
          const options = { signal: abort.signal, timeoutMs: TIMEOUT_MS };
          const { parts } = await bridge.platform.getPlatformStatus({}, options);
          const away = new Set(parts.filter((part) => part.state === PartState.AWAY).map((part) => part.name));
          setSays(MEANING.find(([part]) => away.has(part))?.[1] ?? "");
        } catch {
          setSays("");
        }
        await pause(EVERY_MS, abort.signal);
      }
    };
    void ask();
    return () => abort.abort();
  }, [bridge]);
  return (
    <p class={says === "" ? "outage none" : "outage"} role="status">
      {says}
    </p>
  );
}
