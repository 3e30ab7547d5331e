import type { Settings } from "../api/client.ts";
import type { Raid } from "../charts/raid.ts";
import type { OpenChat } from "../chat.ts";
import { Role } from "../gen/chatwarden/platform/v1/platform_service_pb.ts";
import { percent } from "../text/format.ts";
import { say } from "../text/say.ts";
import { useMay } from "./role.ts";
import { StrictSwitch } from "./strict-switch.tsx";
import { useRaid } from "./use-raid.ts";

/** Says that hate spikes in a chat, and by how much, with the switch of its strict mode for moderators. */
export function RaidAlert(props: { chat: OpenChat | undefined; live: boolean; settings: Settings }) {
  const moderates = useMay(Role.MODERATOR);
  const raid = useRaid(props.chat, props.live);
  return (
    <div role="alert" class={raid === undefined ? "raid-none" : "raid"}>
      {raid !== undefined && (
        <>
          <svg viewBox="0 0 24 24" width="28" height="28" aria-hidden="true" focusable="false">
            <path d="M12 2.5 23 21.5H1Z" />
            <path class="raid-mark" d="M12 9v6.5M12 18.2v.6" />
          </svg>
          <p>
            <strong>{say("raid.title")}</strong> {figures(raid)}
          </p>
          {moderates && props.chat !== undefined && <StrictSwitch chat={props.chat.id} settings={props.settings} />}
        </>
      )}
    </div>
  );
}

function figures({ comments, hostile, seconds, usual }: Raid): string {
  return say("raid.figures", {
    hostile,
    comments,
    seconds,
    share: percent(hostile, comments),
    usual: percent(usual, 1),
  });
}
