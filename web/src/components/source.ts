/** The source that an address means: what names its kind stays, anything else is taken for YouTube's. */
export function sourceOf(address: string): string {
  const trimmed = address.trim();
  return /^(youtube|file|push|twitch):/.test(trimmed) ? trimmed : `youtube:${trimmed}`;
}
