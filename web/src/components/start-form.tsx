import { ConnectError } from "@connectrpc/connect";
import { useRef, useState } from "preact/hooks";
import { sourceOf } from "./source.ts";
import { useKeys } from "./use-keys.ts";

/** Starts to read a chat by its address. */
export function StartForm({ start }: { start: (source: string) => Promise<void> }) {
  const [address, setAddress] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  const field = useRef<HTMLInputElement>(null);
  useKeys({
    "/": (event) => {
      event.preventDefault();
      field.current?.focus();
    },
  });

  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem("");
    try {
      await start(sourceOf(address));
      setAddress("");
    } catch (fault) {
      setProblem(ConnectError.from(fault).rawMessage);
    } finally {
      setBusy(false);
    }
  };

  return (
    <form class="start" onSubmit={(event) => void submit(event)}>
      <label class="visually-hidden" for="source">
        Address of a live stream
      </label>
      <input
        ref={field}
        id="source"
        aria-keyshortcuts="/"
        type="text"
        required
        autocomplete="off"
        spellcheck={false}
        placeholder="Paste a YouTube or Twitch address"
        value={address}
        aria-invalid={problem !== ""}
        aria-describedby="source-problem"
        onInput={(event) => setAddress(event.currentTarget.value)}
      />
      <button type="submit" disabled={busy}>
        {busy ? "Starting …" : "Read chat"}
      </button>
      <p id="source-problem" class="problem" role="alert">
        {problem}
      </p>
    </form>
  );
}
