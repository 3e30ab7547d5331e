import type { Summary, TopAuthor } from "../charts/statistics.ts";
import { onlyOf } from "../feed/address.ts";
import { whole } from "./figures.ts";
import { shareText } from "./window-charts.tsx";

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
        <h3 id="top-authors">Top authors</h3>
        <p class="readout">by flagged comments</p>
      </div>
      {authors.length === 0 && <p class="panel-none">No author is known.</p>}
      <ol class="ranks">
        {authors.map((author) => (
          <li key={author.id}>
            <button type="button" class="rank" title="Show this author alone" onClick={() => choose(author)}>
              <bdi class="rank-name">{author.name}</bdi>
              <span class="rank-figures">
                <strong>{whole(author.flagged)}</strong> of {whole(author.comments)} flagged
                <span class="rank-more"> · {shareText(author.coverage)} covered</span>
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
        <h3 id="top-spans">Top spans</h3>
        <p class="readout">as the models see them</p>
      </div>
      {spans.length === 0 && <p class="panel-none">Nothing was marked in this window.</p>}
      <ol class="ranks">
        {spans.map((span) => (
          <li key={span.text}>
            <a class="rank" title="Show the comments that say it" href={onlyOf(chat, { words: span.text })}>
              <bdi class="rank-name">
                <mark>{span.text}</mark>
              </bdi>
              <span class="rank-figures">
                <strong>{whole(span.count)}</strong> {span.count === 1 ? "time" : "times"}
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
