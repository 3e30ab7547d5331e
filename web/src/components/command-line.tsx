import { say } from "../text/say.ts";
import { CopyButton } from "./copy-button.tsx";

/** A command to copy. */
export function CommandLine({ name, line }: { name: string; line: string }) {
  return (
    <figure class="command">
      <figcaption>
        {name}
        <CopyButton text={line} says={say("play.command", { name })} />
      </figcaption>
      <pre>
        <code>{line}</code>
      </pre>
    </figure>
  );
}
