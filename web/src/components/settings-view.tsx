import { timestampDate } from "@bufbuild/protobuf/wkt";
import { useEffect, useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import type { ChatSettings } from "../gen/chatwarden/settings/v1/chat_settings_service_pb.ts";
import { Badge } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { SettingsDesk } from "../settings/desk.ts";
import { type Draft, withBadge } from "../settings/draft.ts";
import { Empty } from "./empty.tsx";
import { LanguageField } from "./language-field.tsx";
import { ReviewerForm, rememberedReviewer } from "./reviewer-form.tsx";
import { RuleList } from "./rule-list.tsx";
import { ThresholdFields } from "./threshold-fields.tsx";

const BADGES = [
  { badge: Badge.OWNER, name: "Owner" },
  { badge: Badge.MODERATOR, name: "Moderators" },
  { badge: Badge.MEMBER, name: "Members" },
  { badge: Badge.VERIFIED, name: "Verified accounts" },
] as const;

/** The flagging settings of a chat, for its moderators to change. */
export function SettingsView({ chat, bridge }: { chat: string; bridge: Bridge }) {
  const [reviewer, setReviewer] = useState(rememberedReviewer);
  const [desk, setDesk] = useState<SettingsDesk>();
  useEffect(() => {
    const opened = new SettingsDesk(chat, bridge.settings);
    setDesk(opened);
    return () => opened.close();
  }, [chat, bridge]);

  return (
    <section class="chat" aria-labelledby="chat-title">
      <div class="chat-head">
        <h2 id="chat-title">{chat}</h2>
        {desk?.desk.value.stored !== undefined && <Changed settings={desk.desk.value.stored} />}
      </div>
      {reviewer === "" ? (
        <ReviewerForm take={setReviewer} action="Go on to the settings" />
      ) : (
        desk !== undefined && <Work desk={desk} reviewer={reviewer} />
      )}
    </section>
  );
}

function Changed({ settings }: { settings: ChatSettings }) {
  return (
    <p class="figures">
      {settings.updateTime === undefined ? (
        "Defaults: not changed yet"
      ) : (
        <>
          Changed by{" "}
          <strong>
            <bdi>{settings.reviewer}</bdi>
          </strong>
          , {timestampDate(settings.updateTime).toLocaleString("en-GB")}
        </>
      )}
    </p>
  );
}

function Work({ desk, reviewer }: { desk: SettingsDesk; reviewer: string }) {
  const { state, stored, draft, changed, saving, problem, overtaken } = desk.desk.value;
  if (stored === undefined || draft === undefined) {
    return state === "lost" ? (
      <Empty title="The settings cannot be read" text={problem} busy />
    ) : (
      <Empty title="Reading the settings …" busy />
    );
  }
  const edit = (next: Draft) => desk.edit(next);
  return (
    <form
      class="settings"
      onSubmit={(event) => {
        event.preventDefault();
        void desk.save(reviewer);
      }}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div class="settings-body" tabIndex={0} role="region" aria-label="Settings">
        <Strict settings={stored} busy={saving} change={(strict) => void desk.setStrict(reviewer, strict)} />
        <ThresholdFields draft={draft} edit={edit} />
        <LanguageField draft={draft} edit={edit} />
        <fieldset class="card suggestions">
          <legend>Polite forms</legend>
          <label>
            <input
              type="checkbox"
              checked={draft.suggestRewrites ?? false}
              onChange={(event) => edit({ ...draft, suggestRewrites: event.currentTarget.checked })}
            />{" "}
            Propose one for each flagged comment
          </label>
          <p class="hint">It appears under the comment a moment later, and in the review. No comment waits for it.</p>
        </fieldset>
        <RuleList
          list="blockRules"
          title="Always flag"
          text="Comments with these are flagged, whatever the model says; evasions are found too."
          draft={draft}
          problem={problem}
          edit={edit}
        />
        <RuleList
          list="allowRules"
          title="Excuse"
          text="These words are left out and the rest of the comment is classified again. Words under Always flag are found all the same."
          draft={draft}
          problem={problem}
          edit={edit}
        />
        <fieldset class="card badges">
          <legend>Never flag comments of</legend>
          {BADGES.map(({ badge, name }) => (
            <label key={badge}>
              <input
                type="checkbox"
                checked={draft.exemptBadges.includes(badge)}
                onChange={(event) => edit(withBadge(draft, badge, event.currentTarget.checked))}
              />{" "}
              {name}
            </label>
          ))}
        </fieldset>
      </div>
      <div class="saving">
        {problem !== "" && (
          <p class="notice" role="alert">
            {problem}
          </p>
        )}
        <p class="hint" role="status">
          {changed.length === 0 ? "Saved changes hold for the next comments, within a second." : "Not saved yet."}
        </p>
        <button type="button" disabled={changed.length === 0 && !overtaken} onClick={() => desk.discard()}>
          Discard
        </button>
        <button type="submit" class="primary" disabled={changed.length === 0 || saving}>
          {saving ? "Saving …" : "Save"}
        </button>
      </div>
    </form>
  );
}

function Strict(props: { settings: ChatSettings; busy: boolean; change: (strict: boolean) => void }) {
  const { settings, busy, change } = props;
  const strict = settings.strict ?? false;
  const threshold = settings.effectiveFlagThreshold;
  return (
    <div class={strict ? "card strict on" : "card strict"}>
      <button
        type="button"
        role="switch"
        aria-checked={strict}
        disabled={busy}
        onClick={() => change(!strict)}
        aria-describedby="strict-text"
      >
        Strict mode {strict ? "on" : "off"}
      </button>
      <p id="strict-text">
        {strict
          ? "The lower threshold holds until it is switched off. "
          : "For a raid: lowers the threshold at once, in one step. "}
        {threshold !== undefined && (
          <>
            Now flagged from <strong>{threshold.toFixed(2)}</strong> on.
          </>
        )}
      </p>
    </div>
  );
}
