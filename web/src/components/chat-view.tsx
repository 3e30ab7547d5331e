import { create } from "@bufbuild/protobuf";
import { useContext, useEffect, useMemo, useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import type { Connection } from "../api/watch.ts";
import type { OpenChat, Snapshot } from "../chat.ts";
import { CHOICES } from "../deciding/choices.ts";
import { followActions } from "../deciding/decider.ts";
import type { Only } from "../feed/address.ts";
import type { Entry } from "../feed/feed.ts";
import { EVERYTHING, type Filter, passing } from "../feed/filter.ts";
import { jumpFrom } from "../feed/jump.ts";
import type { Action } from "../gen/chatwarden/action/v1/action_pb.ts";
import { Role } from "../gen/chatwarden/platform/v1/platform_service_pb.ts";
import {
  type DecidedComment,
  DecidedCommentSchema,
  type Review,
} from "../gen/chatwarden/review/v1/review_service_pb.ts";
import { faultText } from "../text/fault.ts";
import { percent, whole } from "../text/format.ts";
import { say, sayWith } from "../text/say.ts";
import { CommentContext } from "./comment-context.ts";
import { CommentFeed, type Place } from "./comment-feed.tsx";
import { DecideDialog } from "./decide-dialog.tsx";
import { DeleteChat } from "./delete-chat.tsx";
import { FilterBar } from "./filter-bar.tsx";
import { RaidAlert } from "./raid-alert.tsx";
import { useMay } from "./role.ts";
import { StopButton } from "./stop-button.tsx";
import { useKeys } from "./use-keys.ts";

/**
 * A chat that is open: its figures, its filters and its comments. `stop` is there while the chat is live and the caller may
 * stop it, `close` while it is beside another.
 */
export function ChatView(props: {
  chat: OpenChat;
  bridge: Bridge;
  first: boolean;
  /** What alone is shown until the filters are changed. */
  only: Only;
  live: boolean;
  stop: (() => Promise<boolean>) | undefined;
  close: (() => void) | undefined;
}) {
  const { chat, bridge, first, only, live, stop, close } = props;
  const [filter, setFilter] = useState<Filter>({ ...EVERYTHING, ...only });
  const passes = useMemo(() => passing(filter), [filter]);
  const [paused, setPaused] = useState(false);
  const [held, setHeld] = useState<Snapshot>();
  const [at, setAt] = useState<Place>();
  const [acting, setActing] = useState<Entry>();
  const decides = useMay(Role.MODERATOR);
  const deletes = useMay(Role.ADMIN);
  const { said, decided, decidedMany } = useDecisions(chat, bridge);
  const { seen, flagged, gap } = chat.snapshot.value;
  const title = `title-${chat.id}`;
  const place = useContext(CommentContext);
  useEffect(() => setAt(undefined), [filter]);

  const jump = (step: -1 | 1) => {
    const found = jumpFrom(held, chat.snapshot.value, passes, at?.id, step);
    if (found !== undefined) {
      setHeld(found.list);
      setPaused(true);
      setAt({ id: found.id });
    }
  };
  const pause = (still: boolean) => {
    setPaused(still);
    if (!still) {
      setAt(undefined);
    }
  };
  useKeys({
    p: () => pause(!paused),
    f: () => setFilter((before) => ({ ...before, flaggedOnly: !before.flaggedOnly })),
    j: () => jump(1),
    k: () => jump(-1),
    i: () => {
      const author = (held ?? chat.snapshot.value).entries.find(({ id }) => id === at?.id)?.authorId ?? "";
      if (author !== "") {
        place?.openAuthor?.(author);
      }
    },
    d: () => decides && at !== undefined && setActing(chat.entry(at.id)),
  });

  return (
    <section class="chat" aria-labelledby={title}>
      <div class="chat-head">
        <h2 id={title}>{chat.id}</h2>
        <ConnectionChip connection={chat.connection.value} />
        <p class="figures">
          {sayWith(
            "live.figures",
            { n: <strong>{whole(seen)}</strong>, share: <strong>{percent(flagged, seen)}</strong> },
            seen,
          )}
        </p>
        {stop !== undefined && <StopButton stop={stop} />}
        {deletes && !live && <DeleteChat chat={chat.id} chats={bridge.chats} />}
        {close !== undefined && (
          <button type="button" class="plain" onClick={close}>
            {say("live.close")}
            <span class="visually-hidden"> {chat.id}</span>
          </button>
        )}
      </div>
      <RaidAlert chat={chat} live={live} settings={bridge.settings} />
      <FilterBar filter={filter} change={setFilter} jump={jump} paused={paused} pause={() => pause(!paused)} />
      {gap && (
        <p class="notice" role="status">
          {say("live.gap")}
        </p>
      )}
      <CommentFeed
        chat={chat}
        id={first ? "feed" : undefined}
        passes={passes}
        spoken={filter.flaggedOnly}
        paused={paused}
        held={held}
        hold={setHeld}
        at={at}
        goOn={() => pause(false)}
        act={decides ? setActing : undefined}
        acting={acting !== undefined}
      />
      <p class="visually-hidden" role="status">
        {said}
      </p>
      {acting !== undefined && (
        <DecideDialog
          chat={chat.id}
          comment={acting.id}
          reviews={bridge.reviews}
          decided={decided}
          decidedMany={decidedMany}
          close={() => setActing(undefined)}
        />
      )}
    </section>
  );
}

/** Shows decisions that were made here beside their comments, and follows their actions where no event does. */
function useDecisions(chat: OpenChat, bridge: Bridge) {
  const [said, setSaid] = useState("");
  const abort = useMemo(() => new AbortController(), [chat]);
  useEffect(() => () => abort.abort(), [abort]);
  const decided = (review: Review) => {
    const { comment, decision, decideTime, authorTimeout } = review;
    const id = comment?.comment?.id ?? "";
    const author = comment?.comment?.author?.name ?? "";
    const choice = CHOICES.find((each) => each.decision === decision);
    setSaid(say(choice?.done ?? "decide.undone", { author }));
    chat.learn({
      case: "decided",
      value: create(DecidedCommentSchema, {
        id,
        decision,
        ...(decideTime === undefined ? {} : { decideTime }),
        ...(authorTimeout === undefined ? {} : { authorTimeout }),
      }),
    });
    if (chat.connection.value.state === "over") {
      const learn = (value: Action) => chat.learn({ case: "action", value });
      void followActions(bridge.actions, chat.id, id, learn, abort.signal);
    }
  };
  const decidedMany = (all: readonly DecidedComment[]) => {
    for (const value of all) {
      chat.learn({ case: "decided", value });
    }
  };
  return { said, decided, decidedMany };
}

function ConnectionChip({ connection }: { connection: Connection }) {
  return (
    <p class={`chip connection ${connection.state}`} role="status">
      {connectionText(connection)}
    </p>
  );
}

function connectionText(connection: Connection): string {
  switch (connection.state) {
    case "connecting":
      return say("connection.connecting");
    case "live":
      return say("connection.live");
    case "lost":
      return say("connection.lost");
    case "over":
      return say("connection.over");
    case "refused":
      return faultText(connection.fault);
  }
}
