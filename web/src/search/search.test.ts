import { timestampDate } from "@bufbuild/protobuf/wkt";
import { expect, it } from "vitest";
import { chatsIn, viewIn } from "../feed/address.ts";
import { Label } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { filterOf, HISTORY, searchIn, searchOf } from "./search.ts";

it("finds the search that an address names again", () => {
  for (const search of [
    HISTORY,
    { ...HISTORY, words: "đồ gà & co?", author: "a#b" },
    {
      ...HISTORY,
      by: "UC/1",
      span: "x",
      label: "HATE",
      flagged: true,
      from: "2026-01-02T03:04",
      to: "2026-02-03T04:05",
    },
    { ...HISTORY, comment: "c&1=2" },
  ]) {
    const address = searchOf("a/b?c", search);
    expect(searchIn(address)).toEqual(search);
    expect(chatsIn(address)).toEqual(["a/b?c"]);
    expect(viewIn(address)).toBe("search");
  }
});

it("asks for what the search names", () => {
  const filter = filterOf({ ...HISTORY, words: " hello ", label: "OFFENSIVE", from: "2026-01-02T03:04" });
  expect(filter.text).toBe("hello");
  expect(filter.labels).toEqual([Label.OFFENSIVE]);
  expect(filter.startTime && timestampDate(filter.startTime)).toEqual(new Date("2026-01-02T03:04"));
  expect(filter).not.toHaveProperty("endTime");
  expect(filterOf({ ...HISTORY, label: "NONE", to: "never" })).not.toHaveProperty("endTime");
  expect(filterOf({ ...HISTORY, label: "NONE" }).labels).toEqual([]);
});
