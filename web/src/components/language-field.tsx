import type { Draft } from "../settings/draft.ts";

const CHOICES = [
  { value: "", title: "as the session says" },
  { value: "auto", title: "the language of each comment" },
  { value: "vi", title: "Vietnamese" },
  { value: "en", title: "English" },
] as const;

/** The language that comments are judged in. */
export function LanguageField({ draft, edit }: { draft: Draft; edit: (draft: Draft) => void }) {
  return (
    <fieldset class="card">
      <legend>Judge comments in</legend>
      <select
        aria-label="Language of the chat"
        value={draft.language}
        onChange={(event) => edit({ ...draft, language: event.currentTarget.value })}
      >
        {CHOICES.map(({ value, title }) => (
          <option key={value} value={value}>
            {title}
          </option>
        ))}
      </select>
    </fieldset>
  );
}
