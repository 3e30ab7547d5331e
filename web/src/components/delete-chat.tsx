import { useEffect, useRef, useState } from "preact/hooks";
import type { LiveChats } from "../api/client.ts";
import { deleteChat } from "../api/sessions.ts";
import { faultText } from "../text/fault.ts";
import { say } from "../text/say.ts";
import { ReviewerForm, rememberedReviewer } from "./reviewer-form.tsx";

/** Deletes a chat on the server, once its name is typed: nothing brings it back. */
export function DeleteChat({ chat, chats }: { chat: string; chats: LiveChats }) {
  const [open, setOpen] = useState(false);
  return (
    <>
      <button type="button" class="plain" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        {say("delete.open")}
      </button>
      {open && <DeleteDialog chat={chat} chats={chats} close={() => setOpen(false)} />}
    </>
  );
}

function DeleteDialog({ chat, chats, close }: { chat: string; chats: LiveChats; close: () => void }) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [reviewer, setReviewer] = useState(rememberedReviewer);
  const [typed, setTyped] = useState("");
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState("");
  useEffect(() => dialog.current?.showModal(), []);

  const submit = async (event: Event) => {
    event.preventDefault();
    if (busy || typed.trim() !== chat) {
      return;
    }
    setBusy(true);
    setProblem("");
    try {
      await deleteChat(chats, chat, reviewer);
      dialog.current?.close();
      window.location.hash = "";
    } catch (fault) {
      setProblem(faultText(fault));
      setBusy(false);
    }
  };

  return (
    <dialog ref={dialog} class="decide" aria-labelledby="delete-title" onClose={close}>
      <div class="decide-head">
        <h2 id="delete-title">{say("delete.title", { chat })}</h2>
        <form method="dialog">
          <button type="submit">{say("decide.cancel")}</button>
        </form>
      </div>
      <p>{say("delete.what")}</p>
      {problem !== "" && (
        <p class="notice" role="alert">
          {problem}
        </p>
      )}
      {reviewer === "" ? (
        <ReviewerForm take={setReviewer} action={say("decide.goOn")} />
      ) : (
        <form class="delete-chat" onSubmit={(event) => void submit(event)}>
          <label for="delete-name">{say("delete.type", { chat })}</label>
          <input
            id="delete-name"
            type="text"
            autocomplete="off"
            spellcheck={false}
            value={typed}
            onInput={(event) => setTyped(event.currentTarget.value)}
          />
          <button type="submit" class="danger" disabled={busy || typed.trim() !== chat}>
            {say(busy ? "delete.busy" : "delete.now")}
          </button>
        </form>
      )}
    </dialog>
  );
}
