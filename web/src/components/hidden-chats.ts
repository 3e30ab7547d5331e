import { type Signal, signal } from "@preact/signals";
import type { Chat } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { ChatState } from "../gen/chatwarden/type/v1/comment_pb.ts";

const STORED = "chatwarden.hidden-chats";

/** More are not remembered; the oldest come back then. */
const MOST = 500;

/** The chats that this browser does not list. */
const hidden: Signal<ReadonlySet<string>> = signal(read());

/** Whether the reader took this chat out of the list. One that is live again is listed all the same. */
export function isHidden(chat: Chat): boolean {
  return chat.state !== ChatState.LIVE && hidden.value.has(chat.id);
}

/** Takes a chat out of the list of this browser. Its comments stay where they are. */
export function hideChat(id: string): void {
  keep(new Set([...hidden.value, id].slice(-MOST)));
}

/** Lists every chat again. */
export function showAllChats(): void {
  keep(new Set());
}

function keep(ids: ReadonlySet<string>) {
  window.localStorage.setItem(STORED, JSON.stringify([...ids]));
  hidden.value = ids;
}

function read(): ReadonlySet<string> {
  try {
    const ids: unknown = JSON.parse(globalThis.localStorage?.getItem(STORED) ?? "[]");
    return new Set(Array.isArray(ids) ? ids.map(String) : []);
  } catch {
    return new Set();
  }
}
