import { useState } from "preact/hooks";
import type { Raids } from "../alerts/lookout.ts";
import { addressOf } from "../feed/address.ts";
import { percent } from "../text/format.ts";
import { say } from "../text/say.ts";

/**
 * The raids in chats whose own alert is not on screen, in every view. One that was dismissed comes again when it ends and
 * begins anew.
 */
export function AlertBar({ raids, shown }: { raids: Raids; shown: readonly string[] }) {
  const [dismissed, setDismissed] = useState<readonly string[]>([]);
  const gone = dismissed.filter((chat) => raids.has(chat));
  const others = [...raids].filter(([chat]) => !shown.includes(chat) && !gone.includes(chat));
  return (
    <div class="alert-bar" role="status" aria-live="polite">
      {others.map(([chat, { comments, hostile }]) => (
        <p key={chat} class="alert">
          <span>{say("raid.elsewhere", { chat, share: percent(hostile, comments) })}</span>{" "}
          <a href={addressOf(chat)}>{say("raid.look")}</a> <a href={addressOf(chat, "review")}>{say("raid.review")}</a>{" "}
          <button type="button" class="plain" onClick={() => setDismissed([...gone, chat])}>
            {say("raid.dismiss")}
            <span class="visually-hidden"> {chat}</span>
          </button>
        </p>
      ))}
    </div>
  );
}
