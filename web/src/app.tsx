import { useEffect, useMemo, useState } from "preact/hooks";
import { liveChats } from "./api/client.ts";
import { OpenChat } from "./chat.ts";
import { ChatList, type ChatsState } from "./components/chat-list.tsx";
import { ChatView } from "./components/chat-view.tsx";
import { StartForm } from "./components/start-form.tsx";

const REFRESH_MS = 2000;

/** The page: the chats on one side, the one that is open on the other. The address says which: `#/chats/<id>`. */
export function App() {
  const chats = useMemo(liveChats, []);
  const [listed, setListed] = useState<ChatsState>({ state: "loading" });
  const [chosen, setChosen] = useState(chatInAddress());
  const [open, setOpen] = useState<OpenChat>();

  useEffect(() => {
    const onHash = () => setChosen(chatInAddress());
    window.addEventListener("hashchange", onHash);
    return () => window.removeEventListener("hashchange", onHash);
  }, []);

  useEffect(() => {
    let timer = 0;
    let closed = false;
    const refresh = async () => {
      try {
        const answer = await chats.listChats({ pageSize: 100 });
        if (!closed) {
          setListed({ state: "known", chats: answer.chats });
        }
      } catch {
        if (!closed) {
          setListed((before) => ({ state: "lost", chats: before.state === "loading" ? [] : before.chats }));
        }
      }
      if (!closed) {
        timer = window.setTimeout(() => void refresh(), REFRESH_MS);
      }
    };
    void refresh();
    return () => {
      closed = true;
      window.clearTimeout(timer);
    };
  }, [chats]);

  const only = listed.state !== "loading" && listed.chats.length > 0 ? listed.chats[0]?.id : undefined;
  const shown = chosen ?? only;
  useEffect(() => {
    if (shown === undefined) {
      return;
    }
    const chat = new OpenChat(shown, chats);
    setOpen(chat);
    return () => chat.close();
  }, [shown, chats]);

  const start = async (source: string) => {
    const session = await chats.startSession({ session: { source } });
    window.location.hash = `#/chats/${encodeURIComponent(session.chat)}`;
  };

  return (
    <div class="page">
      <header class="masthead">
        <img src="/icon.svg" alt="" width="32" height="32" />
        <h1>Chatwarden</h1>
        <StartForm start={start} />
      </header>
      <ChatList chats={listed} shown={shown} />
      <main class="stage" id="feed">
        {open !== undefined && shown !== undefined ? <ChatView key={open.id} chat={open} /> : <Nothing listed={listed} />}
      </main>
    </div>
  );
}

function Nothing({ listed }: { listed: ChatsState }) {
  return (
    <p class="empty" role="status">
      {listed.state === "loading" ? "Looking for chats …" : "No chat yet. Paste the address of a live stream above to read its chat."}
    </p>
  );
}

function chatInAddress(): string | undefined {
  const match = /^#\/chats\/([^/]+)$/.exec(window.location.hash);
  return match?.[1] === undefined ? undefined : decodeURIComponent(match[1]);
}
