/** Where a chart of equally long buckets is drawn, in pixels. */
export interface Plot {
  /** The left edge of the first bucket. */
  readonly left: number;
  readonly top: number;
  /** Of all buckets together. */
  readonly width: number;
  readonly height: number;
  /** How many buckets there are. */
  readonly count: number;
  /** The greatest value; the least is 0. */
  readonly most: number;
}

/** The left edge of a bucket. */
export function leftOf(plot: Plot, bucket: number): number {
  return plot.left + (plot.width * bucket) / Math.max(1, plot.count);
}

/** The middle of a bucket. */
export function middleOf(plot: Plot, bucket: number): number {
  return leftOf(plot, bucket + 0.5);
}

/** The height at which a value is drawn. */
export function heightOf(plot: Plot, value: number): number {
  return plot.top + plot.height * (1 - Math.min(1, value / plot.most));
}

/** The bucket at this distance from the left edge of the picture; the nearest where there is none. */
export function bucketAt(plot: Plot, x: number): number {
  const place = Math.floor(((x - plot.left) / plot.width) * plot.count);
  return Math.max(0, Math.min(plot.count - 1, place));
}

/** Runs of neighbouring buckets that have a value. */
export function runs(values: readonly (number | undefined)[]): { first: number; values: number[] }[] {
  const found: { first: number; values: number[] }[] = [];
  let open: { first: number; values: number[] } | undefined;
  values.forEach((value, n) => {
    if (value === undefined) {
      open = undefined;
    } else if (open === undefined) {
      open = { first: n, values: [value] };
      found.push(open);
    } else {
      open.values.push(value);
    }
  });
  return found;
}

/** The line through the middles of a run of buckets, as the `d` of a path. */
export function linePath(plot: Plot, run: { first: number; values: readonly number[] }): string {
  return run.values
    .map((value, n) => `${n === 0 ? "M" : "L"}${px(middleOf(plot, run.first + n))} ${px(heightOf(plot, value))}`)
    .join("");
}

/** The area below that line. */
export function areaPath(plot: Plot, run: { first: number; values: readonly number[] }): string {
  const ground = px(plot.top + plot.height);
  const last = middleOf(plot, run.first + run.values.length - 1);
  return `${linePath(plot, run)}L${px(last)} ${ground}L${px(middleOf(plot, run.first))} ${ground}Z`;
}

function px(value: number): string {
  return String(Math.round(value * 10) / 10);
}
