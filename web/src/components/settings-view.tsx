import { useEffect, useState } from "preact/hooks";
import type { Audit, Bridge } from "../api/client.ts";
import type { ChatSettings } from "../gen/chatwarden/settings/v1/chat_settings_service_pb.ts";
import { Badge } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { SettingsDesk } from "../settings/desk.ts";
import { type Draft, withBadge } from "../settings/draft.ts";
import { SettingsPreview } from "../settings/preview.ts";
import { shelf } from "../settings/shelf.ts";
import { decimal, moment } from "../text/format.ts";
import { say, sayWith } from "../text/say.ts";
import { Empty } from "./empty.tsx";
import { LanguageField } from "./language-field.tsx";
import { ReviewerForm, rememberedReviewer } from "./reviewer-form.tsx";
import { RuleList } from "./rule-list.tsx";
import { SettingsHistory } from "./settings-history.tsx";
import { Preview } from "./settings-preview.tsx";
import { ThresholdFields } from "./threshold-fields.tsx";

const BADGES = [
  { badge: Badge.OWNER, name: "settings.owner" },
  { badge: Badge.MODERATOR, name: "settings.moderators" },
  { badge: Badge.MEMBER, name: "settings.members" },
  { badge: Badge.VERIFIED, name: "settings.verified" },
] as const;

/** The flagging settings of a chat, for its moderators to change. */
export function SettingsView({ chat, bridge }: { chat: string; bridge: Bridge }) {
  const [reviewer, setReviewer] = useState(rememberedReviewer);
  const [desk, setDesk] = useState<SettingsDesk>();
  const [preview, setPreview] = useState<SettingsPreview>();
  useEffect(() => {
    const opened = new SettingsDesk(chat, bridge.settings, shelf());
    const tried = new SettingsPreview(chat, bridge.policies);
    setDesk(opened);
    setPreview(tried);
    return () => {
      opened.close();
      tried.forget();
    };
  }, [chat, bridge]);

  return (
    <section class="chat" aria-labelledby="chat-title">
      <div class="chat-head">
        <h2 id="chat-title">{chat}</h2>
        {desk?.desk.value.stored !== undefined && <Changed settings={desk.desk.value.stored} />}
      </div>
      {reviewer === "" ? (
        <ReviewerForm take={setReviewer} action={say("reviewer.toSettings")} />
      ) : (
        desk !== undefined &&
        preview !== undefined && <Work desk={desk} preview={preview} reviewer={reviewer} audit={bridge.audit} />
      )}
    </section>
  );
}

function Changed({ settings }: { settings: ChatSettings }) {
  return (
    <p class="figures">
      {settings.updateTime === undefined
        ? say("settings.defaults")
        : sayWith("settings.changedBy", {
            reviewer: (
              <strong>
                <bdi>{settings.reviewer}</bdi>
              </strong>
            ),
            time: moment(settings.updateTime),
          })}
    </p>
  );
}

function Work(props: { desk: SettingsDesk; preview: SettingsPreview; reviewer: string; audit: Audit }) {
  const { desk, preview, reviewer, audit } = props;
  const { state, stored, draft, changed, saving, problem, wrong, overtaken } = desk.desk.value;
  if (stored === undefined || draft === undefined) {
    return state === "lost" ? (
      <Empty title={say("settings.lost")} text={problem} busy />
    ) : (
      <Empty title={say("settings.reading")} busy />
    );
  }
  const edit = (next: Draft) => {
    preview.forget();
    desk.edit(next);
  };
  return (
    <form
      class="settings"
      onSubmit={(event) => {
        event.preventDefault();
        void desk.save(reviewer);
      }}
    >
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div class="settings-body" tabIndex={0} role="region" aria-label={say("settings.title")}>
        <Strict settings={stored} busy={saving} change={(strict) => void desk.setStrict(reviewer, strict)} />
        <ThresholdFields draft={draft} edit={edit} />
        <LanguageField draft={draft} edit={edit} />
        <fieldset class="card suggestions">
          <legend>{say("settings.polite")}</legend>
          <label>
            <input
              type="checkbox"
              checked={draft.suggestRewrites ?? false}
              onChange={(event) => edit({ ...draft, suggestRewrites: event.currentTarget.checked })}
            />{" "}
            {say("settings.politePropose")}
          </label>
          <p class="hint">{say("settings.politeHint")}</p>
        </fieldset>
        <RuleList
          list="blockRules"
          title={say("settings.always")}
          text={say("settings.alwaysHint")}
          draft={draft}
          wrong={wrong}
          edit={edit}
        />
        <RuleList
          list="allowRules"
          title={say("settings.excuse")}
          text={say("settings.excuseHint")}
          draft={draft}
          wrong={wrong}
          edit={edit}
        />
        <fieldset class="card badges">
          <legend>{say("settings.exempt")}</legend>
          {BADGES.map(({ badge, name }) => (
            <label key={badge}>
              <input
                type="checkbox"
                checked={draft.exemptBadges.includes(badge)}
                onChange={(event) => edit(withBadge(draft, badge, event.currentTarget.checked))}
              />{" "}
              {say(name)}
            </label>
          ))}
        </fieldset>
        <Preview desk={desk} preview={preview} />
        <SettingsHistory chat={desk.chat} audit={audit} version={stored.etag} />
      </div>
      <div class="saving">
        {problem !== "" && (
          <p class="notice" role="alert">
            {problem}
          </p>
        )}
        <p class="hint" role="status">
          {say(changed.length === 0 ? "settings.saved" : "settings.unsaved")}
        </p>
        <button type="button" disabled={changed.length === 0 && !overtaken} onClick={() => desk.discard()}>
          {say("settings.discard")}
        </button>
        <button type="submit" class="primary" disabled={changed.length === 0 || saving}>
          {say(saving ? "settings.saving" : "settings.save")}
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
        {say(strict ? "strict.on" : "strict.off")}
      </button>
      <p id="strict-text">
        {say(strict ? "settings.strictHolds" : "settings.strictFor")}{" "}
        {threshold !== undefined &&
          sayWith("settings.flaggedFrom", { threshold: <strong>{decimal(threshold)}</strong> })}
      </p>
    </div>
  );
}
