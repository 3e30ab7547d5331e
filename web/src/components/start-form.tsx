import { useState } from "preact/hooks";
import { faultText } from "../text/fault.ts";
import { say } from "../text/say.ts";
import { sourceOf } from "./source.ts";

/** Starts to read a chat by its address. */
export function StartForm({ start }: { start: (source: string) => Promise<void> }) {
  const [address, setAddress] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");

  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem("");
    try {
      await start(sourceOf(address));
      setAddress("");
    } catch (fault) {
      setProblem(faultText(fault));
    } finally {
      setBusy(false);
    }
  };

  return (
    <form class="start" onSubmit={(event) => void submit(event)}>
      <label class="visually-hidden" for="source">
        {say("start.address")}
      </label>
      <input
        id="source"
        aria-keyshortcuts="/"
        type="text"
        required
        autocomplete="off"
        spellcheck={false}
        placeholder={say("start.hint")}
        value={address}
        aria-invalid={problem !== ""}
        aria-describedby="source-problem"
        onInput={(event) => setAddress(event.currentTarget.value)}
      />
      <button type="submit" disabled={busy}>
        {say(busy ? "start.starting" : "start.read")}
      </button>
      <p id="source-problem" class="problem" role="alert">
        {problem}
      </p>
    </form>
  );
}
