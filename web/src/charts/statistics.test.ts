import { create, type MessageInitShape } from "@bufbuild/protobuf";
import { timestampFromMs } from "@bufbuild/protobuf/wkt";
import { describe, expect, it } from "vitest";
import {
  ChatStatisticsSchema,
  type GetChatStatisticsRequestSchema,
} from "../gen/chatwarden/statistics/v1/statistics_service_pb.ts";
import { flaggedShare, readSummary, toSummary } from "./statistics.ts";

const answer = create(ChatStatisticsSchema, {
  chat: "demo",
  startTime: timestampFromMs(10_500),
  completeSince: timestampFromMs(10_500),
  bucketSize: { seconds: 10n },
  buckets: [
    { startTime: timestampFromMs(10_000), counts: { commentCount: 4, flaggedCount: 1, meanCoverage: 0.25 } },
    { startTime: timestampFromMs(20_000), counts: {} },
  ],
  totals: { commentCount: 4, flaggedCount: 1, cleanCount: 2, offensiveCount: 1, hateCount: 1 },
  topAuthors: [{ authorId: "a1", authorName: "", counts: { commentCount: 4 } }],
  topSpans: [{ text: "x", count: 2 }],
});

describe("the answer", () => {
  it("becomes numbers", () => {
    const summary = toSummary(answer);
    expect(summary.bucketMs).toBe(10_000);
    expect(summary.buckets.map(({ start, comments, coverage }) => [start, comments, coverage])).toEqual([
      [10_000, 4, 0.25],
      [20_000, 0, 0],
    ]);
    expect(summary.totals).toMatchObject({ comments: 4, flagged: 1, clean: 2, offensive: 1, hate: 1 });
    expect(summary.spans).toEqual([{ text: "x", count: 2 }]);
  });

  it("names authors without a name by their id", () => {
    expect(toSummary(answer).authors[0]).toMatchObject({ id: "a1", name: "a1", comments: 4 });
  });

  it("says where older comments were not counted, and only there", () => {
    expect(toSummary(answer).incompleteBefore).toBeUndefined();
    expect(
      toSummary(create(ChatStatisticsSchema, { ...answer, completeSince: timestampFromMs(15_000) })).incompleteBefore,
    ).toBe(15_000);
  });

  it("of a chat without comments is empty", () => {
    expect(toSummary(create(ChatStatisticsSchema, {}))).toMatchObject({ buckets: [], incompleteBefore: undefined });
  });
});

describe("a share", () => {
  it("is of comments; of none there is none", () => {
    const [full, empty] = toSummary(answer).buckets;
    expect(full && flaggedShare(full)).toBe(0.25);
    expect(empty && flaggedShare(empty)).toBeUndefined();
  });
});

describe("the question", () => {
  const asked = async (span: "5m" | "all") => {
    const requests: MessageInitShape<typeof GetChatStatisticsRequestSchema>[] = [];
    const statistics = {
      getChatStatistics: (request: MessageInitShape<typeof GetChatStatisticsRequestSchema>) => {
        requests.push(request);
        return Promise.resolve(answer);
      },
    };
    await readSummary(statistics, { chat: "demo", span, authorId: "a1" }, new AbortController().signal);
    return requests[0];
  };

  it("looks back from the newest comment", async () => {
    expect(await asked("5m")).toMatchObject({ chat: "demo", authorId: "a1", window: { seconds: 300n } });
  });

  it("has no window where everything is wanted", async () => {
    expect(await asked("all")).not.toHaveProperty("window");
  });
});
