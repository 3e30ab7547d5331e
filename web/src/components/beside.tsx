import { besideOf } from "../feed/address.ts";
import type { Chat } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { say } from "../text/say.ts";

/** So many chats stand side by side at most. */
const MOST = 4;

/** Opens another chat beside those that are open. */
export function Beside({ ids, listed }: { ids: readonly string[]; listed: readonly Chat[] }) {
  const others = listed.filter((chat) => !ids.includes(chat.id));
  if (others.length === 0 || ids.length >= MOST) {
    return null;
  }
  return (
    <select
      class="beside"
      aria-label={say("chats.beside")}
      value=""
      onChange={(event) => {
        window.location.hash = besideOf(ids, event.currentTarget.value);
      }}
    >
      <option value="">{say("chats.besideHint")}</option>
      {others.map((chat) => (
        <option key={chat.id} value={chat.id}>
          {chat.id}
        </option>
      ))}
    </select>
  );
}
