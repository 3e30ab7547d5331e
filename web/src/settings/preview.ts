import { type Signal, signal } from "@preact/signals";
import type { Policies } from "../api/client.ts";
import type { BacktestSettingsResponse, ChangedDecision } from "../gen/chatwarden/policy/v1/policy_service_pb.ts";
import { faultText } from "../text/fault.ts";
import type { Draft } from "./draft.ts";

/** What an edit of the settings would have done to the stored comments, as far as they are looked at. */
export interface PreviewState {
  readonly state: "none" | "running" | "done" | "failed";
  readonly compared: number;
  readonly before: number;
  readonly after: number;
  readonly newlyFlagged: number;
  readonly noLongerFlagged: number;
  readonly newExamples: readonly ChangedDecision[];
  readonly goneExamples: readonly ChangedDecision[];
  readonly problem: string;
}

export const NO_PREVIEW: PreviewState = {
  state: "none",
  compared: 0,
  before: 0,
  after: 0,
  newlyFlagged: 0,
  noLongerFlagged: 0,
  newExamples: [],
  goneExamples: [],
  problem: "",
};

const PAGE_SIZE = 5000;
const EXAMPLES = 5;
const TIMEOUT_MS = 20_000;

/** Adds a page of a back-test up. */
export function withPage(state: PreviewState, page: BacktestSettingsResponse): PreviewState {
  return {
    ...state,
    compared: state.compared + Number(page.comparedCount),
    before: state.before + Number(page.flaggedBeforeCount),
    after: state.after + Number(page.flaggedThenCount),
    newlyFlagged: state.newlyFlagged + Number(page.newlyFlaggedCount),
    noLongerFlagged: state.noLongerFlagged + Number(page.noLongerFlaggedCount),
    newExamples: [...state.newExamples, ...page.newlyFlaggedExamples].slice(0, EXAMPLES),
    goneExamples: [...state.goneExamples, ...page.noLongerFlaggedExamples].slice(0, EXAMPLES),
  };
}

/** The preview of one chat's edit; a new one, or forgetting it, ends the one before. */
export class SettingsPreview {
  readonly preview: Signal<PreviewState> = signal<PreviewState>(NO_PREVIEW);
  #abort = new AbortController();

  constructor(
    readonly chat: string,
    readonly policies: Policies,
  ) {}

  /** Ends what runs, and shows nothing. */
  forget(): void {
    this.#abort.abort();
    this.preview.value = NO_PREVIEW;
  }

  /** Looks through all stored comments, the newest first. */
  async run(draft: Draft, changed: readonly string[]): Promise<void> {
    this.forget();
    const abort = new AbortController();
    this.#abort = abort;
    let state: PreviewState = { ...NO_PREVIEW, state: "running" };
    this.preview.value = state;
    const request = {
      chat: this.chat,
      settings: draft,
      updateMask: { paths: [...changed] },
      pageSize: PAGE_SIZE,
      maxExamples: EXAMPLES,
    };
    let pageToken = "";
    try {
      do {
        const options = { signal: abort.signal, timeoutMs: TIMEOUT_MS };
        const page = await this.policies.backtestSettings({ ...request, pageToken }, options);
        state = withPage(state, page);
        pageToken = page.nextPageToken;
        this.#show(abort, state);
      } while (pageToken !== "");
      this.#show(abort, { ...state, state: "done" });
    } catch (fault) {
      this.#show(abort, { ...state, state: "failed", problem: faultText(fault) });
    }
  }

  #show(abort: AbortController, state: PreviewState): void {
    if (!abort.signal.aborted) {
      this.preview.value = state;
    }
  }
}
