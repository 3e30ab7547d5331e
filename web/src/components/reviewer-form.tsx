import { useState } from "preact/hooks";
import { say } from "../text/say.ts";

const KEY = "chatwarden.reviewer";

/** The name given last in this browser; empty when none was. */
export function rememberedReviewer(): string {
  return window.localStorage.getItem(KEY) ?? "";
}

/** Asks who it is that acts. */
export function ReviewerForm({ take, action }: { take: (name: string) => void; action: string }) {
  const [name, setName] = useState(rememberedReviewer);
  const submit = (event: Event) => {
    event.preventDefault();
    const given = name.trim();
    if (given !== "") {
      window.localStorage.setItem(KEY, given);
      take(given);
    }
  };
  return (
    <form class="reviewer" onSubmit={submit}>
      <label for="reviewer">{say("reviewer.name")}</label>
      <input
        id="reviewer"
        type="text"
        required
        maxLength={64}
        autocomplete="nickname"
        value={name}
        onInput={(event) => setName(event.currentTarget.value)}
      />
      <button type="submit">{action}</button>
    </form>
  );
}
