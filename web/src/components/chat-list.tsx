import type { Chat } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { ChatState } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { percent, whole } from "./figures.ts";

/** What is known of the chats. */
export type ChatsState =
  | { readonly state: "loading" }
  | { readonly state: "known"; readonly chats: readonly Chat[] }
  | { readonly state: "lost"; readonly chats: readonly Chat[] };

const STATES: Record<ChatState, string> = {
  [ChatState.CHAT_STATE_UNSPECIFIED]: "unknown",
  [ChatState.LIVE]: "live",
  [ChatState.ENDED]: "ended",
  [ChatState.FAILED]: "failed",
};

export function ChatList({ chats, shown }: { chats: ChatsState; shown: string | undefined }) {
  return (
    <nav class="chats" aria-label="Chats">
      {chats.state === "lost" && (
        <p class="notice" role="status">
          The bridge does not answer. Trying again …
        </p>
      )}
      <ul>
        {chats.state !== "loading" &&
          chats.chats.map((chat) => (
            <li key={chat.id}>
              <a href={`#/chats/${encodeURIComponent(chat.id)}`} aria-current={chat.id === shown ? "page" : undefined}>
                <span class="chat-name">
                  <span class={`dot ${STATES[chat.state]}`} aria-hidden="true" />
                  {chat.id}
                </span>
                <span class="chat-figures">
                  {STATES[chat.state]} · {whole(chat.commentCount)} comments · {percent(chat.flaggedCount, chat.commentCount)} flagged
                </span>
              </a>
            </li>
          ))}
      </ul>
    </nav>
  );
}
