import { create } from "@bufbuild/protobuf";
import { expect, it } from "vitest";
import { ChatSettingsSchema } from "../gen/chatwarden/settings/v1/chat_settings_service_pb.ts";
import { changes, draftOf, withRule } from "./draft.ts";
import { DraftShelf } from "./shelf.ts";

/** A storage in memory, whose keys are its own properties as in a browser. */
function memory(): Storage {
  const kept: Record<string, string> = {};
  const methods = {
    getItem: (key: string) => kept[key] ?? null,
    setItem: (key: string, value: string) => {
      kept[key] = value;
    },
    removeItem: (key: string) => {
      delete kept[key];
    },
  };
  return new Proxy(methods, { ownKeys: () => Object.keys(kept), getOwnPropertyDescriptor: () => OWN }) as Storage;
}

const OWN = { enumerable: true, configurable: true };

it("keeps an edit with the settings that it is based on, also for the page opened again", () => {
  const storage = memory();
  const stored = create(ChatSettingsSchema, { flagThreshold: 0.4, etag: "7" });
  const draft = withRule(draftOf(stored), "allowRules", "pattern", "a+", false);
  new DraftShelf(storage).put("room", { stored, draft });

  const again = new DraftShelf(storage);
  expect([...again.chats.value]).toEqual(["room"]);
  const kept = again.get("room");
  expect(kept?.stored.etag).toBe("7");
  expect(kept && changes(kept.stored, kept.draft)).toEqual(["allow_rules"]);
  again.drop("room");
  expect(again.chats.value.size).toBe(0);
  expect(again.get("room")).toBeUndefined();
});

it("drops unreadable entries", () => {
  const storage = memory();
  storage.setItem("chatwarden.draft.room", '{"stored": {"noSuchSetting": 1}}');
  const shelf = new DraftShelf(storage);
  expect(shelf.get("room")).toBeUndefined();
  expect(shelf.chats.value.size).toBe(0);
});
