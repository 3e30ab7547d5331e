import type { Bridge } from "../api/client.ts";
import { stopReading } from "../api/sessions.ts";
import { withoutChat } from "../feed/address.ts";
import type { Chat } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { ChatState } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { ChatView } from "./chat-view.tsx";
import { useOpenChats } from "./use-open-chats.ts";

/** One chat, or several side by side, each with filters of its own. */
export function LiveView({ ids, listed, bridge }: { ids: readonly string[]; listed: readonly Chat[]; bridge: Bridge }) {
  const open = useOpenChats(ids, bridge.chats);
  const live = (id: string) => listed.some((chat) => chat.id === id && chat.state === ChatState.LIVE);
  return (
    <div class={`panes of-${open.length}`}>
      {open.map((chat, n) => (
        <ChatView
          key={chat.id}
          chat={chat}
          first={n === 0}
          stop={live(chat.id) ? () => stopReading(bridge.chats, chat.id) : undefined}
          close={
            open.length < 2
              ? undefined
              : () => {
                  window.location.hash = withoutChat(ids, chat.id);
                }
          }
        />
      ))}
    </div>
  );
}
