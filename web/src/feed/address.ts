/** The views of a chat, in the order of their tabs. */
export const VIEWS = ["chats", "charts", "review", "audit"] as const;

/** A view of a chat; `chats` is what happens in it. */
export type View = (typeof VIEWS)[number];

/** The page's address of a chat, from its `#` on. */
export function addressOf(chat: string, view: View = "chats"): string {
  return `#/${view}/${encodeURIComponent(chat)}`;
}

/** The chat that an address names; none when it names none. */
export function chatIn(hash: string): string | undefined {
  const name = parts(hash)?.[2];
  try {
    return name === undefined ? undefined : decodeURIComponent(name);
  } catch {
    return undefined;
  }
}

/** The view that an address names; the first where it names none. */
export function viewIn(hash: string): View {
  const name = parts(hash)?.[1];
  return VIEWS.find((view) => view === name) ?? VIEWS[0];
}

function parts(hash: string): RegExpExecArray | null {
  return /^#\/(chats|charts|review|audit)\/([^/]+)$/.exec(hash);
}
