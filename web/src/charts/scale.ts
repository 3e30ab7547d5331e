import { date } from "../text/format.ts";
import { say } from "../text/say.ts";

/** The smallest round number that is not less, at least `least`: 1, 2, 3, 4, 5, 6 or 8 times a power of ten. */
export function roundUp(value: number, least: number): number {
  const wanted = Math.max(value, least);
  const power = 10 ** Math.floor(Math.log10(wanted));
  // A sum of floats may lie a hair above the number that it means.
  const factor = [1, 2, 3, 4, 5, 6, 8, 10].find((it) => it * power >= wanted * (1 - 1e-9)) ?? 10;
  return factor * power;
}

/** The top of an axis of counts: round, and its half is a whole number. */
export function topCount(most: number): number {
  const top = roundUp(most, 2);
  return top + (top % 2);
}

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const STEPS = [
  ...[1, 2, 5, 10, 15, 30].map((n) => n * SECOND),
  ...[1, 2, 5, 10, 15, 30].map((n) => n * MINUTE),
  ...[1, 2, 3, 6, 12].map((n) => n * HOUR),
  ...[1, 2, 7, 14, 30, 90, 180, 365, 730, 1825].map((n) => n * DAY),
];

/** A place on the axis of time. */
export interface TimeMark {
  /** In milliseconds since 1970. */
  readonly time: number;
  readonly text: string;
}

/** At most `most` round moments from `start` to `end` in the reader's own zone, and how to call them. */
export function timeMarks(start: number, end: number, most: number): TimeMark[] {
  const step = STEPS.find((it) => (end - start) / it <= most) ?? (end - start) / most;
  const marks: TimeMark[] = [];
  for (let time = nextRound(start, step); time <= end; time = nextRound(time + 1, step)) {
    marks.push({ time, text: timeText(time, step) });
  }
  return marks;
}

/** The first moment from `time` on that is round in the reader's zone. */
function nextRound(time: number, step: number): number {
  const shift = new Date(time).getTimezoneOffset() * MINUTE;
  return Math.ceil((time - shift) / step) * step + shift;
}

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;

/** A moment as exactly as steps of this length need it. */
export function timeText(time: number, step: number): string {
  if (step < MINUTE) {
    return date(time, "second", { ...CLOCK, second: "2-digit" });
  }
  if (step < DAY) {
    return date(time, "minute", CLOCK);
  }
  return step < 30 * DAY ? dayText(time) : date(time, "month", { month: "short", year: "numeric" });
}

function dayText(time: number): string {
  return date(time, "day", { day: "numeric", month: "short" });
}

/** A bucket's beginning, with its day where buckets are long or the day is not today. */
export function momentText(time: number, step: number, now: number): string {
  if (step >= DAY) {
    return date(time, "whole day", { day: "numeric", month: "short", year: "numeric" });
  }
  const sameDay = new Date(time).toDateString() === new Date(now).toDateString();
  return sameDay ? timeText(time, step) : `${dayText(time)}, ${timeText(time, step)}`;
}

/** How long a bucket is, in words. */
export function lengthText(ms: number): string {
  const units = [
    [DAY, "charts.days"],
    [HOUR, "charts.hours"],
    [MINUTE, "charts.minutes"],
  ] as const;
  const [unit, key] = units.find(([unit]) => ms % unit === 0) ?? ([SECOND, "charts.seconds"] as const);
  return say(key, { n: ms / unit });
}
