import { expect, it } from "vitest";
import { sourceOf } from "./source.ts";

it("takes a bare address for YouTube's and leaves a named kind alone", () => {
  expect(sourceOf(" https://www.youtube.com/watch?v=abcdefghijk ")).toBe(
    "youtube:https://www.youtube.com/watch?v=abcdefghijk",
  );
  expect(sourceOf("abcdefghijk")).toBe("youtube:abcdefghijk");
  expect(sourceOf("push:my-chat")).toBe("push:my-chat");
});

it("knows Twitch's addresses", () => {
  for (const address of ["https://www.twitch.tv/some_channel", "twitch.tv/some_channel"]) {
    expect(sourceOf(address)).toBe(`twitch:${address}`);
  }
  expect(sourceOf("https://nottwitch.tv/x")).toBe("youtube:https://nottwitch.tv/x");
});
