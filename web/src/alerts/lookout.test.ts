import { create } from "@bufbuild/protobuf";
import { timestampFromMs, timestampMs } from "@bufbuild/protobuf/wkt";
import { expect, it } from "vitest";
import type { Statistics } from "../api/client.ts";
import { SLICE_MS } from "../charts/recent.ts";
import {
  type ChatStatistics,
  ChatStatisticsSchema,
  type GetChatStatisticsRequest,
} from "../gen/chatwarden/statistics/v1/statistics_service_pb.ts";
import { ChatSlices } from "./chat-slices.ts";
import { Lookout } from "./lookout.ts";

const START = 1_000_000 * SLICE_MS;

function answer(first: number, counts: readonly (readonly [comments: number, hostile: number])[]): ChatStatistics {
  return create(ChatStatisticsSchema, {
    buckets: counts.map(([commentCount, hateCount], n) => ({
      startTime: timestampFromMs(START + (first + n) * SLICE_MS),
      counts: { commentCount, hateCount },
    })),
  });
}

const CALM = Array.from({ length: 20 }, () => [10, 1] as const);
const RAIDED = [...CALM, [20, 15], [20, 18], [20, 18]] as const;

function bridge(answers: Record<string, () => ChatStatistics>) {
  const asked: Partial<GetChatStatisticsRequest>[] = [];
  const statistics = {
    getChatStatistics: (request: Partial<GetChatStatisticsRequest>) => {
      asked.push(request);
      const give = answers[request.chat ?? ""];
      return give === undefined ? Promise.reject(new Error("away")) : Promise.resolve(give());
    },
  } as unknown as Pick<Statistics, "getChatStatistics">;
  return { statistics, asked };
}

it("asks for a quarter of an hour once, then for the news, and counts the newest slice anew", async () => {
  const answers = [
    answer(0, [
      [5, 0],
      [6, 1],
    ]),
    answer(1, [
      [9, 2],
      [1, 1],
    ]),
  ];
  const { statistics, asked } = bridge({ a: () => answers.shift() ?? answer(0, []) });
  const slices = new ChatSlices("a", statistics);
  const { signal } = new AbortController();
  await slices.refresh(signal);
  const seen = await slices.refresh(signal);
  expect(seen.map(({ comments, hostile }) => [comments, hostile])).toEqual([
    [5, 0],
    [9, 2],
    [1, 1],
  ]);
  expect(asked[0]?.window?.seconds).toBe(900n);
  expect(asked[1]?.window).toBeUndefined();
  expect(asked[1]?.startTime && timestampMs(asked[1].startTime)).toBe(START + SLICE_MS);
});

async function lookedAt(answers: Record<string, () => ChatStatistics>, now: number) {
  const { statistics } = bridge(answers);
  let wake = () => {};
  const lookout = new Lookout(
    statistics,
    () => now,
    () =>
      new Promise((resolve) => {
        wake = resolve;
      }),
  );
  lookout.watch(Object.keys(answers).concat("away"));
  const look = async () => {
    await new Promise((resolve) => setTimeout(resolve, 0));
    wake();
    await new Promise((resolve) => setTimeout(resolve, 0));
  };
  await look();
  return { lookout, look };
}

it("finds the raids of all live chats, and forgets them with their chats", async () => {
  const now = START + RAIDED.length * SLICE_MS;
  const { lookout, look } = await lookedAt({ calm: () => answer(0, CALM), raided: () => answer(0, RAIDED) }, now);
  expect([...lookout.raids.value.keys()]).toEqual(["raided"]);
  expect(lookout.raids.value.get("raided")).toMatchObject({ comments: 60, hostile: 51 });
  lookout.watch(["calm"]);
  await look();
  expect(lookout.raids.value.size).toBe(0);
  lookout.close();
});

it("takes no raid for one whose comments are long past", async () => {
  const now = START + RAIDED.length * SLICE_MS + 600_000;
  const { lookout } = await lookedAt({ raided: () => answer(0, RAIDED) }, now);
  expect(lookout.raids.value.size).toBe(0);
  lookout.close();
});
