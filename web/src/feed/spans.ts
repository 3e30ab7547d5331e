/** A half-open range of Unicode code points. */
export interface Range {
  readonly start: number;
  readonly end: number;
}

/** A piece of a text, marked or not. */
export interface Piece {
  readonly text: string;
  readonly marked: boolean;
}

/**
 * Cuts a text at the ends of its spans. Spans count code points, JavaScript strings UTF-16 units, so "👋" is one of the
 * former and two of the latter. Spans that overlap or leave the text are cut to what is left of it.
 */
export function pieces(text: string, spans: readonly Range[]): Piece[] {
  if (spans.length === 0) {
    return text === "" ? [] : [{ text, marked: false }];
  }
  const points = Array.from(text);
  const found: Piece[] = [];
  let from = 0;
  for (const span of [...spans].sort((a, b) => a.start - b.start)) {
    const start = Math.min(Math.max(span.start, from), points.length);
    const end = Math.min(Math.max(span.end, start), points.length);
    push(found, points.slice(from, start), false);
    push(found, points.slice(start, end), true);
    from = end;
  }
  push(found, points.slice(from), false);
  return found;
}

function push(found: Piece[], points: string[], marked: boolean): void {
  if (points.length > 0) {
    found.push({ text: points.join(""), marked });
  }
}
