import type { Session } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { ChatState } from "../gen/chatwarden/type/v1/comment_pb.ts";
import type { LiveChats } from "./client.ts";

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
