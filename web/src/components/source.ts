/** The source that an address means: what names its kind stays, an address of Twitch is Twitch's, anything else is taken for YouTube's. */
export function sourceOf(address: string): string {
  const trimmed = address.trim();
  if (/^(youtube|twitch|file|push):/.test(trimmed)) {
    return trimmed;
  }
  const platform = /^(https?:\/\/)?([\w-]+\.)*twitch\.tv(\/|$)/i.test(trimmed) ? "twitch" : "youtube";
  return `${platform}:${trimmed}`;
}
