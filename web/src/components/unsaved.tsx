import { addressOf } from "../feed/address.ts";
import { shelf } from "../settings/shelf.ts";
import { say } from "../text/say.ts";

/** Says that the settings of this chat have changes that are not saved; in every view but their own. */
export function Unsaved({ chat }: { chat: string }) {
  if (!shelf().chats.value.has(chat)) {
    return null;
  }
  return (
    <p class="unsaved" role="status">
      {say("settings.unsavedOf", { chat })} <a href={addressOf(chat, "settings")}>{say("settings.goOn")}</a>{" "}
      <button type="button" class="plain" onClick={() => shelf().drop(chat)}>
        {say("settings.discard")}
      </button>
    </p>
  );
}
