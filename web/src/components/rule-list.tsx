import { useState } from "preact/hooks";
import type { Rule } from "../gen/chatwarden/settings/v1/chat_settings_service_pb.ts";
import { type Draft, type List, withoutRule, withRule } from "../settings/draft.ts";

/** As the bridge calls the lists when something is wrong with a rule. */
const FIELDS: Record<List, string> = { blockRules: "settings.block_rules", allowRules: "settings.allow_rules" };

const PHRASES: Record<List, string> = {
  blockRules: "words; evasions are found too",
  allowRules: "words as they are written",
};

/** A list of words and patterns, with a line to add one. */
export function RuleList(props: {
  list: List;
  title: string;
  text: string;
  draft: Draft;
  problem: string;
  edit: (draft: Draft) => void;
}) {
  const { list, title, text, draft, problem, edit } = props;
  const [kind, setKind] = useState<"phrase" | "pattern">("phrase");
  const [value, setValue] = useState("");
  const [teencode, setTeencode] = useState(false);
  const mayExpand = list === "blockRules" && kind === "phrase";
  const add = () => {
    const given = kind === "phrase" ? value.trim() : value;
    if (given.trim() !== "") {
      edit(withRule(draft, list, kind, given, mayExpand && teencode));
      setValue("");
    }
  };
  return (
    <fieldset class="card rules">
      <legend>{title}</legend>
      <p class="hint">{text}</p>
      <ul>
        {draft[list].map((rule, at) => (
          <li key={`${rule.match.case} ${rule.match.value} ${rule.teencode}`}>
            <Shown rule={rule} wrong={problem.includes(`${FIELDS[list]}[${at}]`)} />
            <button type="button" class="plain" onClick={() => edit(withoutRule(draft, list, rule))}>
              Remove<span class="visually-hidden"> {rule.match.value}</span>
            </button>
          </li>
        ))}
      </ul>
      <div class="rule-add">
        <select
          aria-label={`Kind of what to add to: ${title}`}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value === "pattern" ? "pattern" : "phrase")}
        >
          <option value="phrase">Words</option>
          <option value="pattern">Pattern</option>
        </select>
        <input
          type="text"
          aria-label={`Add to: ${title}`}
          placeholder={kind === "phrase" ? PHRASES[list] : "a regular expression (RE2)"}
          maxLength={kind === "phrase" ? 100 : 500}
          spellcheck={false}
          value={value}
          onInput={(event) => setValue(event.currentTarget.value)}
          onKeyDown={(event) => {
            if (event.key === "Enter") {
              event.preventDefault();
              add();
            }
          }}
        />
        {mayExpand && (
          <label>
            <input type="checkbox" checked={teencode} onChange={(event) => setTeencode(event.currentTarget.checked)} />
            with teencode
          </label>
        )}
        <button type="button" disabled={value.trim() === ""} onClick={add}>
          Add
        </button>
      </div>
    </fieldset>
  );
}

function Shown({ rule, wrong }: { rule: Rule; wrong: boolean }) {
  const value = rule.match.value ?? "";
  return (
    <span class={wrong ? "rule wrong" : "rule"}>
      {rule.match.case === "pattern" ? <code>{value}</code> : <bdi>{value}</bdi>}
      {rule.teencode && <span class="chip">teencode</span>}
    </span>
  );
}
