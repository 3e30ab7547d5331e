import { lengthText } from "../deciding/lengths.ts";
import { ActionKind, ActionState } from "../gen/chatwarden/action/v1/action_pb.ts";
import { AuditAction, type AuditEntry } from "../gen/chatwarden/review/v1/audit_service_pb.ts";
import { Decision } from "../gen/chatwarden/review/v1/review_service_pb.ts";
import type { PlainKey } from "../text/catalogue.ts";
import { say } from "../text/say.ts";

const DECISIONS: Partial<Record<Decision, PlainKey>> = {
  [Decision.ALLOW]: "audit.allow",
  [Decision.HIDE]: "audit.hide",
  [Decision.TIME_OUT]: "audit.timeOut",
  [Decision.BAN]: "audit.ban",
};

const KINDS: Partial<Record<ActionKind, PlainKey>> = {
  [ActionKind.DELETE_COMMENT]: "act.delete",
  [ActionKind.TIME_OUT_AUTHOR]: "act.timeOut",
  [ActionKind.BAN_AUTHOR]: "act.ban",
  [ActionKind.LIFT_BAN]: "act.lift",
  [ActionKind.WARN_AUTHOR]: "act.warn",
  [ActionKind.APPROVE_HELD]: "act.approve",
  [ActionKind.DENY_HELD]: "act.deny",
  [ActionKind.SET_SHIELD_MODE]: "act.shield",
  [ActionKind.SET_CHAT_MODES]: "act.modes",
};

const STATES: Partial<Record<ActionState, PlainKey>> = {
  [ActionState.WAITING]: "act.waiting",
  [ActionState.SENDING]: "act.sending",
  [ActionState.DONE]: "act.done",
  [ActionState.REFUSED]: "act.refused",
  [ActionState.UNKNOWN]: "act.unknown",
  [ActionState.CANCELLED]: "act.cancelled",
  [ActionState.DRY_RUN]: "act.dryRun",
};

const FIELDS = [
  "flag_threshold",
  "offensive_threshold",
  "hate_threshold",
  "strict_threshold",
  "strict",
  "block_rules",
  "allow_rules",
  "exempt_badges",
  "language",
  "suggest_rewrites",
  "automation",
  "automation_stop",
] as const;

const REASONS: Partial<Record<string, PlainKey>> = {
  ACTING_SWITCHED_OFF: "why.switchedOff",
  ANSWER_LOST: "why.answerLost",
  BAN_NOT_MADE_HERE: "why.notMadeHere",
  BUDGET_SHORT: "why.budget",
  CANCELLED: "why.cancelled",
  CHAT_NOT_LIVE: "why.notLive",
  COMMENT_NOT_FOUND: "why.gone",
  CONFLICT: "why.conflict",
  DECISION_REPLACED: "why.replaced",
  DECISION_UNDONE: "why.undone",
  FOLLOWS_ANOTHER: "why.follows",
  GIVEN_UP: "why.givenUp",
  NOT_FOUND: "why.gone",
  NOT_PERMITTED: "why.notPermitted",
  NO_ACCOUNT: "why.noAccount",
  PLATFORM_UNAVAILABLE: "why.unreachable",
  PLATFORM_UNREACHABLE: "why.unreachable",
  QUOTA_EXCEEDED: "why.budget",
  RATE_LIMITED: "why.budget",
};

/** An action on the platform, its state, and why it is in it where the server says so. */
export function platformText(act: { kind: ActionKind; state: ActionState; reason: string }): string {
  const action = word(KINDS[act.kind]);
  const state = word(STATES[act.state]);
  return act.reason === "" || act.state === ActionState.DONE
    ? say("act.line", { action, state })
    : say("act.because", { action, state, reason: say(REASONS[act.reason] ?? "why.other") });
}

/** What an entry of the log records. */
export function actionText(entry: AuditEntry): string {
  switch (entry.action) {
    case AuditAction.UNDO:
      return say("audit.undo", { decision: decisionText(entry.decision) });
    case AuditAction.UPDATE_SETTINGS:
      return say("audit.settings", { fields: entry.changedFields.map(fieldText).join(", ") });
    case AuditAction.EXPORT_LABELS:
      return say("audit.export");
    case AuditAction.EXPORT_ACCOUNT:
      return say("audit.exportAccount");
    case AuditAction.ERASE_ACCOUNT:
      return say("audit.eraseAccount");
    case AuditAction.PSEUDONYMIZE_REVIEWER:
      return say("audit.pseudonymize");
    case AuditAction.AUTOMATE:
      return say("audit.automate");
    case AuditAction.AUDIT_AUTOMATION:
      return say("audit.auditAutomation");
    case AuditAction.UNDO_AUTOMATION:
      return say("audit.undoAutomation");
    case AuditAction.ACT:
      return say("audit.act", {
        act: platformText({
          kind: entry.platformAction?.kind ?? ActionKind.ACTION_KIND_UNSPECIFIED,
          state: entry.platformAction?.state ?? ActionState.ACTION_STATE_UNSPECIFIED,
          reason: entry.platformAction?.problemReason ?? "",
        }),
      });
    default:
      return entry.replacedDecision === Decision.DECISION_UNSPECIFIED
        ? madeText(entry)
        : say("audit.changed", { decision: madeText(entry), before: decisionText(entry.replacedDecision) });
  }
}

function madeText({ decision, authorTimeout }: AuditEntry): string {
  return decision === Decision.TIME_OUT && authorTimeout !== undefined
    ? say("audit.timedOutFor", { length: lengthText(Number(authorTimeout.seconds)) })
    : decisionText(decision);
}

function decisionText(decision: Decision): string {
  return word(DECISIONS[decision]);
}

function word(key: PlainKey | undefined): string {
  return key === undefined ? "" : say(key);
}

/** What the page calls a setting, by its name in the schema. */
export function fieldText(name: string): string {
  const known = FIELDS.find((field) => field === name);
  return say(known === undefined ? "field.other" : `field.${known}`);
}
