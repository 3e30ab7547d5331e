import { Code, ConnectError } from "@connectrpc/connect";
import { useEffect, useState } from "preact/hooks";
import type { LiveChats } from "../api/client.ts";
import type { Chat } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { ChatState } from "../gen/chatwarden/type/v1/comment_pb.ts";

/** The known chats. */
export interface ChatsState {
  /** `locked` where the bridge asks who calls and does not know. */
  readonly state: "loading" | "known" | "lost" | "locked";
  /** The chats as last heard, the one started last first. */
  readonly chats: readonly Chat[];
  /** Whether the bridge has more. */
  readonly more: boolean;
}

const REFRESH_MS = 2000;
const MOST = 100;

/** The chats of the bridge, asked for again and again. */
export function useChats(bridge: LiveChats): ChatsState {
  const [listed, setListed] = useState<ChatsState>({ state: "loading", chats: [], more: false });
  useEffect(() => {
    const abort = new AbortController();
    let timer = 0;
    const refresh = async () => {
      try {
        const page = await bridge.listChats({ pageSize: MOST }, { signal: abort.signal, timeoutMs: 5000 });
        setListed({ state: "known", chats: page.chats, more: page.nextPageToken !== "" });
      } catch (fault) {
        if (!abort.signal.aborted) {
          const state = ConnectError.from(fault).code === Code.Unauthenticated ? "locked" : "lost";
          setListed((before) => ({ ...before, state }));
        }
      }
      if (!abort.signal.aborted) {
        timer = window.setTimeout(() => void refresh(), REFRESH_MS);
      }
    };
    void refresh();
    return () => {
      abort.abort();
      window.clearTimeout(timer);
    };
  }, [bridge]);
  return listed;
}

/** Whether a session reads the chat with this id. */
export function isLive(chats: readonly Chat[], id: string): boolean {
  return chats.some((chat) => chat.id === id && chat.state === ChatState.LIVE);
}
