import { useEffect, useRef, useState } from "preact/hooks";
import type { LiveChats } from "../api/client.ts";
import { OpenChat } from "../chat.ts";
import type { Chat } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { isLive } from "./use-chats.ts";

/**
 * Keeps these chats open, in this order. One that stays is not opened again when others come and go; one that was over
 * goes on when it is listed as live.
 */
export function useOpenChats(ids: readonly string[], chats: LiveChats, listed: readonly Chat[]): readonly OpenChat[] {
  const [open, setOpen] = useState<readonly OpenChat[]>([]);
  const known = useRef(new Map<string, OpenChat>());
  const wanted = ids.join("\n");
  useEffect(() => {
    const before = known.current;
    const now = new Map(wanted.split("\n").map((id) => [id, before.get(id) ?? new OpenChat(id, chats)]));
    for (const [id, chat] of before) {
      if (!now.has(id)) {
        chat.close();
      }
    }
    known.current = now;
    setOpen([...now.values()]);
  }, [wanted, chats]);
  useEffect(
    () => () => {
      for (const chat of known.current.values()) {
        chat.close();
      }
      known.current.clear();
    },
    [chats],
  );
  useEffect(() => {
    for (const chat of open) {
      if (isLive(listed, chat.id)) {
        chat.goOn();
      }
    }
  }, [open, listed]);
  return open;
}
