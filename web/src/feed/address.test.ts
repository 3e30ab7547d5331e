import { expect, it } from "vitest";
import { addressOf, besideOf, chatsIn, onlyIn, onlyOf, PLAYGROUND, VIEWS, viewIn, withoutChat } from "./address.ts";

it("finds the chat and the view that an address names again", () => {
  for (const chat of ["dQw4w9WgXcQ", "a/b?c#d,e", "trận đấu 👋"]) {
    for (const view of VIEWS) {
      expect(chatsIn(addressOf(chat, view))).toEqual([chat]);
      expect(viewIn(addressOf(chat, view))).toBe(view);
    }
  }
});

it("names chats side by side, each once", () => {
  expect(chatsIn(besideOf(["a", "b,c"], "d"))).toEqual(["a", "b,c", "d"]);
  expect(chatsIn(withoutChat(["a", "b,c", "d"], "b,c"))).toEqual(["a", "d"]);
  expect(chatsIn("#/chats/a,a,b")).toEqual(["a", "b"]);
});

it("names the only part to show", () => {
  for (const only of [{ author: "a&b=c?#/ d" }, { words: "đồ gà" }, { author: "x", words: "y" }, {}]) {
    const address = onlyOf("a/b?c", only);
    expect(chatsIn(address)).toEqual(["a/b?c"]);
    expect(viewIn(address)).toBe("chats");
    expect(onlyIn(address)).toEqual(only);
  }
  expect(onlyIn(addressOf("a?author=b"))).toEqual({});
});

it("finds none in any other address", () => {
  for (const hash of ["", "#", PLAYGROUND, "#/chats/", "#/chats/a/b", "#/chats/%E0%A4%A", "#/other/a", "#/chats/,"]) {
    expect(chatsIn(hash)).toEqual([]);
    expect(viewIn(hash)).toBe("chats");
  }
});
