import { useEffect, useMemo, useState } from "preact/hooks";
import type { Raids } from "./alerts/lookout.ts";
import { bridge as openBridge } from "./api/client.ts";
import { AlertBar } from "./components/alert-bar.tsx";
import { AuditView } from "./components/audit-view.tsx";
import { Beside } from "./components/beside.tsx";
import { ChartsView } from "./components/charts-view.tsx";
import { ChatList } from "./components/chat-list.tsx";
import { Empty } from "./components/empty.tsx";
import { LiveView } from "./components/live-view.tsx";
import { Masthead } from "./components/masthead.tsx";
import { ModelsView } from "./components/models-view.tsx";
import { Outage, useOutage } from "./components/outage.tsx";
import { PipelinesView } from "./components/pipelines-view.tsx";
import { PlaygroundView } from "./components/playground-view.tsx";
import { ReviewView } from "./components/review-view.tsx";
import { CallerRole, may, useRole } from "./components/role.ts";
import { RunView } from "./components/run-view.tsx";
import { SearchView } from "./components/search-view.tsx";
import { SettingsView } from "./components/settings-view.tsx";
import { StartForm } from "./components/start-form.tsx";
import { Unsaved } from "./components/unsaved.tsx";
import { type ChatsState, useChats } from "./components/use-chats.ts";
import { useKeys } from "./components/use-keys.ts";
import { useAlarm, useRaids } from "./components/use-lookout.ts";
import { NEEDED, ViewTabs } from "./components/view-tabs.tsx";
import { Welcome } from "./components/welcome.tsx";
import { addressOf, chatsIn, MODELS, onlyIn, PLAYGROUND, VIEWS, type View, viewIn } from "./feed/address.ts";
import type { Chat } from "./gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { Role } from "./gen/chatwarden/platform/v1/platform_service_pb.ts";
import { isPipelines, PIPELINES, runIn } from "./pipelines/address.ts";
import { say } from "./text/say.ts";

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
  const piping = isPipelines(hash);
  const modelling = hash === MODELS;
  const run = runIn(hash);
  const role = useRole(bridge);
  const view = viewIn(hash);
  const closed = NEEDED[view] !== Role.VIEWER && !may(role, NEEDED[view]);
  const ids = playing || piping || modelling ? [] : shownIn(hash, listed);
  const [shown] = ids;

  const raids = useRaids(bridge, listed.chats);
  const outage = useOutage(bridge);
  const away = listed.state === "lost" && listed.chats.length > 0 ? "chats.lost" : outage;
  const name = say(
    playing ? "view.playground" : piping ? "view.pipelines" : modelling ? "view.models" : `view.${view}`,
  );
  useAlarm(
    [...raids.keys(), ...(away === undefined ? [] : [away])],
    `${name}${shown === undefined ? "" : ` · ${shown}`} – Chatwarden`,
  );
  useKeys(pageKeys(shown, view, listed.chats, raids));

  const start = async (source: string) => {
    const session = await chats.startSession({ session: { source } });
    window.location.hash = addressOf(session.chat);
  };

  return (
    <CallerRole.Provider value={role}>
      <div class="page">
        <button type="button" class="skip" onClick={toFeed}>
          {say("page.skip")}
        </button>
        <Masthead
          hash={hash}
          pipelines={may(role, Role.MODERATOR)}
          start={may(role, Role.ADMIN) && <StartForm start={start} />}
        />
        <ChatList chats={listed} shown={ids} view={view} raids={raids} />
        <main class="stage">
          <Outage away={away} />
          <AlertBar raids={raids} shown={view === "chats" || view === "charts" ? ids : []} />
          {shown !== undefined && view === "chats" && <Welcome chat={shown} reviews={may(role, Role.MODERATOR)} />}
          {shown !== undefined && view !== "settings" && <Unsaved chat={shown} />}
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
          {shown !== undefined && view === "search" && (
            <SearchView key={shown} chat={shown} hash={hash} bridge={bridge} />
          )}
          {shown !== undefined && view === "chats" && (
            <LiveView ids={ids} only={onlyIn(hash)} listed={listed.chats} bridge={bridge} />
          )}
          {playing && <PlaygroundView bridge={bridge} />}
          {modelling &&
            (may(role, Role.MODERATOR) ? <ModelsView bridge={bridge} /> : <Closed known={role !== undefined} />)}
          {piping && !may(role, Role.MODERATOR) && <Closed known={role !== undefined} />}
          {piping && may(role, Role.MODERATOR) && run === undefined && <PipelinesView bridge={bridge} />}
          {piping && may(role, Role.MODERATOR) && run !== undefined && <RunView key={run} id={run} bridge={bridge} />}
          {shown === undefined && !playing && !piping && !modelling && (
            <Nothing listed={listed} starts={may(role, Role.ADMIN)} />
          )}
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

/** The keys of views that are not numbered by their place. */
const KEYS: Partial<Record<View, string>> = { search: "8" };

/** The keys that lead to other views and chats. */
function pageKeys(shown: string | undefined, view: View, chats: readonly Chat[], raids: Raids) {
  const go = (hash: string) => {
    window.location.hash = hash;
  };
  const beside = (step: -1 | 1) => {
    const at = chats.findIndex(({ id }) => id === shown);
    const next = chats[at < 0 ? 0 : at + step];
    if (next !== undefined) {
      go(addressOf(next.id, view));
    }
  };
  const [newest] = chats;
  const chat = shown ?? newest?.id;
  const views =
    chat === undefined
      ? []
      : VIEWS.map((name, n) => [KEYS[name] ?? `${n + 1}`, () => go(addressOf(chat, name))] as const);
  return {
    ...Object.fromEntries(views),
    "6": () => go(PLAYGROUND),
    "7": () => go(PIPELINES),
    "9": () => go(MODELS),
    r: () => {
      const [raided] = raids.keys();
      if (raided !== undefined) {
        go(addressOf(raided));
      }
    },
    "[": () => beside(-1),
    "]": () => beside(1),
  };
}

function toFeed() {
  document.getElementById("feed")?.focus();
}

function Closed({ known }: { known: boolean }) {
  return known ? (
    <Empty title={say("view.takesRole")} text={say("view.signInWithRole")} />
  ) : (
    <Empty title={say("view.askingRole")} busy />
  );
}

function Nothing({ listed, starts }: { listed: ChatsState; starts: boolean }) {
  switch (listed.state) {
    case "loading":
      return <Empty title={say("chats.looking")} busy />;
    case "locked":
      return (
        <>
          <Empty title={say("chats.locked")} text={say("chats.lockedHint")} />
          <a class="sign-in" href="/login">
            {say("page.signIn")}
          </a>
        </>
      );
    case "lost":
      return <Empty title={say("fault.unavailable")} busy />;
    case "known":
      return <Empty title={say("chats.none")} text={say(starts ? "chats.noneStart" : "chats.noneWait")} />;
  }
}
