import { create } from "@bufbuild/protobuf";
import { expect, it } from "vitest";
import { Label, ModeratedCommentSchema } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { type Entry, toEntry } from "./feed.ts";
import { EVERYTHING, passing } from "./filter.ts";
import { jumpFrom, SHOWN_STILL } from "./jump.ts";

const all = passing(EVERYTHING);

/** A list whose comments are flagged where the name begins with "f". */
function list(...ids: string[]) {
  return { entries: ids.map(entry) };
}

function entry(id: string): Entry {
  const nothing = toEntry(create(ModeratedCommentSchema));
  return { ...nothing, id, label: Label.CLEAN, flagged: id.startsWith("f") };
}

it("goes from flagged to flagged in the paused list", () => {
  const held = list("f1", "c2", "f3");
  const latest = list("f1", "c2", "f3", "f4");
  expect(jumpFrom(held, latest, all, undefined, -1)).toEqual({ list: held, id: "f3" });
  expect(jumpFrom(held, latest, all, "f3", -1)).toEqual({ list: held, id: "f1" });
});

it("goes on to what came since, and shows the list that has it", () => {
  const held = list("f1", "c2", "f3");
  const latest = list("f1", "c2", "f3", "c4", "f5");
  expect(jumpFrom(held, latest, all, "f3", 1)).toEqual({ list: latest, id: "f5" });
});

it("stays where it is at either end", () => {
  const only = list("f1", "c2");
  expect(jumpFrom(only, only, all, "f1", 1)).toEqual({ list: only, id: "f1" });
  expect(jumpFrom(only, only, all, "f1", -1)).toEqual({ list: only, id: "f1" });
});

it("leads nowhere when nothing is flagged", () => {
  const clean = list("c1", "c2");
  expect(jumpFrom(undefined, clean, all, undefined, 1)).toBeUndefined();
  expect(jumpFrom(clean, clean, all, undefined, -1)).toBeUndefined();
});

it("leads only to what the list shows", () => {
  const many = list("f0", ...Array.from({ length: SHOWN_STILL - 1 }, (_, n) => `c${n}`), "f1");
  expect(jumpFrom(undefined, many, all, undefined, 1)?.id).toBe("f1");
  expect(jumpFrom(many, many, all, "f1", -1)?.id).toBe("f1");
});
