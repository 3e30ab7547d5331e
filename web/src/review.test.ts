import { create } from "@bufbuild/protobuf";
import { type Client, Code, ConnectError, createClient, createRouterTransport } from "@connectrpc/connect";
import { describe, expect, it } from "vitest";
import {
  Decision,
  type Review,
  ReviewOrder,
  ReviewSchema,
  ReviewService,
} from "./gen/chatwarden/review/v1/review_service_pb.ts";
import { idOf, ReviewDesk, SETTLE_MS } from "./review.ts";

function flagged(id: string, decision = Decision.DECISION_UNSPECIFIED): Review {
  return create(ReviewSchema, { comment: { comment: { id } }, decision });
}

/** A bridge whose queue the test sets, and whose decisions are answered when the test says so. */
class FakeBridge {
  queue = ["a", "b", "c"];
  readonly decided: string[] = [];
  readonly undone: string[] = [];
  readonly released: string[] = [];
  answer: () => Promise<void> = () => Promise.resolve();

  readonly client: Client<typeof ReviewService> = createClient(
    ReviewService,
    createRouterTransport((router) =>
      router.service(ReviewService, {
        claimReviews: ({ order }) => {
          const queue = order === ReviewOrder.MOST_SEVERE_FIRST ? this.queue.toReversed() : this.queue;
          return { reviews: queue.map((id) => flagged(id)), undecidedCount: 3n };
        },
        releaseReviews: ({ comments }) => {
          this.released.push(...comments);
          return {};
        },
        getReviewContext: () => ({}),
        decideReview: async ({ comment, decision }) => {
          this.decided.push(comment);
          await this.answer();
          this.queue = this.queue.filter((id) => id !== comment);
          return flagged(comment, decision);
        },
        undoReview: ({ comment }) => {
          this.undone.push(comment);
          return flagged(comment);
        },
      }),
    ),
  );
}

interface Sleeping {
  readonly ms: number;
  wake(): void;
}

/** A desk whose waits end when the test says so. */
async function opened(bridge: FakeBridge) {
  const sleeping: Sleeping[] = [];
  const desk = new ReviewDesk("chat", "Ann", bridge.client, undefined, (ms) => {
    return new Promise((resolve) => sleeping.push({ ms, wake: resolve }));
  });
  const wake = async (settling: boolean) => {
    for (const sleep of sleeping
      .splice(0)
      .filter((it) => (it.ms === SETTLE_MS) === settling || sleeping.push(it) < 0)) {
      sleep.wake();
    }
    await quiet();
  };
  await quiet();
  await wake(true);
  return { desk, settle: () => wake(true), refresh: () => wake(false) };
}

/** Lets everything run that waits for nothing. */
function quiet(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 20));
}

function first({ desk }: ReviewDesk): string | undefined {
  return desk.value.held.map(idOf)[0];
}

describe("ReviewDesk", () => {
  it("decides once on the shown comment, however often a key is pressed while the answer is slow", async () => {
    const bridge = new FakeBridge();
    const { desk } = await opened(bridge);
    let answer = () => {};
    bridge.answer = () => new Promise((resolve) => (answer = resolve));
    const pressed = desk.decide("a", Decision.HIDE, "");
    expect(desk.desk.value.busy).toBe(true);
    await desk.decide("a", Decision.BAN, "");
    await desk.decide("b", Decision.BAN, "");
    await quiet();
    answer();
    await pressed;
    expect(bridge.decided).toEqual(["a"]);
    expect(first(desk)).toBe("b");
  });

  it("takes nothing on a comment that came on screen just now", async () => {
    const bridge = new FakeBridge();
    const { desk, settle } = await opened(bridge);
    await desk.decide("a", Decision.HIDE, "");
    await desk.decide("b", Decision.HIDE, "");
    expect(bridge.decided).toEqual(["a"]);
    await settle();
    expect(desk.desk.value.busy).toBe(false);
    await desk.decide("b", Decision.HIDE, "");
    expect(bridge.decided).toEqual(["a", "b"]);
  });

  it("decides on nothing but the comment that was on screen", async () => {
    const bridge = new FakeBridge();
    const { desk } = await opened(bridge);
    await desk.decide("b", Decision.HIDE, "");
    await desk.skip("b");
    expect(bridge.decided).toEqual([]);
    expect(first(desk)).toBe("a");
  });

  it("takes nothing for a moment when a refresh changes the screen", async () => {
    const bridge = new FakeBridge();
    const { desk, settle, refresh } = await opened(bridge);
    bridge.queue = ["b", "c"];
    await refresh();
    expect(first(desk)).toBe("b");
    await desk.decide("b", Decision.BAN, "");
    expect(bridge.decided).toEqual([]);
    await settle();
    await desk.decide("b", Decision.BAN, "");
    expect(bridge.decided).toEqual(["b"]);
  });

  it("keeps the comment when the decision fails, and takes the decision again", async () => {
    const bridge = new FakeBridge();
    const { desk } = await opened(bridge);
    bridge.answer = () => Promise.reject(new ConnectError("away", Code.Unavailable));
    await desk.decide("a", Decision.HIDE, "");
    expect(first(desk)).toBe("a");
    expect(desk.desk.value).toMatchObject({
      busy: false,
      problem: "The server does not answer; the page tries again.",
    });
    bridge.answer = () => Promise.resolve();
    await desk.decide("a", Decision.HIDE, "");
    expect(first(desk)).toBe("b");
  });

  it("takes back the decision that is shown, once", async () => {
    const bridge = new FakeBridge();
    const { desk, settle } = await opened(bridge);
    await desk.decide("a", Decision.HIDE, "");
    await settle();
    await desk.decide("b", Decision.HIDE, "");
    await settle();
    await Promise.all([desk.undo("b"), desk.undo("b")]);
    await desk.undo("a");
    expect(bridge.undone).toEqual(["b"]);
    expect(first(desk)).toBe("b");
  });

  it("gives the held comments back and claims anew when the order changes", async () => {
    const bridge = new FakeBridge();
    const { desk } = await opened(bridge);
    const held = desk.desk.value.held.map(idOf);
    void desk.reorder(ReviewOrder.MOST_SEVERE_FIRST);
    await quiet();
    expect(bridge.released).toEqual(held);
    expect(desk.desk.value.held.map(idOf)).toEqual(held.toReversed());
  });
});
