import { type Timestamp, timestampMs } from "@bufbuild/protobuf/wkt";
import { locale } from "./locale.ts";

const kept = new Map<string, unknown>();

/** Formatters are slow to make, so each is kept by its locale and its name. */
function once<F>(name: string, make: (locale: string) => F): F {
  const key = `${locale()} ${name}`;
  let found = kept.get(key) as F | undefined;
  if (found === undefined) {
    found = make(locale());
    kept.set(key, found);
  }
  return found;
}

function number(name: string, value: number | bigint, options: Intl.NumberFormatOptions): string {
  return once(name, (tag) => new Intl.NumberFormat(tag, options)).format(value);
}

/** A count. */
export function whole(count: bigint | number): string {
  return number("whole", count, { maximumFractionDigits: 0 });
}

/** A part of a whole as a percentage without decimals; of nothing it is 0 %. */
export function percent(part: bigint | number, of: bigint | number): string {
  const total = Number(of);
  return number("percent", total === 0 ? 0 : Number(part) / total, { style: "percent" });
}

/** A share in [0, 1], small ones with a decimal; a dash where there is none. */
export function shareText(share: number | undefined): string {
  if (share === undefined) {
    return "–";
  }
  return share > 0 && share < 0.0995
    ? number("share", share, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 })
    : percent(share, 1);
}

/** A number with so many decimals, as a probability is written. */
export function decimal(value: number, digits = 2): string {
  return number(`decimal ${digits}`, value, { minimumFractionDigits: digits, maximumFractionDigits: digits });
}

/** A time in the reader's own zone, written in the parts that the options name. */
export function date(time: number | Date, name: string, options: Intl.DateTimeFormatOptions): string {
  return once(`date ${name}`, (tag) => new Intl.DateTimeFormat(tag, options)).format(time);
}

/** The time of day, to the second. */
export function timeOfDay(time: Date | undefined): string {
  return time === undefined
    ? ""
    : date(time, "second", { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });
}

/** Day and time of day; empty where there is none. */
export function moment(time: Timestamp | undefined): string {
  return time === undefined
    ? ""
    : date(timestampMs(time), "moment", { dateStyle: "medium", timeStyle: "medium", hourCycle: "h23" });
}

/** A length of time in its two greatest units, in whole seconds. */
export function duration(seconds: number): string {
  const parts = [
    ["hour", Math.floor(seconds / 3600)],
    ["minute", Math.floor(seconds / 60) % 60],
    ["second", seconds % 60],
  ] as const;
  const greatest = parts.findIndex(([, value]) => value > 0);
  const from = greatest < 0 ? parts.length - 1 : greatest;
  return parts
    .slice(from, from + 2)
    .map(([unit, value]) => number(unit, value, { style: "unit", unit, unitDisplay: "short" }))
    .join(" ");
}

/** A length of time in milliseconds, with a decimal. */
export function millis(time: number): string {
  return number("millis", time, { style: "unit", unit: "millisecond", maximumFractionDigits: 1 });
}

/** A length in bytes. */
export function bytes(size: bigint): string {
  const length = Number(size);
  if (length < 1000) {
    return `${whole(length)} B`;
  }
  return length < 1e6 ? `${decimal(length / 1e3, 1)} kB` : `${decimal(length / 1e6, 1)} MB`;
}
