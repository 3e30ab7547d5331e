import { useEffect, useMemo, useState } from "preact/hooks";
import { bridge as openBridge } from "./api/client.ts";
import { AuditView } from "./components/audit-view.tsx";
import { Beside } from "./components/beside.tsx";
import { ChartsView } from "./components/charts-view.tsx";
import { ChatList } from "./components/chat-list.tsx";
import { Empty } from "./components/empty.tsx";
import { LiveView } from "./components/live-view.tsx";
import { Outage } from "./components/outage.tsx";
import { PlaygroundView } from "./components/playground-view.tsx";
import { ReviewView } from "./components/review-view.tsx";
import { CallerRole, may, useRole } from "./components/role.ts";
import { SettingsView } from "./components/settings-view.tsx";
import { StartForm } from "./components/start-form.tsx";
import { type ChatsState, useChats } from "./components/use-chats.ts";
import { NEEDED, ViewTabs } from "./components/view-tabs.tsx";
import { addressOf, chatsIn, onlyIn, PLAYGROUND, viewIn } from "./feed/address.ts";
import { Role } from "./gen/chatwarden/platform/v1/platform_service_pb.ts";

/** The page: the chats on one side, a view of one of them on the other. The address says which: `#/review/<id>`. */
export function App() {
  const bridge = useMemo(openBridge, []);
  const { chats } = bridge;
  const listed = useChats(chats);
  const [hash, setHash] = useState(window.location.hash);

  useEffect(() => {
    const onHash = () => setHash(window.location.hash);
    window.addEventListener("hashchange", onHash);
    return () => window.removeEventListener("hashchange", onHash);
  }, []);

  const playing = hash === PLAYGROUND;
  const role = useRole(bridge);
  const view = viewIn(hash);
  const closed = NEEDED[view] !== Role.VIEWER && !may(role, NEEDED[view]);
  const ids = playing ? [] : shownIn(hash, listed);
  const [shown] = ids;

  const start = async (source: string) => {
    const session = await chats.startSession({ session: { source } });
    window.location.hash = addressOf(session.chat);
  };

  return (
    <CallerRole.Provider value={role}>
      <div class="page">
        <button type="button" class="skip" onClick={toFeed}>
          Skip to the comments
        </button>
        <header class="masthead">
          <img src="/icon.svg" alt="" width="34" height="34" />
          <h1>
            Chat<span class="stroke">warden</span>
          </h1>
          <a class="play" href={PLAYGROUND} aria-current={playing ? "page" : undefined}>
            Playground
          </a>
          {may(role, Role.ADMIN) && <StartForm start={start} />}
        </header>
        <ChatList chats={listed} shown={ids} view={view} />
        <main class="stage">
          <Outage bridge={bridge} />
          {shown !== undefined && (
            <div class="stage-head">
              <ViewTabs chat={shown} view={view} />
              {view === "chats" && <Beside ids={ids} listed={listed.chats} />}
            </div>
          )}
          {shown !== undefined && view === "charts" && (
            <ChartsView key={shown} chat={shown} bridge={bridge} listed={listed.chats} />
          )}
          {shown !== undefined && closed && <Closed known={role !== undefined} />}
          {shown !== undefined && !closed && view === "review" && (
            <ReviewView key={shown} chat={shown} bridge={bridge} />
          )}
          {shown !== undefined && !closed && view === "settings" && (
            <SettingsView key={shown} chat={shown} bridge={bridge} />
          )}
          {shown !== undefined && !closed && view === "audit" && <AuditView key={shown} chat={shown} bridge={bridge} />}
          {shown !== undefined && view === "chats" && (
            <LiveView ids={ids} only={onlyIn(hash)} listed={listed.chats} bridge={bridge} />
          )}
          {playing && <PlaygroundView bridge={bridge} />}
          {shown === undefined && !playing && <Nothing listed={listed} starts={may(role, Role.ADMIN)} />}
        </main>
      </div>
    </CallerRole.Provider>
  );
}

/** Those that the address names, or the one that was started last. */
function shownIn(hash: string, listed: ChatsState): readonly string[] {
  const named = chatsIn(hash);
  const [newest] = listed.chats;
  return named.length > 0 || newest === undefined ? named : [newest.id];
}

function toFeed() {
  document.getElementById("feed")?.focus();
}

function Closed({ known }: { known: boolean }) {
  return known ? (
    <Empty title="This view takes the role moderator" text="Sign in with a key of that role to open it." />
  ) : (
    <Empty title="Asking what you may do …" busy />
  );
}

function Nothing({ listed, starts }: { listed: ChatsState; starts: boolean }) {
  switch (listed.state) {
    case "loading":
      return <Empty title="Looking for chats …" busy />;
    case "locked":
      return (
        <>
          <Empty
            title="This platform asks who you are"
            text="Sign in with a key of chatwarden keys: any name, the key as password."
          />
          <a class="sign-in" href="/login">
            Sign in
          </a>
        </>
      );
    case "lost":
      return <Empty title="The bridge does not answer" text="The page tries again every few seconds." busy />;
    case "known":
      return (
        <Empty
          title="No chat yet"
          text={
            starts
              ? "Paste the address of a live stream above, and its comments appear here."
              : "Comments appear here when an admin starts to read a live stream."
          }
        />
      );
  }
}
