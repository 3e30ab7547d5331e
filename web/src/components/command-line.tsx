import { useState } from "preact/hooks";

/** A command to copy. */
export function CommandLine({ name, line }: { name: string; line: string }) {
  const [copied, setCopied] = useState("");
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(line);
      setCopied(line);
    } catch {
      // Browsers that keep the clipboard from the page leave it to the reader: the line can be selected.
      setCopied("");
    }
  };
  return (
    <figure class="command">
      <figcaption>
        {name}
        <button type="button" class="plain" onClick={() => void copy()}>
          {copied === line ? "Copied" : "Copy"}
          <span class="visually-hidden"> the command: {name}</span>
        </button>
      </figcaption>
      <pre>
        <code>{line}</code>
      </pre>
    </figure>
  );
}
