import { create, fromJson, type JsonValue, toJson } from "@bufbuild/protobuf";
import { type Signal, signal } from "@preact/signals";
import { type ChatSettings, ChatSettingsSchema } from "../gen/chatwarden/settings/v1/chat_settings_service_pb.ts";
import { type Draft, draftOf } from "./draft.ts";

/** An edit, and the settings that it is based on. */
export interface Kept {
  readonly stored: ChatSettings;
  readonly draft: Draft;
}

const PREFIX = "chatwarden.draft.";

/** Edits of settings that are not saved yet, kept in this browser by their chat until they are saved or dropped. */
export class DraftShelf {
  readonly chats: Signal<ReadonlySet<string>>;

  constructor(readonly storage: Storage) {
    this.chats = signal(
      new Set(
        Object.keys(storage)
          .filter((key) => key.startsWith(PREFIX))
          .map((key) => key.slice(PREFIX.length)),
      ),
    );
  }

  put(chat: string, { stored, draft }: Kept): void {
    const edited = create(ChatSettingsSchema, draft);
    const kept = { stored: toJson(ChatSettingsSchema, stored), draft: toJson(ChatSettingsSchema, edited) };
    this.storage.setItem(PREFIX + chat, JSON.stringify(kept));
    this.#list(new Set([...this.chats.value, chat]));
  }

  /** The edit of a chat; none where there is none that can be read. */
  get(chat: string): Kept | undefined {
    const text = this.storage.getItem(PREFIX + chat);
    if (text === null) {
      return undefined;
    }
    try {
      const kept = JSON.parse(text) as { stored: JsonValue; draft: JsonValue };
      const stored = fromJson(ChatSettingsSchema, kept.stored);
      return { stored, draft: draftOf(fromJson(ChatSettingsSchema, kept.draft)) };
    } catch {
      // Of a version of the page with other settings.
      this.drop(chat);
      return undefined;
    }
  }

  drop(chat: string): void {
    this.storage.removeItem(PREFIX + chat);
    this.#list(new Set([...this.chats.value].filter((each) => each !== chat)));
  }

  #list(chats: ReadonlySet<string>): void {
    if (chats.size !== this.chats.value.size) {
      this.chats.value = chats;
    }
  }
}

let opened: DraftShelf | undefined;

/** The shelf of this browser. */
export function shelf(): DraftShelf {
  opened ??= new DraftShelf(window.localStorage);
  return opened;
}
