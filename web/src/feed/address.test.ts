import { expect, it } from "vitest";
import { addressOf, chatIn } from "./address.ts";

it("finds the chat that an address names again", () => {
  for (const chat of ["dQw4w9WgXcQ", "a/b?c#d", "trận đấu 👋"]) {
    expect(chatIn(addressOf(chat))).toBe(chat);
  }
});

it("finds none in any other address", () => {
  for (const hash of ["", "#", "#/chats/", "#/chats/a/b", "#/chats/%E0%A4%A"]) {
    expect(chatIn(hash)).toBeUndefined();
  }
});
