import { useState } from "preact/hooks";
import type { Bridge } from "../api/client.ts";
import { momentText } from "../charts/scale.ts";
import { flaggedShare, SPANS, type SpanKey, type Summary, type TopAuthor } from "../charts/statistics.ts";
import { onlyOf } from "../feed/address.ts";
import type { Chat } from "../gen/chatwarden/livechat/v1/live_chat_service_pb.ts";
import { shareText, whole } from "../text/format.ts";
import { say, sayWith } from "../text/say.ts";
import { Empty } from "./empty.tsx";
import { RaidAlert } from "./raid-alert.tsx";
import { TopAuthors, TopSpans } from "./top-lists.tsx";
import { isLive } from "./use-chats.ts";
import { useKeys } from "./use-keys.ts";
import { useOpenChats } from "./use-open-chats.ts";
import { type SummaryState, useSummary } from "./use-summary.ts";
import { WindowCharts } from "./window-charts.tsx";
import { WindowTable } from "./window-table.tsx";

/** What the comments of a chat add up to, to be looked at. While the chat is live the charts go on by themselves. */
export function ChartsView({ chat, bridge, listed }: { chat: string; bridge: Bridge; listed: readonly Chat[] }) {
  const live = isLive(listed, chat);
  const [span, setSpan] = useState<SpanKey>("5m");
  const [author, setAuthor] = useState<TopAuthor>();
  const at = SPANS.findIndex(({ key }) => key === span);
  useKeys({
    ",": () => setSpan(SPANS[Math.max(0, at - 1)]?.key ?? span),
    ".": () => setSpan(SPANS[Math.min(SPANS.length - 1, at + 1)]?.key ?? span),
  });
  const known = useSummary(bridge.statistics, { chat, span, authorId: author?.id ?? "" }, live);
  const { summary } = known;
  const [open] = useOpenChats([chat], bridge.chats, listed);

  return (
    <section class="chat" aria-labelledby="chat-title">
      <div class="chat-head">
        <h2 id="chat-title">{chat}</h2>
        {author !== undefined && (
          <p class="only">
            {sayWith("charts.only", {
              author: (
                <strong>
                  <bdi>{author.name}</bdi>
                </strong>
              ),
            })}{" "}
            <button type="button" class="plain" onClick={() => setAuthor(undefined)}>
              {say("charts.allAuthors")}
            </button>{" "}
            <a href={onlyOf(chat, { author: author.id })}>{say("charts.theirComments")}</a>
          </p>
        )}
        <div class="switch windows" role="group" aria-label={say("charts.window")}>
          {SPANS.map(({ key }) => (
            <button key={key} type="button" aria-pressed={span === key} onClick={() => setSpan(key)}>
              {say(`charts.${key}`)}
            </button>
          ))}
        </div>
      </div>
      <RaidAlert chat={open} live={live} settings={bridge.settings} />
      {known.state === "lost" && (
        <p class="notice" role="alert">
          {say("charts.again", { problem: known.problem })}
        </p>
      )}
      {summary === undefined || summary.totals.comments === 0 ? (
        <Nothing known={known} author={author} />
      ) : (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard
        <div class="charts" tabIndex={0} role="region" aria-label={say("charts.title", { chat })}>
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
    { name: say("charts.comments"), value: whole(totals.comments), kind: "" },
    { name: say("charts.flagged"), value: shareText(flaggedShare(totals)), kind: "" },
    { name: say("label.offensive"), value: whole(totals.offensive), kind: "offensive" },
    { name: say("label.hate"), value: whole(totals.hate), kind: "hate" },
    { name: say("label.notJudged"), value: whole(totals.notJudged), kind: "" },
    { name: say("charts.hateCoverage"), value: shareText(totals.coverage), kind: "" },
  ];
  return (
    <>
      {incompleteBefore !== undefined && (
        <p class="notice" role="status">
          {say("charts.incomplete", { time: momentText(incompleteBefore, Math.min(bucketMs, 60_000), Date.now()) })}
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
      return <Empty title={say("charts.reading")} busy />;
    case "lost":
      return <Empty title={say("charts.lost")} text={say("charts.lostHint")} busy />;
    case "known":
      return author === undefined ? (
        <Empty title={say("charts.none")} text={say("charts.noneHint")} />
      ) : (
        <Empty title={say("charts.noneAuthor")} text={say("charts.noneAuthorHint")} />
      );
  }
}
