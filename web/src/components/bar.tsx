/** A share in [0, 1] as a bar; its value is read aloud and shown on hover. */
export function Bar({ share, says }: { share: number; says: string }) {
  return (
    <svg class="bar" role="img" aria-label={says} viewBox="0 0 40 6" width="40" height="6">
      <title>{says}</title>
      <rect class="bar-all" width="40" height="6" rx="3" />
      <rect class="bar-share" width={Math.max(3, 40 * Math.min(1, share))} height="6" rx="3" />
    </svg>
  );
}
