import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import { WatchCommentsResponseSchema } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { Label } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { RecentSlices } from "./recent.ts";

type Event = MessageInitShape<typeof WatchCommentsResponseSchema>["event"];

function event(event: NonNullable<Event>) {
  return create(WatchCommentsResponseSchema, { event });
}

function comment(second: number, label: Label) {
  return event({
    case: "classified",
    value: { comment: { publishTime: timestampFromMs(second * 1000) }, classification: { label } },
  });
}

describe("the recent slices", () => {
  it("count comments, and those called offensive or hateful, by their publish times", () => {
    const recent = new RecentSlices();
    recent.apply([comment(100, Label.CLEAN), comment(125, Label.HATE), comment(109, Label.OFFENSIVE)]);
    recent.apply([comment(121, Label.CLEAN)]);
    expect(recent.slices()).toEqual([
      { start: 100_000, comments: 2, hostile: 1 },
      { start: 110_000, comments: 0, hostile: 0 },
      { start: 120_000, comments: 2, hostile: 1 },
    ]);
  });

  it("pass over everything but comments with a time", () => {
    const recent = new RecentSlices();
    recent.apply([
      event({ case: "tagged", value: { comment: { publishTime: timestampFromMs(5000) } } }),
      event({ case: "classified", value: { comment: { id: "without a time" } } }),
      event({ case: "ended", value: {} }),
    ]);
    expect(recent.slices()).toEqual([]);
  });

  it("drop events older than a quarter of an hour, in whatever order it comes", () => {
    const recent = new RecentSlices();
    recent.apply([comment(0, Label.CLEAN), comment(900, Label.CLEAN), comment(5, Label.CLEAN)]);
    expect(recent.slices()).toEqual([{ start: 900_000, comments: 1, hostile: 0 }]);
    recent.apply([comment(10, Label.HATE)]);
    expect(recent.slices()).toHaveLength(90);
  });
});
