const WHOLE = new Intl.NumberFormat("en");
const TIME = new Intl.DateTimeFormat("en-GB", { hour: "2-digit", minute: "2-digit", second: "2-digit" });

/** A count as people read it. */
export function whole(count: bigint | number): string {
  return WHOLE.format(count);
}

/** A share as a percentage without decimals; of nothing it is 0 %. */
export function percent(part: bigint | number, of: bigint | number): string {
  const total = Number(of);
  return `${total === 0 ? 0 : Math.round((100 * Number(part)) / total)} %`;
}

/** The time of day in the reader's own zone. */
export function timeOfDay(time: Date | undefined): string {
  return time === undefined ? "" : TIME.format(time);
}
