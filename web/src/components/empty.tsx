/** Where there is nothing to show: why, and what to do. */
export function Empty({ title, text = "", busy = false }: { title: string; text?: string; busy?: boolean }) {
  return (
    <div class={busy ? "empty busy" : "empty"} role="status">
      <svg viewBox="0 0 64 48" width="96" height="72" aria-hidden="true" focusable="false">
        <path class="bubble" d="M8 4h48a4 4 0 0 1 4 4v24a4 4 0 0 1-4 4H24L12 46V36H8a4 4 0 0 1-4-4V8a4 4 0 0 1 4-4Z" />
        <path class="line one" d="M14 15h30" />
        <path class="line two" d="M14 25h20" />
      </svg>
      <p class="empty-title">{title}</p>
      {text !== "" && <p>{text}</p>}
    </div>
  );
}
