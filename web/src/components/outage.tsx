import { useEffect, useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import { pause } from "../api/pause.ts";
import { PartState, type PlatformPart } from "../gen/chatwarden/platform/v1/platform_service_pb.ts";

const EVERY_MS = 3000;
const TIMEOUT_MS = 3000;

/** The effect of a part that is away; the first of them is shown, with its reason where one is known. */
const MEANING: readonly (readonly [part: string, says: string])[] = [
  ["store", "The store does not answer: nothing can be shown or decided until it does. What comes in waits."],
  ["broker", "The message broker does not answer: comments wait at their source, and come when it does."],
  ["ingest", "The process that reads the chats does not answer: no comment comes in until it does."],
  ["classifier", "The classifier does not answer: comments wait for it, and come when it does."],
  ["tagger", "The tagger does not answer: offensive words are marked when it does."],
  ["rewriter", "The rewriter does not answer: there are no polite forms until it does."],
];

/** A part that answers but does not work gives its reason, which says more than that it is away. */
export function meaning(parts: readonly PlatformPart[]): string {
  for (const [name, says] of MEANING) {
    const part = parts.find((part) => part.name === name && part.state === PartState.AWAY);
    if (part !== undefined) {
      return part.problem === undefined ? says : `The ${name} does not work: ${part.problem}. What comes in waits.`;
    }
  }
  return "";
}

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
          setSays(meaning(parts));
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
