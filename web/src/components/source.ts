/** The source that an address means: one that names its platform stays, an address of Twitch is Twitch's, anything else is taken for YouTube's. */
export function sourceOf(address: string): string {
  const trimmed = address.trim();
  if (/^(?!https?:)[a-z][a-z0-9-]*:/.test(trimmed)) {
    return trimmed;
  }
  const platform = /^(https?:\/\/)?([\w-]+\.)*twitch\.tv(\/|$)/i.test(trimmed) ? "twitch" : "youtube";
  return `${platform}:${trimmed}`;
}
