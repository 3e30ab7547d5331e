import { type Draft, type Threshold, withThreshold } from "../settings/draft.ts";

interface Field {
  readonly name: Threshold;
  readonly title: string;
  /** What holds without one of its own. */
  readonly otherwise: string;
  /** Where its slider starts. */
  readonly start: number;
}

const FIELDS: readonly Field[] = [
  { name: "flagThreshold", title: "Offensive or hateful", otherwise: "as the session says", start: 0.3 },
  { name: "offensiveThreshold", title: "Offensive alone", otherwise: "not looked at", start: 0.5 },
  { name: "hateThreshold", title: "Hateful alone", otherwise: "not looked at", start: 0.2 },
  { name: "strictThreshold", title: "In strict mode", otherwise: "0.10", start: 0.1 },
];

/** From which probability on comments are flagged. */
export function ThresholdFields(props: { draft: Draft; edit: (draft: Draft) => void }) {
  const { draft, edit } = props;
  return (
    <fieldset class="card thresholds">
      <legend>Flag from this probability on</legend>
      {FIELDS.map((field) => (
        <Row
          key={field.name}
          field={field}
          value={draft[field.name]}
          change={(value) => edit(withThreshold(draft, field.name, value))}
        />
      ))}
    </fieldset>
  );
}

function Row(props: { field: Field; value: number | undefined; change: (value: number | undefined) => void }) {
  const { field, value, change } = props;
  const own = value !== undefined;
  return (
    <div class="threshold-row">
      <label>
        <input
          type="checkbox"
          checked={own}
          onChange={(event) => change(event.currentTarget.checked ? field.start : undefined)}
        />{" "}
        {field.title}
      </label>
      <input
        type="range"
        aria-label={field.title}
        aria-valuetext={own ? value.toFixed(2) : field.otherwise}
        min="0"
        max="100"
        step="1"
        disabled={!own}
        value={Math.round((value ?? field.start) * 100)}
        onInput={(event) => change(Math.fround(event.currentTarget.valueAsNumber / 100))}
      />
      <output>{own ? value.toFixed(2) : field.otherwise}</output>
    </div>
  );
}
