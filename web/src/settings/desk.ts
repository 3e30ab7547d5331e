import { Code, ConnectError } from "@connectrpc/connect";
import { type Signal, signal } from "@preact/signals";
import type { Settings } from "../api/client.ts";
import { pause } from "../api/pause.ts";
import type { ChatSettings } from "../gen/chatwarden/settings/v1/chat_settings_service_pb.ts";
import { faultText, violationsOf } from "../text/fault.ts";
import { changes, type Draft, draftOf } from "./draft.ts";
import type { DraftShelf } from "./shelf.ts";

/** What the page knows of a chat's settings. */
export interface SettingsState {
  readonly state: "loading" | "ready" | "lost";
  /** As they are stored. */
  readonly stored: ChatSettings | undefined;
  /** As they are edited; as they are stored while they are not edited. */
  readonly draft: Draft | undefined;
  /** The fields that saving would change. */
  readonly changed: readonly string[];
  readonly saving: boolean;
  /** What went wrong last; empty when nothing did. */
  readonly problem: string;
  /** The fields that the bridge did not accept, as the schema calls them. */
  readonly wrong: readonly string[];
  /** Whether another reviewer changed them while they were edited. */
  readonly overtaken: boolean;
}

const NOTHING: SettingsState = {
  state: "loading",
  stored: undefined,
  draft: undefined,
  changed: [],
  saving: false,
  problem: "",
  wrong: [],
  overtaken: false,
};

/** How often what others change is looked for. */
const REFRESH_MS = 5000;
const TIMEOUT_MS = 5000;

/**
 * The settings of one chat, kept up with until they are closed; others' changes do not touch an edit. An edit is on the
 * shelf, where there is one, until it is saved or dropped, and taken from there.
 */
export class SettingsDesk {
  readonly desk: Signal<SettingsState> = signal<SettingsState>(NOTHING);
  readonly #abort = new AbortController();

  constructor(
    readonly chat: string,
    readonly settings: Settings,
    readonly shelf?: DraftShelf,
  ) {
    const kept = shelf?.get(chat);
    if (kept !== undefined) {
      this.#show({ state: "ready", ...kept, changed: changes(kept.stored, kept.draft) });
    }
    void this.#keepReading();
  }

  close(): void {
    this.#abort.abort();
  }

  edit(draft: Draft): void {
    const { stored } = this.desk.value;
    const changed = stored === undefined ? [] : changes(stored, draft);
    this.#show({ draft, changed });
    if (stored === undefined || changed.length === 0) {
      this.shelf?.drop(this.chat);
    } else {
      this.shelf?.put(this.chat, { stored, draft });
    }
  }

  /** Drops the edit. */
  discard(): void {
    this.shelf?.drop(this.chat);
    const { stored } = this.desk.value;
    this.#show({ draft: stored && draftOf(stored), changed: [], problem: "", wrong: [], overtaken: false });
  }

  /** Stores the edit; refused when another reviewer changed the settings since they were read. */
  save(reviewer: string): Promise<void> {
    const { draft, changed, stored } = this.desk.value;
    if (draft === undefined || changed.length === 0) {
      return Promise.resolve();
    }
    return this.#update(reviewer, { ...draft, etag: stored?.etag ?? "" }, changed, true);
  }

  /** Switches strict mode at once, whatever else is being edited. */
  setStrict(reviewer: string, strict: boolean): Promise<void> {
    return this.#update(reviewer, { strict }, ["strict"], false);
  }

  async #update(
    reviewer: string,
    settings: Partial<Draft> & { strict?: boolean; etag?: string },
    paths: readonly string[],
    taken: boolean,
  ): Promise<void> {
    this.#show({ saving: true, problem: "", wrong: [] });
    try {
      const request = { chat: this.chat, reviewer, settings, updateMask: { paths: [...paths] } };
      const stored = await this.settings.updateChatSettings(request, { timeoutMs: TIMEOUT_MS });
      if (taken) {
        this.shelf?.drop(this.chat);
      }
      this.#stored(stored, taken);
    } catch (fault) {
      this.#show({
        problem: faultText(fault),
        wrong: violationsOf(fault).map(({ field }) => field),
        overtaken: ConnectError.from(fault).code === Code.FailedPrecondition,
      });
    } finally {
      this.#show({ saving: false });
    }
  }

  async #keepReading(): Promise<void> {
    while (!this.#abort.signal.aborted) {
      try {
        const options = { signal: this.#abort.signal, timeoutMs: TIMEOUT_MS };
        const stored = await this.settings.getChatSettings({ chat: this.chat }, options);
        this.#refreshed(stored);
      } catch (fault) {
        if (!this.#abort.signal.aborted) {
          this.#show({ state: "lost", problem: faultText(fault) });
        }
      }
      await pause(REFRESH_MS, this.#abort.signal);
    }
  }

  #refreshed(stored: ChatSettings): void {
    const { changed, state } = this.desk.value;
    if (changed.length === 0) {
      this.#stored(stored, true);
    }
    // An edit keeps the etag that it is based on; the bridge refuses it if a later one exists.
    this.#show({ state: "ready", ...(state === "lost" ? { problem: "" } : {}) });
  }

  #stored(stored: ChatSettings, taken: boolean): void {
    const kept = taken ? undefined : this.desk.value.draft;
    const draft = kept ?? draftOf(stored);
    this.#show({ state: "ready", stored, draft, changed: changes(stored, draft), overtaken: false });
  }

  #show(change: Partial<SettingsState>): void {
    if (!this.#abort.signal.aborted) {
      this.desk.value = { ...this.desk.value, ...change };
    }
  }
}
