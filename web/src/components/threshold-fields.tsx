import { type Draft, type Threshold, withThreshold } from "../settings/draft.ts";
import { decimal } from "../text/format.ts";
import { say } from "../text/say.ts";

interface Field {
  readonly name: Threshold;
  /** What holds without one of its own. */
  readonly otherwise: "settings.asSession" | "settings.notUsed" | number;
  /** Where its slider starts. */
  readonly start: number;
}

const FIELDS: readonly Field[] = [
  { name: "flagThreshold", otherwise: "settings.asSession", start: 0.3 },
  { name: "offensiveThreshold", otherwise: "settings.notUsed", start: 0.5 },
  { name: "hateThreshold", otherwise: "settings.notUsed", start: 0.2 },
  { name: "strictThreshold", otherwise: 0.1, start: 0.1 },
];

/** From which probability on comments are flagged. */
export function ThresholdFields(props: { draft: Draft; edit: (draft: Draft) => void }) {
  const { draft, edit } = props;
  return (
    <fieldset class="card thresholds">
      <legend>{say("settings.thresholds")}</legend>
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
  const title = say(`settings.${field.name}`);
  const otherwise = typeof field.otherwise === "number" ? decimal(field.otherwise) : say(field.otherwise);
  return (
    <div class="threshold-row">
      <label>
        <input
          type="checkbox"
          checked={own}
          onChange={(event) => change(event.currentTarget.checked ? field.start : undefined)}
        />{" "}
        {title}
      </label>
      <input
        type="range"
        aria-label={title}
        aria-valuetext={own ? decimal(value) : otherwise}
        min="0"
        max="100"
        step="1"
        disabled={!own}
        value={Math.round((value ?? field.start) * 100)}
        onInput={(event) => change(Math.fround(event.currentTarget.valueAsNumber / 100))}
      />
      <output>{own ? decimal(value) : otherwise}</output>
    </div>
  );
}
