import { useEffect, useRef, useState } from "preact/hooks";
import { Lookout, type Raids } from "../alerts/lookout.ts";
import { ring } from "../alerts/sound.ts";
import type { Bridge } from "../api/client.ts";
import type { Chat } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { ChatState } from "../gen/chatwarden/type/v1/comment_pb.ts";

const NONE: Raids = new Map();

/** The raids in all live chats. */
export function useRaids({ statistics }: Bridge, listed: readonly Chat[]): Raids {
  const [lookout, setLookout] = useState<Lookout>();
  useEffect(() => {
    const opened = new Lookout(statistics);
    setLookout(opened);
    return () => opened.close();
  }, [statistics]);
  useEffect(() => {
    lookout?.watch(listed.filter(({ state }) => state === ChatState.LIVE).map(({ id }) => id));
  }, [lookout, listed]);
  return lookout?.raids.value ?? NONE;
}

/** Rings when an alert begins, and keeps their number in the title of the page. */
export function useAlarm(alerts: readonly string[], title: string): void {
  const before = useRef<readonly string[]>([]);
  const names = alerts.join("\n");
  useEffect(() => {
    if (alerts.some((name) => !before.current.includes(name))) {
      ring();
    }
    before.current = alerts;
  }, [names]);
  useEffect(() => {
    document.title = alerts.length === 0 ? title : `(${alerts.length}) ${title}`;
  }, [names, title]);
}
