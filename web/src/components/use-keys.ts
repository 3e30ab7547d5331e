import { useEffect, useRef } from "preact/hooks";

/** Calls the action of a key, wherever on the page it is pressed, unless a text is being typed or holds a modifier. */
export function useKeys(keys: Record<string, (event: KeyboardEvent) => void>): void {
  const current = useRef(keys);
  current.current = keys;
  useEffect(() => {
    const onKey = (event: KeyboardEvent) => {
      const modified = event.ctrlKey || event.metaKey || event.altKey || event.isComposing;
      if (!modified && !event.repeat && !isTaken(event.target)) {
        current.current[event.key]?.(event);
      }
    };
    window.addEventListener("keydown", onKey);
    return () => window.removeEventListener("keydown", onKey);
  }, []);
}

/** Keys belong to the field that has the focus, and to a dialog while one is open. */
function isTaken(target: EventTarget | null): boolean {
  return (
    document.querySelector("dialog[open]") !== null ||
    target instanceof HTMLTextAreaElement ||
    target instanceof HTMLSelectElement ||
    (target instanceof HTMLInputElement && (target.type === "text" || target.type === "datetime-local"))
  );
}
