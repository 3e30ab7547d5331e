import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { describe, expect, it } from "vitest";
import {
  type WatchCommentsResponse,
  WatchCommentsResponseSchema,
} from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { ChatState, Label } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { RewriteVerdict } from "../gen/chatwarden/type/v1/rewriting_pb.ts";
import { Feed, KEPT } from "./feed.ts";

type Event = NonNullable<MessageInitShape<typeof WatchCommentsResponseSchema>["event"]>;

function events(...all: Event[]): WatchCommentsResponse[] {
  return all.map((event) => create(WatchCommentsResponseSchema, { event }));
}

function comment(id: string, probability: number, author = "a1") {
  return {
    comment: { id, text: `text of ${id}`, author: { id: author, name: "An" } },
    classification: { label: probability > 0.5 ? Label.OFFENSIVE : Label.CLEAN, offensiveProbability: probability },
    flagged: probability > 0.3,
  };
}

describe("Feed", () => {
  it("keeps a comment once, also when it is told twice", () => {
    const feed = new Feed();
    const classified: Event = { case: "classified", value: comment("c1", 0.1) };
    feed.apply(events(classified, classified));
    expect(feed.entries().map((entry) => entry.id)).toEqual(["c1"]);
    expect(feed.seen()).toBe(1);
  });

  it("adds the spans when they come", () => {
    const feed = new Feed();
    feed.apply(events({ case: "classified", value: comment("c1", 0.9) }));
    feed.apply(
      events({
        case: "tagged",
        value: {
          ...comment("c1", 0.9),
          tagging: { spans: [{ start: 0, end: 4 }], coverage: 0.5 },
        },
      }),
    );
    expect(feed.entries()[0]).toMatchObject({ coverage: 0.5, flagged: true });
    expect(feed.entries()[0]?.spans).toHaveLength(1);
    expect(feed.flagged()).toBe(1);
  });

  it("strikes deleted comments, and all that a banned author wrote", () => {
    const feed = new Feed();
    feed.apply(
      events(
        { case: "classified", value: comment("c1", 0.1, "a1") },
        { case: "classified", value: comment("c2", 0.1, "a2") },
        { case: "classified", value: comment("c3", 0.1, "a2") },
        { case: "deleted", value: { id: "c1" } },
        { case: "banned", value: { author: { id: "a2" } } },
      ),
    );
    expect(feed.entries().map((entry) => entry.gone)).toEqual(["deleted", "banned", "banned"]);
  });

  it("strikes everything when the platform clears the chat", () => {
    const feed = new Feed();
    feed.apply(events({ case: "classified", value: comment("c1", 0.1) }, { case: "banned", value: {} }));
    expect(feed.entries()[0]?.gone).toBe("banned");
  });

  it("keeps no more than it may, and the newest of them", () => {
    const feed = new Feed();
    const all = Array.from(
      { length: KEPT + 10 },
      (_, n): Event => ({ case: "classified", value: comment(`c${n}`, 0) }),
    );
    feed.apply(events(...all));
    expect(feed.entries()).toHaveLength(KEPT);
    expect(feed.entries()[0]?.id).toBe("c10");
    expect(feed.seen()).toBe(KEPT + 10);
  });

  it("says how a chat ended", () => {
    const feed = new Feed();
    feed.apply(events({ case: "ended", value: { state: ChatState.FAILED, reason: "the video is private" } }));
    expect(feed.ending()).toEqual({ failed: true, reason: "the video is private" });
  });

  it("goes on when the chat is read again, and keeps the sessions apart", () => {
    const feed = new Feed();
    feed.apply(
      events(
        { case: "classified", value: comment("c1", 0.9) },
        { case: "ended", value: { state: ChatState.ENDED } },
        { case: "started", value: { source: "twitch:an" } },
        { case: "tagged", value: comment("c1", 0.9) },
        { case: "classified", value: comment("c2", 0.1) },
      ),
    );
    expect(feed.ending()).toBeUndefined();
    expect(feed.readings().map((reading) => reading.source)).toEqual(["twitch:an"]);
    expect(feed.entries().map((entry) => entry.reading)).toEqual([0, 1]);
  });

  it("takes no end for the last that comments follow, as earlier versions told of no other session", () => {
    const feed = new Feed();
    feed.apply(
      events({ case: "ended", value: { state: ChatState.ENDED } }, { case: "classified", value: comment("c2", 0.1) }),
    );
    expect(feed.ending()).toBeUndefined();
  });

  it("shows the polite form of a comment, whichever of spans and form comes first", () => {
    const rewriting = { verdict: RewriteVerdict.REWRITTEN, rewrite: "please be quiet" };
    for (const order of [["tagged", "rewritten"] as const, ["rewritten", "tagged"] as const]) {
      const feed = new Feed();
      feed.apply(events({ case: "classified", value: comment("c1", 0.9) }));
      expect(feed.entries()[0]?.polite).toBe("");
      for (const name of order) {
        feed.apply(
          events(
            name === "tagged"
              ? { case: "tagged", value: comment("c1", 0.9) }
              : { case: "rewritten", value: { id: "c1", rewriting } },
          ),
        );
      }
      expect(feed.entries()[0]?.polite).toBe("please be quiet");
    }
  });

  it("shows no form where stage 3 has none, and lets those of unknown comments be", () => {
    const feed = new Feed();
    feed.apply(
      events(
        { case: "classified", value: comment("c1", 0.9) },
        { case: "rewritten", value: { id: "c1", rewriting: { verdict: RewriteVerdict.CANNOT_REWRITE } } },
        { case: "rewritten", value: { id: "c2", rewriting: { verdict: RewriteVerdict.REWRITTEN, rewrite: "x" } } },
      ),
    );
    expect(feed.entries().map((entry) => entry.polite)).toEqual([""]);
  });
});
