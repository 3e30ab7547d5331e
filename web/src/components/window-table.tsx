import { momentText } from "../charts/scale.ts";
import { coverageShare, flaggedShare, type Summary } from "../charts/statistics.ts";
import { shareText, whole } from "../text/format.ts";
import { say } from "../text/say.ts";

const HEADS = [
  "charts.from",
  "charts.headComments",
  "charts.headFlagged",
  "charts.headShare",
  "charts.headClean",
  "charts.headOffensive",
  "charts.headHate",
  "charts.headCoverage",
] as const;

/** The figures of the charts over time, for those who read rather than look. */
export function WindowTable({ summary }: { summary: Summary }) {
  const { buckets, bucketMs } = summary;
  const now = Date.now();
  return (
    <details class="panel wide figures-table">
      <summary>{say("charts.table")}</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div tabIndex={0} role="region" aria-label={say("charts.tableTitle")}>
        <table>
          <thead>
            <tr>
              {HEADS.map((head) => (
                <th key={head} scope="col">
                  {say(head)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {buckets.map((bucket) => (
              <tr key={bucket.start}>
                <th scope="row">{momentText(bucket.start, bucketMs, now)}</th>
                <td>{whole(bucket.comments)}</td>
                <td>{whole(bucket.flagged)}</td>
                <td>{shareText(flaggedShare(bucket))}</td>
                <td>{whole(bucket.clean)}</td>
                <td>{whole(bucket.offensive)}</td>
                <td>{whole(bucket.hate)}</td>
                <td>{shareText(coverageShare(bucket))}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </details>
  );
}
