import { timestampMs } from "@bufbuild/protobuf/wkt";
import { type Action, type ActionKind, ActionState } from "../gen/chatwarden/action/v1/action_pb.ts";
import { type DecidedComment, Decision } from "../gen/chatwarden/review/v1/review_service_pb.ts";

/** The decision on a comment, and its time; an unspecified decision is one that was taken back. */
export interface Decided {
  readonly decision: Decision;
  /** For how long the author is timed out, in seconds; 0 where they are not. */
  readonly seconds: number;
  /** In milliseconds; of a decision that the page itself took back, that of the decision. */
  readonly time: number;
}

/** An action on the platform that is about a comment. */
export interface Act {
  readonly id: string;
  readonly kind: ActionKind;
  readonly state: ActionState;
  readonly reason: string;
  readonly time: number;
}

const OPEN: readonly ActionState[] = [ActionState.WAITING, ActionState.SENDING];

/** Whether an action may still reach the platform. */
export function isOpen({ state }: { readonly state: ActionState }): boolean {
  return OPEN.includes(state);
}

/** The newer one of the known decision on a comment and the one of an event. */
export function decidedNow(before: Decided | undefined, told: DecidedComment): Decided {
  const time = told.decideTime === undefined ? (before?.time ?? 0) : timestampMs(told.decideTime);
  const isStale = before !== undefined && (time < before.time || (time === before.time && told.decision !== 0));
  return isStale ? before : { decision: told.decision, seconds: Number(told.authorTimeout?.seconds ?? 0n), time };
}

/** The actions about a comment once this one changed: the newest one of each kind. */
export function actsNow(before: readonly Act[], told: Action): readonly Act[] {
  const act = {
    id: told.id,
    kind: told.kind,
    state: told.state,
    reason: told.problemReason,
    time: told.updateTime === undefined ? 0 : timestampMs(told.updateTime),
  };
  const same = before.find(({ id, kind }) => id === act.id || kind === act.kind);
  if (same === undefined) {
    return [...before, act];
  }
  return same.time > act.time ? before : before.map((each) => (each === same ? act : each));
}

/** The actions that a later decision leaves in place: those that are over belong to an earlier one. */
export function actsAfterDecision(before: readonly Act[]): readonly Act[] {
  return before.every(isOpen) ? before : before.filter(isOpen);
}

/** Whether anything is decided. */
export function isDecided(decided: Decided | undefined): decided is Decided {
  return decided !== undefined && decided.decision !== Decision.DECISION_UNSPECIFIED;
}
