import type { ComponentChildren } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { bucketAt, heightOf, leftOf, type Plot } from "../charts/plot.ts";
import { timeMarks } from "../charts/scale.ts";
import type { Bucket } from "../charts/statistics.ts";

const GUTTER = 46;
const EDGE = 8;
const ABOVE = 8;
const BELOW = 24;

/** A mark of time is so many pixels wide, with the room around it. */
const MARK = 78;

/** A page up or down moves by so many buckets. */
const LEAP = 10;

/**
 * A chart over the buckets of a window, its drawing left to `draw`. The cursor is a bucket, moved by mouse, finger or
 * arrow keys; `says` gives its words, shown and read aloud, `summary` of the whole.
 */
export function TimeChart(props: {
  name: string;
  summary: ComponentChildren;
  buckets: readonly Bucket[];
  bucketMs: number;
  /** The marks of the values, the greatest last. */
  marks: readonly { readonly value: number; readonly text: string }[];
  height: number;
  cursor: number | undefined;
  move: (cursor: number | undefined) => void;
  says: (bucket: Bucket) => string;
  draw: (plot: Plot) => ComponentChildren;
  wide?: boolean;
  children?: ComponentChildren;
}) {
  const { name, summary, buckets, bucketMs, marks, height, cursor, move, says, draw } = props;
  const title = useId();
  const area = useRef<HTMLDivElement>(null);
  const width = useWidth(area);
  const plot: Plot = {
    left: GUTTER,
    top: ABOVE,
    width: Math.max(1, width - GUTTER - EDGE),
    height: height - ABOVE - BELOW,
    count: buckets.length,
    most: marks.at(-1)?.value ?? 1,
  };
  const last = buckets.length - 1;
  const at = cursor === undefined ? undefined : buckets[Math.min(cursor, last)];
  const spoken = at ?? buckets[last];

  const onPointer = (event: PointerEvent) => {
    const left = area.current?.getBoundingClientRect().left ?? 0;
    move(bucketAt(plot, event.clientX - left));
  };
  const onKey = (event: KeyboardEvent) => {
    const to = target(event.key, Math.min(cursor ?? last, last), last);
    if (to !== undefined) {
      event.preventDefault();
      move(to);
    } else if (event.key === "Escape") {
      move(undefined);
    }
  };

  return (
    <section class={props.wide ? "panel wide" : "panel"} aria-labelledby={title}>
      <div class="panel-head">
        <h3 id={title}>{name}</h3>
        {props.children}
        <p class="readout">{at === undefined ? summary : says(at)}</p>
      </div>
      <div
        ref={area}
        class="chart-area"
        tabIndex={0}
        role="slider"
        aria-labelledby={title}
        aria-valuemin={0}
        aria-valuemax={Math.max(0, last)}
        aria-valuenow={Math.max(0, Math.min(cursor ?? last, last))}
        aria-valuetext={spoken === undefined ? "" : says(spoken)}
        onPointerMove={onPointer}
        onPointerDown={onPointer}
        onPointerLeave={() => move(undefined)}
        onBlur={() => move(undefined)}
        onKeyDown={onKey}
      >
        <svg width={width} height={height} aria-hidden="true" focusable="false">
          <Axes plot={plot} marks={marks} buckets={buckets} bucketMs={bucketMs} />
          {at !== undefined && <Cursor plot={plot} at={buckets.indexOf(at)} />}
          {draw(plot)}
        </svg>
      </div>
    </section>
  );
}

function target(key: string, from: number, last: number): number | undefined {
  const steps: Record<string, number> = {
    ArrowLeft: from - 1,
    ArrowDown: from - 1,
    ArrowRight: from + 1,
    ArrowUp: from + 1,
    PageDown: from - LEAP,
    PageUp: from + LEAP,
    Home: 0,
    End: last,
  };
  const to = steps[key];
  return to === undefined ? undefined : Math.max(0, Math.min(last, to));
}

function Cursor({ plot, at }: { plot: Plot; at: number }) {
  return (
    <rect
      class="chart-cursor"
      x={leftOf(plot, at)}
      y={plot.top}
      width={Math.max(1, plot.width / plot.count)}
      height={plot.height}
    />
  );
}

function Axes(props: {
  plot: Plot;
  marks: readonly { readonly value: number; readonly text: string }[];
  buckets: readonly Bucket[];
  bucketMs: number;
}) {
  const { plot, marks, buckets, bucketMs } = props;
  const start = buckets[0]?.start ?? 0;
  const end = start + buckets.length * bucketMs;
  const right = plot.left + plot.width;
  const ground = plot.top + plot.height;
  return (
    <g class="axes">
      {marks.map(({ value, text }) => (
        <g key={value}>
          <line x1={plot.left} x2={right} y1={heightOf(plot, value)} y2={heightOf(plot, value)} />
          <text x={plot.left - 8} y={heightOf(plot, value) + 4} text-anchor="end">
            {text}
          </text>
        </g>
      ))}
      {buckets.length > 0 &&
        timeMarks(start, end, Math.max(1, Math.floor(plot.width / MARK))).map(({ time, text }) => {
          const x = plot.left + (plot.width * (time - start)) / (end - start);
          return (
            <g key={time}>
              <line x1={x} x2={x} y1={ground} y2={ground + 4} />
              <text x={x} y={ground + 18} text-anchor={anchor(x, plot)}>
                {text}
              </text>
            </g>
          );
        })}
    </g>
  );
}

/** Labels at an edge are written inwards. */
function anchor(x: number, plot: Plot): "start" | "middle" | "end" {
  if (x > plot.left + plot.width - MARK / 3) {
    return "end";
  }
  return x < plot.left + MARK / 3 ? "start" : "middle";
}

/** How wide an element is, in pixels; 0 before it is laid out. */
function useWidth(element: { current: HTMLElement | null }): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const { current } = element;
    if (current === null) {
      return;
    }
    const observer = new ResizeObserver(() => setWidth(current.clientWidth));
    observer.observe(current);
    return () => observer.disconnect();
  }, [element]);
  return width;
}
