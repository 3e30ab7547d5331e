import { useEffect, useRef } from "preact/hooks";
import type { PlainKey } from "../text/catalogue.ts";
import { say } from "../text/say.ts";

interface Group {
  readonly title: PlainKey;
  readonly keys: readonly (readonly [keys: string, does: PlainKey])[];
}

const GROUPS: readonly Group[] = [
  {
    title: "keys.everywhere",
    keys: [
      ["?", "keys.show"],
      ["1 – 5", "keys.views"],
      ["6, 7", "keys.pages"],
      ["8", "keys.search"],
      ["9", "view.models"],
      ["[ , ]", "keys.chats"],
      ["r", "keys.raid"],
      ["/", "keys.address"],
    ],
  },
  {
    title: "view.review",
    keys: [
      ["a", "review.allow"],
      ["h", "review.hide"],
      ["t", "review.timeOut"],
      ["b", "review.ban"],
      ["s", "review.skip"],
      ["u", "review.undo"],
      ["n", "review.note"],
      ["o", "review.order"],
      ["i", "keys.author"],
    ],
  },
  {
    title: "view.chats",
    keys: [
      ["p", "keys.pause"],
      ["f", "keys.flagged"],
      ["j, k", "keys.jump"],
      ["d", "decide.key"],
      ["w", "keys.words"],
      ["i", "keys.author"],
    ],
  },
  {
    title: "view.charts",
    keys: [
      [", .", "keys.window"],
      ["← →", "keys.cursor"],
    ],
  },
];

/** Which keys do what. The browser keeps the focus within it and closes it on Escape. */
export function KeysDialog({ close }: { close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => dialog.current?.showModal(), []);
  return (
    <dialog ref={dialog} class="keys" aria-labelledby="keys-title" onClose={close}>
      <div class="keys-head">
        <h2 id="keys-title">{say("keys.title")}</h2>
        <form method="dialog">
          <button type="submit">{say("page.close")}</button>
        </form>
      </div>
      <div class="keys-groups">
        {GROUPS.map(({ title, keys }) => (
          <section key={title}>
            <h3>{say(title)}</h3>
            <dl>
              {keys.map(([key, does]) => (
                <div key={key}>
                  <dt>
                    <kbd>{key}</kbd>
                  </dt>
                  <dd>{say(does)}</dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </div>
    </dialog>
  );
}
