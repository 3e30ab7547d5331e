import { useState } from "preact/hooks";
import { addressOf } from "../feed/address.ts";
import { say } from "../text/say.ts";

const STORED = "chatwarden.welcomed";

/** The chat that `chatwarden up` plays without another source. */
const SAMPLE = "sample";

/** A guide to the view and its keys, until it is closed once in this browser. */
export function Welcome({ chat, reviews }: { chat: string; reviews: boolean }) {
  const [closed, setClosed] = useState(() => window.localStorage.getItem(STORED) !== null);
  if (closed) {
    return null;
  }
  const close = () => {
    window.localStorage.setItem(STORED, "yes");
    setClosed(true);
  };
  return (
    <section class="welcome" aria-labelledby="welcome-title">
      <h2 id="welcome-title">{say("welcome.title")}</h2>
      <ol>
        <li>{say("welcome.seen")}</li>
        {reviews && (
          <li>
            {say("welcome.review")} <a href={addressOf(chat, "review")}>{say("reviewer.toReview")}</a>
          </li>
        )}
        <li>{say("welcome.raid")}</li>
        <li>{say("welcome.keys")}</li>
        {chat === SAMPLE && <li>{say("welcome.sample")}</li>}
      </ol>
      <button type="button" onClick={close}>
        {say("welcome.close")}
      </button>
    </section>
  );
}
