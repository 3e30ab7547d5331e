import type { Filter } from "../feed/feed.ts";
import { percent } from "./figures.ts";

/** Which comments to show, and whether the feed moves. */
export function FilterBar(props: {
  filter: Filter;
  change: (filter: Filter) => void;
  paused: boolean;
  pause: () => void;
}) {
  const { filter, change, paused, pause } = props;
  return (
    <div class="filters" role="group" aria-label="Filters">
      <div class="switch" role="group" aria-label="Which comments">
        <button
          type="button"
          aria-pressed={!filter.flaggedOnly}
          onClick={() => change({ ...filter, flaggedOnly: false })}
        >
          All
        </button>
        <button
          type="button"
          aria-pressed={filter.flaggedOnly}
          aria-keyshortcuts="f"
          onClick={() => change({ ...filter, flaggedOnly: true })}
        >
          Flagged{" "}
          <span class="key" aria-hidden="true">
            f
          </span>
        </button>
      </div>
      <label class="threshold">
        <span>
          Offensive at least <output>{percent(filter.minProbability, 1)}</output>
        </span>
        <input
          type="range"
          min="0"
          max="100"
          step="5"
          value={filter.minProbability * 100}
          onInput={(event) => change({ ...filter, minProbability: event.currentTarget.valueAsNumber / 100 })}
        />
      </label>
      <button type="button" class="pause" aria-pressed={paused} aria-keyshortcuts="p" onClick={pause}>
        {paused ? "Go on" : "Pause"}{" "}
        <span class="key" aria-hidden="true">
          p
        </span>
      </button>
    </div>
  );
}
