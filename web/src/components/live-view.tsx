import type { Bridge } from "../api/client.ts";
import { stopReading } from "../api/sessions.ts";
import { type Only, withoutChat } from "../feed/address.ts";
import type { Chat } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { Role } from "../gen/chatwarden/platform/v1/platform_service_pb.ts";
import { AuthorCards } from "./author-cards.tsx";
import { ChatView } from "./chat-view.tsx";
import { useMay } from "./role.ts";
import { isLive } from "./use-chats.ts";
import { useOpenChats } from "./use-open-chats.ts";

/** One chat, or several side by side, each with filters of its own, which begin with `only`. */
export function LiveView(props: { ids: readonly string[]; only: Only; listed: readonly Chat[]; bridge: Bridge }) {
  const { ids, only, listed, bridge } = props;
  const stops = useMay(Role.ADMIN);
  const open = useOpenChats(ids, bridge.chats, listed);
  return (
    <div class={`panes of-${open.length}`}>
      {open.map((chat, n) => (
        <AuthorCards key={chat.id} chat={chat.id} bridge={bridge} reachable={false}>
          <ChatView
            chat={chat}
            bridge={bridge}
            first={n === 0}
            only={only}
            live={isLive(listed, chat.id)}
            stop={stops && isLive(listed, chat.id) ? () => stopReading(bridge.chats, chat.id) : undefined}
            close={
              open.length < 2
                ? undefined
                : () => {
                    window.location.hash = withoutChat(ids, chat.id);
                  }
            }
          />
        </AuthorCards>
      ))}
    </div>
  );
}
