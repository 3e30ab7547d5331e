import type { ChangedDecision } from "../gen/chatwarden/policy/v1/policy_service_pb.ts";
import { FlagReason } from "../gen/chatwarden/type/v1/comment_pb.ts";
import type { SettingsDesk } from "../settings/desk.ts";
import type { SettingsPreview } from "../settings/preview.ts";
import { decimal, whole } from "../text/format.ts";
import { say, sayWith } from "../text/say.ts";
import { ruleText } from "./rule-text.ts";

/** What saving would have changed among the stored comments, asked for by a button. */
export function Preview({ desk, preview }: { desk: SettingsDesk; preview: SettingsPreview }) {
  const { draft, changed } = desk.desk.value;
  const shown = preview.preview.value;
  if (draft === undefined || changed.length === 0) {
    return null;
  }
  return (
    <section class="card preview" aria-label={say("preview.title")}>
      <button type="button" disabled={shown.state === "running"} onClick={() => void preview.run(draft, changed)}>
        {say(shown.state === "running" ? "preview.running" : "preview.ask")}
      </button>
      {shown.state === "none" ? (
        <p class="hint">{say("preview.hint")}</p>
      ) : (
        <p role="status">
          {sayWith(shown.state === "running" ? "preview.soFar" : "preview.result", {
            compared: whole(shown.compared),
            after: <strong>{whole(shown.after)}</strong>,
            before: whole(shown.before),
            more: <strong>{whole(shown.newlyFlagged)}</strong>,
            fewer: <strong>{whole(shown.noLongerFlagged)}</strong>,
          })}
        </p>
      )}
      {shown.state === "failed" && (
        <p class="notice" role="alert">
          {shown.problem}
        </p>
      )}
      <Examples title={say("preview.flagged")} examples={shown.newExamples} />
      <Examples title={say("preview.gone")} examples={shown.goneExamples} />
    </section>
  );
}

function Examples({ title, examples }: { title: string; examples: readonly ChangedDecision[] }) {
  if (examples.length === 0) {
    return null;
  }
  return (
    <>
      <h3>{title}</h3>
      <ul>
        {examples.map((each) => (
          <li key={each.comment?.id}>
            <bdi>{each.comment?.text}</bdi> <span class="hint">{reason(each)}</span>
          </li>
        ))}
      </ul>
    </>
  );
}

function reason(each: ChangedDecision): string {
  const rule = each.after?.flagRule ?? "";
  const probability = each.after?.classification?.offensiveProbability ?? 0;
  return rule === ""
    ? decimal(probability)
    : ruleText(each.after?.flagReason ?? FlagReason.FLAG_REASON_UNSPECIFIED, rule);
}
