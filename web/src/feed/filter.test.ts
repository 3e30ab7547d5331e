import { create } from "@bufbuild/protobuf";
import { expect, it } from "vitest";
import { Label, ModeratedCommentSchema } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { type Entry, toEntry } from "./feed.ts";
import { EVERYTHING, type Filter, flaggedBeside, newest, passing } from "./filter.ts";

function entry(id: string, probability: number, text = "hello", author = "An"): Entry {
  return toEntry(
    create(ModeratedCommentSchema, {
      comment: { id, text, author: { id: `UC-${author}`, name: author } },
      classification: {
        label: probability > 0.5 ? Label.OFFENSIVE : Label.CLEAN,
        offensiveProbability: probability,
      },
      flagged: probability > 0.3,
    }),
  );
}

const ALL = [
  entry("c0", 0.1, "Trận ĐẤU hay quá", "Gió"),
  entry("c1", 0.8, "tran dau chan", "Mây"),
  entry("c2", 0.4, "hay", "Gió lạ"),
  entry("c3", 0.2, "hello", "An"),
  entry("c4", 0.9, "Hello there", "An"),
];

function ids(filter: Partial<Filter>, most = 99): string[] {
  return newest(ALL, passing({ ...EVERYTHING, ...filter }), most).map(({ id }) => id);
}

it("lets everything through unless something is asked for", () => {
  expect(ids({})).toEqual(["c0", "c1", "c2", "c3", "c4"]);
});

it("filters by flag, probability and label", () => {
  expect(ids({ flaggedOnly: true })).toEqual(["c1", "c2", "c4"]);
  expect(ids({ minProbability: 0.9 })).toEqual(["c4"]);
  expect(ids({ label: Label.OFFENSIVE })).toEqual(["c1", "c4"]);
  expect(ids({ label: Label.CLEAN, flaggedOnly: true })).toEqual(["c2"]);
});

it("finds authors by part of their name or id, however it is typed", () => {
  expect(ids({ author: " gio " })).toEqual(["c0", "c2"]);
  expect(ids({ author: "uc-mây" })).toEqual(["c1"]);
});

it("finds words typed without diacritics in any spelling, and typed with them in that one", () => {
  expect(ids({ words: "tran dau" })).toEqual(["c0", "c1"]);
  expect(ids({ words: "đấu" })).toEqual(["c0"]);
  expect(ids({ words: "DẦU" })).toEqual([]);
  expect(ids({ words: "  " })).toHaveLength(5);
});

it("gives the newest, in the order of the chat", () => {
  expect(ids({ flaggedOnly: true }, 2)).toEqual(["c2", "c4"]);
});

it("goes from one flagged comment to the next", () => {
  expect(flaggedBeside(ALL, undefined, -1)).toBe("c4");
  expect(flaggedBeside(ALL, "c4", -1)).toBe("c2");
  expect(flaggedBeside(ALL, "c2", 1)).toBe("c4");
  expect(flaggedBeside(ALL, "c4", 1)).toBeUndefined();
  expect(flaggedBeside(ALL, "gone", -1)).toBe("c4");
  expect(flaggedBeside([], undefined, -1)).toBeUndefined();
});
