import { useContext } from "preact/hooks";
import { addressOf, VIEWS, type View } from "../feed/address.ts";
import { Role } from "../gen/chatwarden/platform/v1/platform_service_pb.ts";
import { shelf } from "../settings/shelf.ts";
import { say } from "../text/say.ts";
import { CallerRole, may } from "./role.ts";

/** The role that each view takes. */
export const NEEDED: Record<View, Role> = {
  chats: Role.VIEWER,
  charts: Role.VIEWER,
  review: Role.MODERATOR,
  settings: Role.MODERATOR,
  audit: Role.MODERATOR,
  search: Role.VIEWER,
};

/** The views of a chat that are open to the caller. */
export function ViewTabs({ chat, view }: { chat: string; view: View }) {
  const role = useContext(CallerRole);
  const open = VIEWS.filter((it) => NEEDED[it] === Role.VIEWER || may(role, NEEDED[it]));
  return (
    <nav class="views" aria-label={say("view.all")}>
      {open.map((it) => (
        <a key={it} href={addressOf(chat, it)} aria-current={it === view ? "page" : undefined}>
          {say(`view.${it}`)}
          {it === "settings" && shelf().chats.value.has(chat) && (
            <>
              {" "}
              <span class="unsaved-mark" aria-hidden="true">
                ●
              </span>
              <span class="visually-hidden">{say("settings.unsavedMark")}</span>
            </>
          )}
        </a>
      ))}
    </nav>
  );
}
