import { expect, it } from "vitest";
import { addressOf, chatIn, VIEWS, viewIn } from "./address.ts";

it("finds the chat and the view that an address names again", () => {
  for (const chat of ["dQw4w9WgXcQ", "a/b?c#d", "trận đấu 👋"]) {
    for (const view of VIEWS) {
      expect(chatIn(addressOf(chat, view))).toBe(chat);
      expect(viewIn(addressOf(chat, view))).toBe(view);
    }
  }
});

it("finds none in any other address", () => {
  for (const hash of ["", "#", "#/chats/", "#/chats/a/b", "#/chats/%E0%A4%A", "#/other/a"]) {
    expect(chatIn(hash)).toBeUndefined();
    expect(viewIn(hash)).toBe("chats");
  }
});
