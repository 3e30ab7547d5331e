import { useRef, useState } from "preact/hooks";
import type { Filter } from "../feed/filter.ts";
import { Label } from "../gen/chatwarden/type/v1/comment_pb.ts";
import { percent } from "../text/format.ts";
import { say, sayWith } from "../text/say.ts";
import { labelText } from "./labels.ts";
import { useKeys } from "./use-keys.ts";

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
  const [more, setMore] = useState(false);
  const words = useRef<HTMLInputElement>(null);
  useKeys({
    w: (event) => {
      event.preventDefault();
      setMore(true);
      requestAnimationFrame(() => words.current?.focus());
    },
  });
  return (
    <div class={more ? "filters more" : "filters"} role="group" aria-label={say("filter.title")}>
      <div class="switch" role="group" aria-label={say("filter.which")}>
        <button
          type="button"
          aria-pressed={!filter.flaggedOnly}
          onClick={() => change({ ...filter, flaggedOnly: false })}
        >
          {say("filter.all")}
        </button>
        <button
          type="button"
          aria-pressed={filter.flaggedOnly}
          aria-keyshortcuts="f"
          onClick={() => change({ ...filter, flaggedOnly: true })}
        >
          {say("filter.flagged")}{" "}
          <span class="key" aria-hidden="true">
            f
          </span>
        </button>
      </div>
      <select
        aria-label={say("filter.label")}
        value={filter.label ?? ""}
        onChange={(event) => change({ ...filter, label: labelOf(event.currentTarget.value) })}
      >
        <option value="">{say("filter.anyLabel")}</option>
        {CHOICES.map((label) => (
          <option key={label} value={label}>
            {labelText(label)}
          </option>
        ))}
      </select>
      <input
        ref={words}
        type="text"
        class="search"
        aria-keyshortcuts="w"
        aria-label={say("filter.words")}
        placeholder={say("filter.words")}
        spellcheck={false}
        value={filter.words}
        onInput={(event) => change({ ...filter, words: event.currentTarget.value })}
      />
      <input
        type="text"
        class="search"
        aria-label={say("filter.author")}
        placeholder={say("filter.author")}
        spellcheck={false}
        value={filter.author}
        onInput={(event) => change({ ...filter, author: event.currentTarget.value })}
      />
      <label class="threshold" title={say("filter.threshold")}>
        <span>{sayWith("filter.atLeast", { share: <output>{percent(filter.minProbability, 1)}</output> })}</span>
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
        <button type="button" class="more-button" aria-expanded={more} onClick={() => setMore(!more)}>
          {say("filter.more")}
        </button>
        <Jump letter="k" name={say("filter.previous")} sign="↑" act={() => jump(-1)} />
        <Jump letter="j" name={say("filter.next")} sign="↓" act={() => jump(1)} />
        <button type="button" class="pause" aria-pressed={paused} aria-keyshortcuts="p" onClick={pause}>
          {say(paused ? "filter.goOn" : "filter.pause")}{" "}
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
