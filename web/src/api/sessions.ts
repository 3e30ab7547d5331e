import type { Session } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { ChatState } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { reasonOf } from "../text/fault.ts";
import type { LiveChats } from "./client.ts";
import { pause } from "./pause.ts";
import type { Sleep } from "./watch.ts";

/** Stops the session that reads the chat; false when there is none any more. */
export async function stopReading(
  chats: Pick<LiveChats, "listSessions" | "stopSession">,
  chat: string,
): Promise<boolean> {
  const session = await readerOf(chats, chat);
  if (session === undefined) {
    return false;
  }
  await chats.stopSession({ id: session.id });
  return true;
}

/** How often a deletion is tried again while the chat comes to its end, in milliseconds, and how many times. */
const RETRY_MS = 1000;
const TRIES = 30;

/** Deletes a chat with everything of it; one that is read is stopped by the call, and deleted when it is over. */
export async function deleteChat(
  chats: Pick<LiveChats, "deleteChat">,
  chat: string,
  reviewer: string,
  sleep: Sleep = pause,
): Promise<void> {
  const never = new AbortController().signal;
  for (let left = TRIES; ; left--) {
    try {
      await chats.deleteChat({ chat, reviewer });
      return;
    } catch (fault) {
      if (left === 0 || reasonOf(fault) !== "CHAT_LIVE") {
        throw fault;
      }
      await sleep(RETRY_MS, never);
    }
  }
}

async function readerOf(chats: Pick<LiveChats, "listSessions">, chat: string): Promise<Session | undefined> {
  let pageToken = "";
  do {
    const page = await chats.listSessions({ pageSize: 1000, pageToken });
    const found = page.sessions.find((session) => session.chat === chat && session.state === ChatState.LIVE);
    if (found !== undefined) {
      return found;
    }
    pageToken = page.nextPageToken;
  } while (pageToken !== "");
  return undefined;
}
