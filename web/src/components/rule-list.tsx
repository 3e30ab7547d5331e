import { useState } from "preact/hooks";
import type { Rule } from "../gen/chatwarden/settings/v1/chat_settings_service_pb.ts";
import { type Draft, type List, withoutRule, withRule } from "../settings/draft.ts";
import { say } from "../text/say.ts";

/** As the bridge calls the lists when something is wrong with a rule. */
const FIELDS: Record<List, string> = { blockRules: "settings.block_rules", allowRules: "settings.allow_rules" };

const PHRASES = { blockRules: "rule.evasions", allowRules: "rule.asWritten" } as const;

/** A list of words and patterns, with a line to add one. */
export function RuleList(props: {
  list: List;
  title: string;
  text: string;
  draft: Draft;
  /** The fields that the bridge did not accept. */
  wrong: readonly string[];
  edit: (draft: Draft) => void;
}) {
  const { list, title, text, draft, wrong, edit } = props;
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
            <Shown rule={rule} wrong={wrong.some((field) => field.startsWith(`${FIELDS[list]}[${at}]`))} />
            <button type="button" class="plain" onClick={() => edit(withoutRule(draft, list, rule))}>
              {say("rule.remove")}
              <span class="visually-hidden"> {rule.match.value}</span>
            </button>
          </li>
        ))}
      </ul>
      <div class="rule-add">
        <select
          aria-label={say("rule.kind", { list: title })}
          value={kind}
          onChange={(event) => setKind(event.currentTarget.value === "pattern" ? "pattern" : "phrase")}
        >
          <option value="phrase">{say("rule.words")}</option>
          <option value="pattern">{say("rule.pattern")}</option>
        </select>
        <input
          type="text"
          aria-label={say("rule.addTo", { list: title })}
          placeholder={say(kind === "phrase" ? PHRASES[list] : "rule.regex")}
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
            {say("rule.withTeencode")}
          </label>
        )}
        <button type="button" disabled={value.trim() === ""} onClick={add}>
          {say("rule.add")}
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
      {rule.teencode && <span class="chip">{say("rule.teencode")}</span>}
    </span>
  );
}
