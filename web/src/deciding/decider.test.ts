import { create } from "@bufbuild/protobuf";
import { type Client, Code, ConnectError, createClient, createRouterTransport } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import { type Action, ActionKind, ActionSchema, ActionState } from "../gen/chatwarden/action/v1/action_pb.ts";
import { ActionService } from "../gen/chatwarden/action/v1/action_service_pb.ts";
import {
  CommentScope,
  Decision,
  type Review,
  ReviewSchema,
  ReviewService,
} from "../gen/chatwarden/review/v1/review_service_pb.ts";
import { Decider, followActions } from "./decider.ts";

/** A bridge with one comment, whose decision the test sets. */
class FakeBridge {
  decision = Decision.DECISION_UNSPECIFIED;
  seconds = 0n;
  readonly calls: string[] = [];

  review(): Review {
    return create(ReviewSchema, { comment: { comment: { id: "c1" } }, decision: this.decision, reviewer: "Ben" });
  }

  readonly client: Client<typeof ReviewService> = createClient(
    ReviewService,
    createRouterTransport((router) =>
      router.service(ReviewService, {
        getReview: () => this.review(),
        decideComment: ({ decision, replacedDecision, authorTimeout }) => {
          this.calls.push(`${Decision[decision]} for ${Decision[replacedDecision]}`);
          if (replacedDecision !== this.decision) {
            throw new ConnectError("changed", Code.FailedPrecondition);
          }
          this.decision = decision;
          this.seconds = authorTimeout?.seconds ?? 0n;
          return this.review();
        },
        undoReview: () => {
          this.decision = Decision.DECISION_UNSPECIFIED;
          return this.review();
        },
        releaseReviews: ({ comments }) => {
          this.calls.push(`released ${comments}`);
          return {};
        },
        decideComments: ({ scope }) => {
          this.calls.push(CommentScope[scope]);
          return { group: "g-1", decided: [{ id: "c1" }, { id: "c2" }] };
        },
        undoDecisions: ({ group }) => ({ undone: [{ id: `of ${group}` }] }),
      }),
    ),
  );
}

/** Lets everything run that waits for nothing. */
function quiet(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

async function opened(bridge: FakeBridge): Promise<Decider> {
  const decider = new Decider("chat", "c1", bridge.client);
  await quiet();
  return decider;
}

describe("Decider", () => {
  it("decides once, however often it is asked while the answer is under way", async () => {
    const bridge = new FakeBridge();
    const decider = await opened(bridge);
    const [first, second] = await Promise.all([
      decider.decide("Ann", Decision.HIDE, "", 300),
      decider.decide("Ann", Decision.BAN, "", 300),
    ]);
    expect(first?.decision).toBe(Decision.HIDE);
    expect(second).toBeUndefined();
    expect(bridge.calls).toEqual(["HIDE for DECISION_UNSPECIFIED"]);
  });

  it("names the decision that it replaces, and the length of a time-out alone", async () => {
    const bridge = new FakeBridge();
    bridge.decision = Decision.HIDE;
    const decider = await opened(bridge);
    await decider.decide("Ann", Decision.TIME_OUT, "", 600);
    expect(bridge.seconds).toBe(600n);
    await decider.decide("Ann", Decision.BAN, "", 600);
    expect(bridge.seconds).toBe(0n);
    expect(bridge.calls).toEqual(["TIME_OUT for HIDE", "BAN for TIME_OUT"]);
  });

  it("shows the decision of another moderator, and replaces it only when it is asked again", async () => {
    const bridge = new FakeBridge();
    const decider = await opened(bridge);
    bridge.decision = Decision.ALLOW;
    expect(await decider.decide("Ann", Decision.HIDE, "", 300)).toBeUndefined();
    expect(decider.deciding.value.review?.decision).toBe(Decision.ALLOW);
    expect(decider.deciding.value.problem).not.toBe("");
    expect((await decider.decide("Ann", Decision.HIDE, "", 300))?.decision).toBe(Decision.HIDE);
  });

  it("holds nothing after an undoing", async () => {
    const bridge = new FakeBridge();
    bridge.decision = Decision.HIDE;
    const decider = await opened(bridge);
    expect((await decider.undo("Ann"))?.decision).toBe(Decision.DECISION_UNSPECIFIED);
    expect(bridge.calls).toEqual(["released c1"]);
  });

  it("decides on several comments and undoes them as one", async () => {
    const bridge = new FakeBridge();
    const decider = await opened(bridge);
    const decided = await decider.decideMany(CommentScope.SAME_TEXT, "Ann", Decision.HIDE, "", 300);
    expect(decided.map(({ id }) => id)).toEqual(["c1", "c2"]);
    expect(bridge.calls).toEqual(["SAME_TEXT"]);
    expect(decider.deciding.value.group?.group).toBe("g-1");
    expect((await decider.undoMany("g-1", "Ann")).map(({ id }) => id)).toEqual(["of g-1"]);
  });
});

describe("followActions", () => {
  it("reports the states of actions until all are over", async () => {
    const states = [ActionState.WAITING, ActionState.SENDING, ActionState.REFUSED];
    let asked = 0;
    const client = createClient(
      ActionService,
      createRouterTransport((router) =>
        router.service(ActionService, {
          listActions: () => {
            const state = states[Math.min(asked++, states.length - 1)] ?? ActionState.REFUSED;
            return { actions: [create(ActionSchema, { id: "1", kind: ActionKind.BAN_AUTHOR, state })] };
          },
        }),
      ),
    );
    const told: Action[] = [];
    const report = (action: Action) => void told.push(action);
    await followActions(client, "chat", "c1", report, new AbortController().signal, () => Promise.resolve());
    expect(told.slice(0, 3).map(({ state }) => state)).toEqual(states);
    expect(told.length).toBeLessThan(10);
  });
});
