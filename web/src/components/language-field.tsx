import type { Draft } from "../settings/draft.ts";
import { say } from "../text/say.ts";

const CHOICES = [
  { value: "", title: "settings.asSession" },
  { value: "auto", title: "settings.languageEach" },
  { value: "vi", title: "language.vi" },
  { value: "en", title: "language.en" },
] as const;

/** The language that comments are read in. */
export function LanguageField({ draft, edit }: { draft: Draft; edit: (draft: Draft) => void }) {
  return (
    <fieldset class="card">
      <legend>{say("settings.languageTitle")}</legend>
      <select
        aria-label={say("settings.language")}
        value={draft.language}
        onChange={(event) => edit({ ...draft, language: event.currentTarget.value })}
      >
        {CHOICES.map(({ value, title }) => (
          <option key={value} value={value}>
            {say(title)}
          </option>
        ))}
      </select>
    </fieldset>
  );
}
