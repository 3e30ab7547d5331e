import { useState } from "preact/hooks";
import { areaPath, heightOf, leftOf, linePath, middleOf, type Plot, runs } from "../charts/plot.ts";
import { lengthText, momentText, roundUp, topCount } from "../charts/scale.ts";
import { type Bucket, type Counts, coverageShare, flaggedShare, type Summary } from "../charts/statistics.ts";
import { shareText, whole } from "../text/format.ts";
import { say } from "../text/say.ts";
import { TimeChart } from "./time-chart.tsx";

const TALL = 210;
const LOW = 150;

/** The layers of a bar from the ground up. */
const LAYERS = ["clean", "offensive", "hate"] as const;

/** The charts over time of a window. They share their cursor. */
export function WindowCharts({ summary }: { summary: Summary }) {
  const [cursor, setCursor] = useState<number>();
  const { buckets, bucketMs, totals } = summary;
  const most = topCount(Math.max(0, ...buckets.map((bucket) => bucket.comments)));
  const now = Date.now();
  const shared = { buckets, bucketMs, cursor, move: setCursor };
  const when = (bucket: Bucket) => momentText(bucket.start, bucketMs, now);
  return (
    <>
      <TimeChart
        {...shared}
        name={say("charts.commentsPer", { length: lengthText(bucketMs) })}
        summary={say("charts.inAll", { n: totals.comments })}
        marks={[0, most / 2, most].map((value) => ({ value, text: whole(value) }))}
        height={TALL}
        wide
        says={(bucket) => countsText(when(bucket), bucket)}
        draw={(plot) => <Bars plot={plot} buckets={buckets} />}
      >
        <ul class="legend" aria-label={say("charts.colours")}>
          {LAYERS.map((layer) => (
            <li key={layer} class={layer}>
              <svg viewBox="0 0 10 10" width="10" height="10" aria-hidden="true">
                <rect class={`layer ${layer}`} width="10" height="10" rx="2" />
              </svg>{" "}
              {say(`label.${layer}`)}
            </li>
          ))}
        </ul>
      </TimeChart>
      <ShareChart
        {...shared}
        name={say("charts.flaggedShare")}
        kind="flagged"
        of={flaggedShare}
        total={flaggedShare(totals)}
        says={(bucket) =>
          say("charts.sharePoint", {
            when: when(bucket),
            share: shareText(flaggedShare(bucket)),
            flagged: bucket.flagged,
            comments: bucket.comments,
          })
        }
      />
      <ShareChart
        {...shared}
        name={say("charts.coverage")}
        kind="coverage"
        of={coverageShare}
        total={coverageShare(totals)}
        says={(bucket) => say("charts.coveragePoint", { when: when(bucket), share: shareText(coverageShare(bucket)) })}
      />
    </>
  );
}

function ShareChart(props: {
  name: string;
  kind: string;
  buckets: readonly Bucket[];
  bucketMs: number;
  cursor: number | undefined;
  move: (cursor: number | undefined) => void;
  of: (counts: Counts) => number | undefined;
  total: number | undefined;
  says: (bucket: Bucket) => string;
}) {
  const { kind, of, total, ...shared } = props;
  const values = props.buckets.map(of);
  const most = Math.min(1, roundUp(Math.max(0, ...values.map((value) => value ?? 0)), 0.05));
  return (
    <TimeChart
      {...shared}
      summary={say("charts.average", { share: shareText(total) })}
      marks={[0, most / 2, most].map((value) => ({ value, text: shareText(value) }))}
      height={LOW}
      draw={(plot) => <Line plot={plot} values={values} kind={kind} />}
    />
  );
}

function Bars({ plot, buckets }: { plot: Plot; buckets: readonly Bucket[] }) {
  const slot = plot.width / plot.count;
  const gap = slot > 6 ? 2 : slot > 3 ? 1 : 0;
  return (
    <g>
      {buckets.map((bucket, n) => {
        let below = 0;
        return LAYERS.filter((layer) => bucket[layer] > 0).map((layer) => {
          const ground = heightOf(plot, below);
          below += bucket[layer];
          const top = heightOf(plot, below);
          return (
            <rect
              key={`${bucket.start} ${layer}`}
              class={`layer ${layer}`}
              x={leftOf(plot, n) + gap / 2}
              y={top}
              width={Math.max(0.5, slot - gap)}
              height={Math.max(0, ground - top)}
            />
          );
        });
      })}
    </g>
  );
}

function Line({ plot, values, kind }: { plot: Plot; values: readonly (number | undefined)[]; kind: string }) {
  return (
    <g class={`share ${kind}`}>
      {runs(values).map((run) => (
        <g key={run.first}>
          <path class="share-area" d={areaPath(plot, run)} />
          <path class="share-line" d={linePath(plot, run)} />
          {run.values.length === 1 && (
            <circle cx={middleOf(plot, run.first)} cy={heightOf(plot, run.values[0] ?? 0)} r="2.5" />
          )}
        </g>
      ))}
    </g>
  );
}

function countsText(when: string, counts: Counts): string {
  const { comments, offensive, hate } = counts;
  return comments === 0
    ? say("charts.noComment", { when })
    : say("charts.countsPoint", { when, n: comments, offensive, hate });
}
