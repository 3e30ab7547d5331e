import { type Signal, signal } from "@preact/signals";
import { say } from "../text/say.ts";

const MINUTE = 60;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

/** The lengths of a time-out to choose from, in seconds; platforms take 14 days at most. */
export const LENGTHS: readonly number[] = [MINUTE, 5 * MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, DAY, 7 * DAY, 14 * DAY];

const USUAL = 5 * MINUTE;
const STORED = "chatwarden.time-out";

const chosen: Signal<number> = signal(remembered());

/** The length that was chosen last in this browser, in seconds; five minutes at first. */
export function timeoutLength(): number {
  return chosen.value;
}

/** Chooses the length of the time-outs that follow. */
export function chooseLength(seconds: number): void {
  globalThis.localStorage?.setItem(STORED, `${seconds}`);
  chosen.value = seconds;
}

/** A length in its greatest whole unit. */
export function lengthText(seconds: number): string {
  if (seconds >= DAY && seconds % DAY === 0) {
    return say("length.days", { n: seconds / DAY });
  }
  if (seconds >= HOUR && seconds % HOUR === 0) {
    return say("length.hours", { n: seconds / HOUR });
  }
  return seconds >= MINUTE && seconds % MINUTE === 0
    ? say("length.minutes", { n: seconds / MINUTE })
    : say("length.seconds", { n: seconds });
}

function remembered(): number {
  const stored = Number(globalThis.localStorage?.getItem(STORED));
  return LENGTHS.includes(stored) ? stored : USUAL;
}
