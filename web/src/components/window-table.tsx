import { momentText } from "../charts/scale.ts";
import { coverageShare, flaggedShare, type Summary } from "../charts/statistics.ts";
import { whole } from "./figures.ts";
import { shareText } from "./window-charts.tsx";

const HEADS = ["From", "Comments", "Flagged", "Share", "Clean", "Offensive", "Hate", "Coverage"];

/** The figures of the charts over time, for those who read rather than look. */
export function WindowTable({ summary }: { summary: Summary }) {
  const { buckets, bucketMs } = summary;
  const now = Date.now();
  return (
    <details class="panel wide figures-table">
      <summary>The same as a table</summary>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reachable by keyboard */}
      <div tabIndex={0} role="region" aria-label="Figures over time">
        <table>
          <thead>
            <tr>
              {HEADS.map((head) => (
                <th key={head} scope="col">
                  {head}
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
