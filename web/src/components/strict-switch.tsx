import { useEffect, useState } from "preact/hooks";
import type { Settings } from "../api/client.ts";
import { addressOf } from "../feed/address.ts";
import { SettingsDesk } from "../settings/desk.ts";
import { say } from "../text/say.ts";
import { rememberedReviewer } from "./reviewer-form.tsx";

/** Strict mode of a chat by one press; whoever has not said who they are is led to the settings, which ask. */
export function StrictSwitch({ chat, settings }: { chat: string; settings: Settings }) {
  const [desk, setDesk] = useState<SettingsDesk>();
  useEffect(() => {
    const opened = new SettingsDesk(chat, settings);
    setDesk(opened);
    return () => opened.close();
  }, [chat, settings]);

  const stored = desk?.desk.value.stored;
  const reviewer = rememberedReviewer();
  if (desk === undefined || stored === undefined || reviewer === "") {
    return <a href={addressOf(chat, "settings")}>{say("raid.strict")}</a>;
  }
  const strict = stored.strict ?? false;
  const { saving, problem } = desk.desk.value;
  return (
    <span class="strict-switch">
      {problem !== "" && <span>{problem}</span>}
      <button
        type="button"
        role="switch"
        aria-checked={strict}
        disabled={saving}
        onClick={() => void desk.setStrict(reviewer, !strict)}
      >
        {say(strict ? "strict.on" : "strict.off")}
      </button>
    </span>
  );
}
