import { addressOf, type View } from "../feed/address.ts";
import type { Chat } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { ChatState } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { percent, whole } from "./figures.ts";
import type { ChatsState } from "./use-chats.ts";

const STATES: Record<ChatState, string> = {
  [ChatState.CHAT_STATE_UNSPECIFIED]: "unknown",
  [ChatState.LIVE]: "live",
  [ChatState.ENDED]: "ended",
  [ChatState.FAILED]: "failed",
};

/** The chats that can be opened. */
export function ChatList(props: { chats: ChatsState; shown: readonly string[]; view: View }) {
  const { chats, shown, view } = props;
  return (
    <nav class="chats" aria-label="Chats">
      {chats.state === "lost" && chats.chats.length > 0 && (
        <p class="notice" role="status">
          The bridge does not answer. Trying again …
        </p>
      )}
      <ul>
        {chats.chats.map((chat) => (
          <ChatLink key={chat.id} chat={chat} current={shown.includes(chat.id)} view={view} />
        ))}
      </ul>
      {chats.more && <p class="notice">Older chats are not listed.</p>}
    </nav>
  );
}

function ChatLink({ chat, current, view }: { chat: Chat; current: boolean; view: View }) {
  const state = STATES[chat.state];
  return (
    <li>
      <a href={addressOf(chat.id, view)} aria-current={current ? "page" : undefined} title={chat.source}>
        <span class="chat-name">
          <span class={`dot ${state}`} aria-hidden="true" />
          <span class="chat-id">{chat.id}</span>
          <span class="chat-state">{state}</span>
        </span>
        <span class="chat-figures">
          {whole(chat.commentCount)} comments · {percent(chat.flaggedCount, chat.commentCount)} flagged
        </span>
      </a>
    </li>
  );
}
