import type { Filter } from "../feed/feed.ts";

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
        <button type="button" aria-pressed={!filter.flaggedOnly} onClick={() => change({ ...filter, flaggedOnly: false })}>
          All
        </button>
        <button type="button" aria-pressed={filter.flaggedOnly} onClick={() => change({ ...filter, flaggedOnly: true })}>
          Flagged
        </button>
      </div>
      <label class="threshold">
        Offensive at least <output>{Math.round(filter.minProbability * 100)} %</output>
        <input
          type="range"
          min="0"
          max="100"
          step="5"
          value={filter.minProbability * 100}
          onInput={(event) => change({ ...filter, minProbability: event.currentTarget.valueAsNumber / 100 })}
        />
      </label>
      <button type="button" class="quiet" aria-pressed={paused} aria-keyshortcuts="p" onClick={pause}>
        {paused ? "Go on" : "Pause"} <kbd>p</kbd>
      </button>
    </div>
  );
}
