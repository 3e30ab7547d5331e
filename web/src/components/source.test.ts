import { expect, it } from "vitest";
import { percent } from "./figures.ts";
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

it("gives 0 % of nothing", () => {
  expect(percent(0, 0)).toBe("0 %");
  expect(percent(1, 3)).toBe("33 %");
});
