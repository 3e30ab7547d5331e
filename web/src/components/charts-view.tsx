import { useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import { momentText } from "../charts/scale.ts";
import { flaggedShare, SPANS, type SpanKey, type Summary, type TopAuthor } from "../charts/statistics.ts";
import { onlyOf } from "../feed/address.ts";
import type { Chat } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { Empty } from "./empty.tsx";
import { whole } from "./figures.ts";
import { RaidAlert } from "./raid-alert.tsx";
import { TopAuthors, TopSpans } from "./top-lists.tsx";
import { isLive } from "./use-chats.ts";
import { useOpenChats } from "./use-open-chats.ts";
import { type SummaryState, useSummary } from "./use-summary.ts";
import { shareText, WindowCharts } from "./window-charts.tsx";
import { WindowTable } from "./window-table.tsx";

/** What the comments of a chat add up to, to be looked at. While the chat is live the charts go on by themselves. */
export function ChartsView({ chat, bridge, listed }: { chat: string; bridge: Bridge; listed: readonly Chat[] }) {
  const live = isLive(listed, chat);
  const [span, setSpan] = useState<SpanKey>("5m");
  const [author, setAuthor] = useState<TopAuthor>();
  const known = useSummary(bridge.statistics, { chat, span, authorId: author?.id ?? "" }, live);
  const { summary } = known;
  const [open] = useOpenChats([chat], bridge.chats, listed);

  return (
    <section class="chat" aria-labelledby="chat-title">
      <div class="chat-head">
        <h2 id="chat-title">{chat}</h2>
        {author !== undefined && (
          <p class="only">
            Only{" "}
            <strong>
              <bdi>{author.name}</bdi>
            </strong>{" "}
            <button type="button" class="plain" onClick={() => setAuthor(undefined)}>
              All authors
            </button>{" "}
            <a href={onlyOf(chat, { author: author.id })}>Their comments</a>
          </p>
        )}
        <div class="switch windows" role="group" aria-label="Window, back from the newest comment">
          {SPANS.map(({ key, name }) => (
            <button key={key} type="button" aria-pressed={span === key} onClick={() => setSpan(key)}>
              {name}
            </button>
          ))}
        </div>
      </div>
      <RaidAlert chat={open} live={live} settings={bridge.settings} />
      {known.state === "lost" && (
        <p class="notice" role="alert">
          {known.problem}. Trying again …
        </p>
      )}
      {summary === undefined || summary.totals.comments === 0 ? (
        <Nothing known={known} author={author} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <div class="charts" tabIndex={0} role="region" aria-label={`Charts of ${chat}`}>
          <Totals summary={summary} />
          <WindowCharts summary={summary} />
          {author === undefined && <TopAuthors authors={summary.authors} choose={setAuthor} />}
          <TopSpans chat={chat} spans={summary.spans} wide={author !== undefined} />
          <WindowTable summary={summary} />
        </div>
      )}
    </section>
  );
}

function Totals({ summary }: { summary: Summary }) {
  const { totals, incompleteBefore, bucketMs } = summary;
  const tiles = [
    { name: "comments", value: whole(totals.comments), kind: "" },
    { name: "flagged", value: shareText(flaggedShare(totals)), kind: "" },
    { name: "offensive", value: whole(totals.offensive), kind: "offensive" },
    { name: "hate", value: whole(totals.hate), kind: "hate" },
    { name: "not judged", value: whole(totals.notJudged), kind: "" },
    { name: "hate coverage", value: shareText(totals.coverage), kind: "" },
  ];
  return (
    <>
      {incompleteBefore !== undefined && (
        <p class="notice" role="status">
          There are more comments than are counted at once: these are the newest, all of them since{" "}
          {momentText(incompleteBefore, Math.min(bucketMs, 60_000), Date.now())}.
        </p>
      )}
      <dl class="tiles">
        {tiles.map(({ name, value, kind }) => (
          <div key={name} class={`tile ${kind}`}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}

function Nothing({ known, author }: { known: SummaryState; author: TopAuthor | undefined }) {
  switch (known.state) {
    case "loading":
      return <Empty title="Adding up …" busy />;
    case "lost":
      return <Empty title="The charts could not be read" text="The page tries again every few seconds." busy />;
    case "known":
      return author === undefined ? (
        <Empty title="No comment yet" text="The charts are drawn as soon as there are some." />
      ) : (
        <Empty
          title="Nothing by this author"
          text="They wrote no comment in this window. A longer one may have some."
        />
      );
  }
}
