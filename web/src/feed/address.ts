/** The views of a chat, in the order of their tabs. */
export const VIEWS = ["chats", "charts", "review", "settings", "audit", "search"] as const;

/** A view of a chat; `chats` is what happens in it, and in those that stand beside it. */
export type View = (typeof VIEWS)[number];

/** The page's address of the playground, which is of no chat. */
export const PLAYGROUND = "#/playground";

/** The page's address of the console of the models, which is of no chat. */
export const MODELS = "#/models";

/** The page's address of a chat, from its `#` on. */
export function addressOf(chat: string, view: View = "chats"): string {
  return `#/${view}/${encodeURIComponent(chat)}`;
}

/** What the feed of a chat shows alone. */
export interface Only {
  /** Of the author whose name or id holds this; of everybody when it is left out. */
  readonly author?: string;
  /** With these words; with any when it is left out. */
  readonly words?: string;
}

/** The address of a chat's feed that shows some comments alone. */
export function onlyOf(chat: string, only: Only): string {
  return `${addressOf(chat)}?${new URLSearchParams({ ...only })}`;
}

/** What alone an address wants to be shown. */
export function onlyIn(hash: string): Only {
  const wished = new URLSearchParams(parts(hash)?.[3] ?? "");
  const author = wished.get("author");
  const words = wished.get("words");
  return { ...(author === null ? {} : { author }), ...(words === null ? {} : { words }) };
}

/** The address of chats side by side, with one more of them. */
export function besideOf(chats: readonly string[], another: string): string {
  return `#/chats/${[...chats, another].map(encodeURIComponent).join(",")}`;
}

/** The address of chats side by side, without one of them. */
export function withoutChat(chats: readonly string[], gone: string): string {
  return `#/chats/${chats
    .filter((chat) => chat !== gone)
    .map(encodeURIComponent)
    .join(",")}`;
}

/** The chats that an address names, each once; none when it names none. */
export function chatsIn(hash: string): string[] {
  const names = parts(hash)?.[2]?.split(",") ?? [];
  try {
    return [...new Set(names.map(decodeURIComponent))].filter((name) => name !== "");
  } catch {
    return [];
  }
}

/** The view that an address names; the first where it names none. */
export function viewIn(hash: string): View {
  const name = parts(hash)?.[1];
  return VIEWS.find((view) => view === name) ?? VIEWS[0];
}

function parts(hash: string): RegExpExecArray | null {
  return new RegExp(`^#/(${VIEWS.join("|")})/([^/?]+)(?:\\?(.*))?$`).exec(hash);
}
