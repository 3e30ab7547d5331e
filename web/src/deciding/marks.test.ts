import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { ActionKind, ActionSchema, ActionState } from "../gen/chatwarden/action/v1/action_pb.ts";
import { DecidedCommentSchema, Decision } from "../gen/chatwarden/review/v1/review_service_pb.ts";
import { type Act, actsAfterDecision, actsNow, decidedNow } from "./marks.ts";

function decided(decision: Decision, ms?: number) {
  return create(
    DecidedCommentSchema,
    ms === undefined ? { id: "c1", decision } : { id: "c1", decision, decideTime: timestampFromMs(ms) },
  );
}

function act(change: MessageInitShape<typeof ActionSchema>, ms: number) {
  return create(ActionSchema, {
    id: "1-delete",
    kind: ActionKind.DELETE_COMMENT,
    ...change,
    updateTime: timestampFromMs(ms),
  });
}

describe("decidedNow", () => {
  it("keeps the later of two decisions, whichever is told first", () => {
    const hidden = decidedNow(undefined, decided(Decision.HIDE, 10));
    const banned = decidedNow(hidden, decided(Decision.BAN, 20));
    expect(banned).toMatchObject({ decision: Decision.BAN, time: 20 });
    expect(decidedNow(banned, decided(Decision.HIDE, 10))).toBe(banned);
  });

  it("shows no decision once more that the page itself took back", () => {
    const hidden = decidedNow(undefined, decided(Decision.HIDE, 10));
    const undone = decidedNow(hidden, decided(Decision.DECISION_UNSPECIFIED));
    expect(undone.decision).toBe(Decision.DECISION_UNSPECIFIED);
    expect(decidedNow(undone, decided(Decision.HIDE, 10))).toBe(undone);
    expect(decidedNow(undone, decided(Decision.ALLOW, 11)).decision).toBe(Decision.ALLOW);
  });

  it("has the length of a time-out", () => {
    const told = create(DecidedCommentSchema, { decision: Decision.TIME_OUT, authorTimeout: { seconds: 600n } });
    expect(decidedNow(undefined, told).seconds).toBe(600);
  });
});

describe("actsNow", () => {
  it("has the newest state of an action", () => {
    const waiting = actsNow([], act({ state: ActionState.WAITING }, 10));
    const refused = actsNow(waiting, act({ state: ActionState.REFUSED, problemReason: "NOT_PERMITTED" }, 20));
    expect(refused).toMatchObject([{ state: ActionState.REFUSED, reason: "NOT_PERMITTED" }]);
    expect(actsNow(refused, act({ state: ActionState.WAITING }, 10))).toBe(refused);
  });

  it("has a ban and the deletion beside each other", () => {
    const deleted = actsNow([], act({ state: ActionState.DONE }, 10));
    const both = actsNow(deleted, act({ id: "1-ban", kind: ActionKind.BAN_AUTHOR, state: ActionState.DONE }, 10));
    expect(both.map(({ kind }) => kind)).toEqual([ActionKind.DELETE_COMMENT, ActionKind.BAN_AUTHOR]);
  });
});

describe("actsAfterDecision", () => {
  it("forgets actions that are over", () => {
    const done = actsNow([], act({ state: ActionState.DONE }, 10));
    const both = actsNow(done, act({ id: "1-ban", kind: ActionKind.BAN_AUTHOR, state: ActionState.WAITING }, 10));
    expect(actsAfterDecision(both).map(({ id }: Act) => id)).toEqual(["1-ban"]);
  });
});
