import { useEffect, useMemo, useState } from "preact/hooks";
import { bridge as openBridge } from "./api/client.ts";
import { stopReading } from "./api/sessions.ts";
import { OpenChat } from "./chat.ts";
import { AuditView } from "./components/audit-view.tsx";
import { ChartsView } from "./components/charts-view.tsx";
import { ChatList } from "./components/chat-list.tsx";
import { ChatView } from "./components/chat-view.tsx";
import { Empty } from "./components/empty.tsx";
import { RaidAlert } from "./components/raid-alert.tsx";
import { ReviewView } from "./components/review-view.tsx";
import { StartForm } from "./components/start-form.tsx";
import { type ChatsState, useChats } from "./components/use-chats.ts";
import { ViewTabs } from "./components/view-tabs.tsx";
import { addressOf, chatIn, viewIn } from "./feed/address.ts";
import { ChatState } from "./gen/chatwarden/type/v1/comment_pb.ts";

/** The page: the chats on one side, a view of one of them on the other. The address says which: `#/review/<id>`. */
export function App() {
  const bridge = useMemo(openBridge, []);
  const { chats } = bridge;
  const listed = useChats(chats);
  const [hash, setHash] = useState(window.location.hash);
  const [open, setOpen] = useState<OpenChat>();

  useEffect(() => {
    const onHash = () => setHash(window.location.hash);
    window.addEventListener("hashchange", onHash);
    return () => window.removeEventListener("hashchange", onHash);
  }, []);

  const view = viewIn(hash);
  const shown = chatIn(hash) ?? listed.chats[0]?.id;
  useEffect(() => {
    if (shown === undefined || (view !== "chats" && view !== "charts")) {
      setOpen(undefined);
      return;
    }
    const chat = new OpenChat(shown, chats);
    setOpen(chat);
    return () => chat.close();
  }, [shown, view, chats]);

  const start = async (source: string) => {
    const session = await chats.startSession({ session: { source } });
    window.location.hash = addressOf(session.chat);
  };
  const isLive = listed.chats.some((chat) => chat.id === shown && chat.state === ChatState.LIVE);

  return (
    <div class="page">
      <button type="button" class="skip" onClick={toFeed}>
        Skip to the comments
      </button>
      <header class="masthead">
        <img src="/icon.svg" alt="" width="34" height="34" />
        <h1>
          Chat<span class="stroke">warden</span>
        </h1>
        <StartForm start={start} />
      </header>
      <ChatList chats={listed} shown={shown} view={view} />
      <main class="stage">
        {shown !== undefined && <ViewTabs chat={shown} view={view} />}
        <RaidAlert chat={open} live={isLive} />
        {shown !== undefined && view === "charts" && (
          <ChartsView key={shown} chat={shown} bridge={bridge} live={isLive} />
        )}
        {shown !== undefined && view === "review" && <ReviewView key={shown} chat={shown} bridge={bridge} />}
        {shown !== undefined && view === "audit" && <AuditView key={shown} chat={shown} bridge={bridge} />}
        {open !== undefined && shown !== undefined && view === "chats" && (
          <ChatView key={open.id} chat={open} stop={isLive ? () => stopReading(chats, open.id) : undefined} />
        )}
        {shown === undefined && <Nothing listed={listed} />}
      </main>
    </div>
  );
}

function toFeed() {
  document.getElementById("feed")?.focus();
}

function Nothing({ listed }: { listed: ChatsState }) {
  switch (listed.state) {
    case "loading":
      return <Empty title="Looking for chats …" busy />;
    case "lost":
      return <Empty title="The bridge does not answer" text="The page tries again every few seconds." busy />;
    case "known":
      return (
        <Empty title="No chat yet" text="Paste the address of a live stream above, and its comments appear here." />
      );
  }
}
