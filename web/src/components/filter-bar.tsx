import type { Filter } from "../feed/filter.ts";
import { Label } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { percent } from "./figures.ts";
import { LABELS } from "./labels.ts";

const CHOICES = [Label.CLEAN, Label.OFFENSIVE, Label.HATE, Label.NOT_JUDGED] as const;

/** Which comments to show, the way from one flagged comment to the next, and whether the feed moves. */
export function FilterBar(props: {
  filter: Filter;
  change: (filter: Filter) => void;
  jump: (step: -1 | 1) => void;
  paused: boolean;
  pause: () => void;
}) {
  const { filter, change, jump, paused, pause } = props;
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
      <select
        aria-label="Label"
        value={filter.label ?? ""}
        onChange={(event) => change({ ...filter, label: labelOf(event.currentTarget.value) })}
      >
        <option value="">any label</option>
        {CHOICES.map((label) => (
          <option key={label} value={label}>
            {LABELS[label]}
          </option>
        ))}
      </select>
      <input
        type="text"
        class="search"
        aria-label="Words"
        placeholder="Words"
        spellcheck={false}
        value={filter.words}
        onInput={(event) => change({ ...filter, words: event.currentTarget.value })}
      />
      <input
        type="text"
        class="search"
        aria-label="Author"
        placeholder="Author"
        spellcheck={false}
        value={filter.author}
        onInput={(event) => change({ ...filter, author: event.currentTarget.value })}
      />
      <label class="threshold" title="The probability that a comment is offensive or hateful">
        <span>
          At least <output>{percent(filter.minProbability, 1)}</output>
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
      <div class="moving">
        <Jump letter="k" name="Previous flagged" sign="↑" act={() => jump(-1)} />
        <Jump letter="j" name="Next flagged" sign="↓" act={() => jump(1)} />
        <button type="button" class="pause" aria-pressed={paused} aria-keyshortcuts="p" onClick={pause}>
          {paused ? "Go on" : "Pause"}{" "}
          <span class="key" aria-hidden="true">
            p
          </span>
        </button>
      </div>
    </div>
  );
}

function Jump({ letter, name, sign, act }: { letter: string; name: string; sign: string; act: () => void }) {
  return (
    <button type="button" title={`${name}: ${letter}`} aria-keyshortcuts={letter} onClick={act}>
      <span class="visually-hidden">{name}</span>
      <span aria-hidden="true">{sign}</span>
    </button>
  );
}

function labelOf(value: string): Label | undefined {
  return value === "" ? undefined : CHOICES.find((label) => label === Number(value));
}
