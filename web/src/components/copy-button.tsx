import { useState } from "preact/hooks";
import { say } from "../text/say.ts";

/** Copies a text, and says so until the text changes. */
export function CopyButton({ text, says }: { text: string; says: string }) {
  const [copied, setCopied] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text);
      setCopied(text);
    } catch {
      // Browsers that keep the clipboard from the page leave it to the reader: the text can be selected.
      setCopied("");
    }
  };
  return (
    <button type="button" class="plain" onClick={() => void copy()}>
      {say(copied === text ? "copy.copied" : "copy.copy")}
      <span class="visually-hidden"> {says}</span>
    </button>
  );
}
