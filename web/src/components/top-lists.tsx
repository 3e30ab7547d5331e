import type { Summary, TopAuthor } from "../charts/statistics.ts";
import { onlyOf } from "../feed/address.ts";
import { shareText, whole } from "../text/format.ts";
import { say, sayWith } from "../text/say.ts";

/** Those who wrote the most flagged comments; each leads to their comments alone. */
export function TopAuthors({
  authors,
  choose,
}: {
  authors: readonly TopAuthor[];
  choose: (author: TopAuthor) => void;
}) {
  const most = Math.max(1, ...authors.map((author) => author.comments));
  return (
    <section class="panel" aria-labelledby="top-authors">
      <div class="panel-head">
        <h3 id="top-authors">{say("charts.topAuthors")}</h3>
        <p class="readout">{say("charts.byFlagged")}</p>
      </div>
      {authors.length === 0 && <p class="panel-none">{say("charts.noAuthors")}</p>}
      <ol class="ranks">
        {authors.map((author) => (
          <li key={author.id}>
            <button type="button" class="rank" title={say("charts.authorAlone")} onClick={() => choose(author)}>
              <bdi class="rank-name">{author.name}</bdi>
              <span class="rank-figures">
                {sayWith("charts.ofFlagged", {
                  flagged: <strong>{whole(author.flagged)}</strong>,
                  comments: whole(author.comments),
                })}
                <span class="rank-more"> · {say("charts.covered", { share: shareText(author.coverage) })}</span>
              </span>
              <RankBar
                parts={[
                  { kind: "hate", share: author.hate / most },
                  { kind: "offensive", share: author.offensive / most },
                  { kind: "clean", share: author.clean / most },
                ]}
              />
            </button>
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The spans marked most often; each leads to the comments in the feed with it. */
export function TopSpans({ chat, spans, wide }: { chat: string; spans: Summary["spans"]; wide: boolean }) {
  const most = Math.max(1, ...spans.map((span) => span.count));
  return (
    <section class={wide ? "panel wide" : "panel"} aria-labelledby="top-spans">
      <div class="panel-head">
        <h3 id="top-spans">{say("charts.topSpans")}</h3>
        <p class="readout">{say("charts.asModels")}</p>
      </div>
      {spans.length === 0 && <p class="panel-none">{say("charts.noSpans")}</p>}
      <ol class="ranks">
        {spans.map((span) => (
          <li key={span.text}>
            <a class="rank" title={say("charts.spanAlone")} href={onlyOf(chat, { words: span.text })}>
              <bdi class="rank-name">
                <mark>{span.text}</mark>
              </bdi>
              <span class="rank-figures">
                {sayWith("charts.times", { n: <strong>{whole(span.count)}</strong> }, span.count)}
              </span>
              <RankBar parts={[{ kind: "offensive", share: span.count / most }]} />
            </a>
          </li>
        ))}
      </ol>
    </section>
  );
}

function RankBar({ parts }: { parts: readonly { kind: string; share: number }[] }) {
  let before = 0;
  return (
    <svg class="rank-bar" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true" focusable="false">
      <rect class="bar-all" width="100" height="6" />
      {parts.map(({ kind, share }) => {
        const x = before;
        before += 100 * share;
        return <rect key={kind} class={`layer ${kind}`} x={x} width={100 * share} height="6" />;
      })}
    </svg>
  );
}
