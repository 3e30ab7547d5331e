/** A half-open range of Unicode code points. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A piece of a text, marked or not. */
export interface Piece {
  /** The code point that it starts with, counted from 0. */
  readonly start: number;
  readonly text: string;
  readonly marked: boolean;
}

/**
 * Cuts a text at the ends of its spans. Spans count code points, JavaScript strings UTF-16 units, so "👋" is one of the
 * former and two of the latter. Spans that overlap or leave the text are cut to its rest.
 */
export function pieces(text: string, spans: readonly Range[]): Piece[] {
  if (spans.length === 0) {
    return text === "" ? [] : [{ start: 0, text, marked: false }];
  }
  const points = Array.from(text);
  const found: Piece[] = [];
  let from = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const start = Math.min(Math.max(span.start, from), points.length);
    const end = Math.min(Math.max(span.end, start), points.length);
    push(found, points, from, start, false);
    push(found, points, start, end, true);
    from = end;
  }
  push(found, points, from, points.length, false);
  return found;
}

function push(found: Piece[], points: readonly string[], start: number, end: number, marked: boolean): void {
  if (start < end) {
    found.push({ start, text: points.slice(start, end).join(""), marked });
  }
}
