import type { Raids } from "../alerts/lookout.ts";
import { addressOf, type View } from "../feed/address.ts";
import type { Chat } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { ChatState } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { percent } from "../text/format.ts";
import { say } from "../text/say.ts";
import { hideChat, isHidden, showAllChats } from "./hidden-chats.ts";
import type { ChatsState } from "./use-chats.ts";

const STATES: Record<ChatState, "unknown" | "live" | "ended" | "failed"> = {
  [ChatState.CHAT_STATE_UNSPECIFIED]: "unknown",
  [ChatState.LIVE]: "live",
  [ChatState.ENDED]: "ended",
  [ChatState.FAILED]: "failed",
};

/** The chats that can be opened. */
export function ChatList(props: { chats: ChatsState; shown: readonly string[]; view: View; raids: Raids }) {
  const { chats, shown, view, raids } = props;
  // Raided chats come first, wherever they would be.
  const listed = chats.chats.filter((chat) => !isHidden(chat));
  const left = chats.chats.length - listed.length;
  const ordered = listed.toSorted((one, other) => Number(raids.has(other.id)) - Number(raids.has(one.id)));
  return (
    <nav class="chats" aria-label={say("chats.title")}>
      <ul>
        {ordered.map((chat) => (
          <ChatLink
            key={chat.id}
            chat={chat}
            current={shown.includes(chat.id)}
            view={view}
            raided={raids.has(chat.id)}
          />
        ))}
      </ul>
      {left > 0 && (
        <p class="notice">
          {say("chats.hidden", { n: left })}{" "}
          <button type="button" class="plain" onClick={showAllChats}>
            {say("chats.showAll")}
          </button>
        </p>
      )}
      {chats.more && <p class="notice">{say("chats.older")}</p>}
    </nav>
  );
}

function ChatLink(props: { chat: Chat; current: boolean; view: View; raided: boolean }) {
  const { chat, current, view, raided } = props;
  const state = STATES[chat.state];
  return (
    <li>
      <a href={addressOf(chat.id, view)} aria-current={current ? "page" : undefined} title={chat.source}>
        <span class="chat-name">
          <span class={`dot ${state}`} aria-hidden="true" />
          <span class="chat-id">{chat.id}</span>
          <span class={raided ? "chat-state raided" : "chat-state"}>
            {say(raided ? "state.raided" : `state.${state}`)}
          </span>
        </span>
        <span class="chat-figures">
          {say("chats.figures", { n: chat.commentCount, share: percent(chat.flaggedCount, chat.commentCount) })}
        </span>
      </a>
      {chat.state !== ChatState.LIVE && (
        <button
          type="button"
          class="hide-chat"
          aria-label={say("chats.hide", { chat: chat.id })}
          onClick={() => hideChat(chat.id)}
        >
          ×
        </button>
      )}
    </li>
  );
}
