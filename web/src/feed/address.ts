/** The page's address of a chat, from its `#` on. */
export function addressOf(chat: string): string {
  return `#/chats/${encodeURIComponent(chat)}`;
}

/** The chat that an address names; none when it names none. */
export function chatIn(hash: string): string | undefined {
  const name = /^#\/chats\/([^/]+)$/.exec(hash)?.[1];
  try {
    return name === undefined ? undefined : decodeURIComponent(name);
  } catch {
    return undefined;
  }
}
