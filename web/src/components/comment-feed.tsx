import { Fragment } from "preact";
import { useEffect, useReducer, useRef, useState } from "preact/hooks";
import type { Connection } from "../api/watch.ts";
import type { OpenChat, Snapshot } from "../chat.ts";
import type { Ending, Reading } from "../feed/feed.ts";
import { newest, type Passes } from "../feed/filter.ts";
import { SHOWN_STILL } from "../feed/jump.ts";
import { Thinning } from "../feed/thinning.ts";
import { endingText } from "../text/ending.ts";
import { faultText } from "../text/fault.ts";
import { timeOfDay } from "../text/format.ts";
import { say } from "../text/say.ts";
import { Announcer } from "./announcer.tsx";
import { type Act, CommentRow } from "./comment-row.tsx";
import { Empty } from "./empty.tsx";
import { LeftOut } from "./left-out.tsx";

/**
 * The feed is laid out from its end upwards (`column-reverse`), so this is the scroll position of the newest comment:
 * the browser follows the end by itself, and what comes in above moves nothing that is read.
 */
const END = 0;

/** So near to the end, in pixels, the reader follows it. */
const NEAR = 64;

/** The comment that was jumped to; another object with every jump, so that each brings it into view. */
export interface Place {
  readonly id: string;
}

/**
 * The comments, the newest at the bottom. Follows the end, and stops while it is paused by key, while the mouse
 * is over it, while the keyboard is in a row or a decision is open, and while the reader has scrolled up. `held` has the
 * comments shown while it is stopped.
 */
export function CommentFeed(props: {
  chat: OpenChat;
  id: string | undefined;
  passes: Passes;
  /** Whether every comment that is shown is read aloud. */
  spoken: boolean;
  paused: boolean;
  held: Snapshot | undefined;
  hold: (change: (before: Snapshot | undefined) => Snapshot | undefined) => void;
  at: Place | undefined;
  goOn: () => void;
  /** Opens the decision on a comment; none where the caller may not decide. */
  act: Act | undefined;
  /** Whether a decision is open. */
  acting: boolean;
}) {
  const { chat, id, passes, spoken, paused, held, hold, at, goOn, act, acting } = props;
  const [hovered, setHovered] = useState(false);
  const [away, setAway] = useState(false);
  const [within, setWithin] = useState(false);
  const list = useRef<HTMLDivElement>(null);
  const latest = chat.snapshot.value;
  const still = paused || hovered || away || within || acting;

  useEffect(() => hold((before) => (still ? (before ?? chat.snapshot.value) : undefined)), [still, chat]);
  const snapshot = (still ? held : undefined) ?? latest;
  const [thinning] = useState(() => new Thinning());
  const [, look] = useReducer<number, void>((looks) => looks + 1, 0);
  const moving = thinning.at(performance.now(), latest, passes);
  // Decisions and deletions of the meantime show in the stopped list too.
  const shown = still
    ? newest(snapshot.entries, passes, SHOWN_STILL).map((entry) => chat.entry(entry.id) ?? entry)
    : moving.shown;
  // After it is mounted: the stopped list is longer than the moving one, and comes a moment later.
  useEffect(() => bringIntoView(list.current, at), [at, shown.length]);

  const follow = () => {
    setAway(false);
    goOn();
    list.current?.scrollTo({ top: END });
  };

  return (
    <div class="feed-frame">
      <div
        ref={list}
        id={id}
        class="feed"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        tabIndex={0}
        role="log"
        aria-live={spoken ? "polite" : "off"}
        aria-label={say("live.feed", { chat: chat.id })}
        // A mouse that was there already, when its click made room for the feed, does not hold it.
        onMouseMove={({ movementX, movementY }) => setHovered(hovered || movementX !== 0 || movementY !== 0)}
        onMouseLeave={() => setHovered(false)}
        onFocusIn={({ target }) => setWithin(isInRow(target))}
        onFocusOut={() => setWithin(false)}
        onScroll={(event) => setAway(event.currentTarget.scrollTop < END - NEAR)}
      >
        <div>
          <ol>
            {shown.map((entry, n) => (
              <Fragment key={entry.id}>
                {n > 0 && entry.reading !== shown[n - 1]?.reading && (
                  <ReadAgain reading={snapshot.readings[entry.reading - 1]} />
                )}
                <CommentRow entry={entry} at={entry.id === at?.id} act={act} />
              </Fragment>
            ))}
          </ol>
          {shown.length === 0 && <Nothing snapshot={snapshot} connection={chat.connection.value} />}
          {snapshot.ending !== undefined && <End ending={snapshot.ending} />}
        </div>
      </div>
      {!still && moving.rule !== undefined && <LeftOut rule={moving.rule} look={look} />}
      {(paused || (still && latest.ending === undefined)) && (
        <PauseNote missed={latest.seen - snapshot.seen} follow={follow} />
      )}
      {!spoken && <Announcer seen={latest.seen} flagged={latest.flagged} />}
    </div>
  );
}

/** A button that was clicked keeps the focus, and holds nothing. */
function isInRow(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.matches(".comment :focus-visible");
}

function bringIntoView(list: HTMLElement | null, at: Place | undefined) {
  if (at !== undefined) {
    requestAnimationFrame(() => list?.querySelector(".comment.at")?.scrollIntoView({ block: "center" }));
  }
}

function ReadAgain({ reading }: { reading: Reading | undefined }) {
  return (
    <li class="read-again">
      {reading === undefined
        ? say("live.readAgain")
        : say("live.readAgainAt", { time: timeOfDay(reading.time), source: reading.source })}
    </li>
  );
}

function PauseNote({ missed, follow }: { missed: number; follow: () => void }) {
  return (
    <button type="button" class="pause-note" onClick={follow}>
      {missed > 0 ? say("live.pausedNew", { n: missed }) : say("live.paused")} <span aria-hidden="true">↓</span>
    </button>
  );
}

function Nothing({ snapshot, connection }: { snapshot: Snapshot; connection: Connection }) {
  if (snapshot.entries.length > 0) {
    return <Empty title={say("live.noneFilter")} text={say("live.noneFilterHint")} />;
  }
  switch (connection.state) {
    case "refused":
      return <Empty title={say("live.nothing")} text={faultText(connection.fault)} />;
    case "lost":
      return <Empty title={say("connection.lost")} text={say("live.goesOn")} busy />;
    case "over":
      return <Empty title={say("live.noComments")} />;
    default:
      return <Empty title={say("live.noneYet")} text={say("live.noneYetHint")} busy />;
  }
}

function End({ ending }: { ending: Ending }) {
  const reason = endingText(ending.reason);
  return (
    <p class={ending.failed ? "ending failed" : "ending"} role="status">
      {reason === ""
        ? say(ending.failed ? "live.failed" : "live.over")
        : say(ending.failed ? "live.failedBecause" : "live.overBecause", { reason })}
    </p>
  );
}
