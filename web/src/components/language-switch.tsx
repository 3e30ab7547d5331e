import { chooseLanguage, LANGUAGE_NAMES, LANGUAGES, language } from "../text/locale.ts";

/** Shows the page in its other language, which is named in itself. */
export function LanguageSwitch() {
  const other = LANGUAGES.find((each) => each !== language.value) ?? LANGUAGES[0];
  return (
    <button type="button" class="of-page" lang={other} onClick={() => chooseLanguage(other)}>
      {LANGUAGE_NAMES[other]}
    </button>
  );
}
