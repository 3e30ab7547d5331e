import { type Signal, signal } from "@preact/signals";

/** The languages of the page; the first is that of readers whose browser asks for none of them. */
export const LANGUAGES = ["en", "vi"] as const;
export type Language = (typeof LANGUAGES)[number];

/** What each language calls itself. */
export const LANGUAGE_NAMES: Record<Language, string> = { en: "English", vi: "Tiếng Việt" };

/** The locale that dates and numbers are written in. */
const LOCALES: Record<Language, string> = { en: "en-GB", vi: "vi-VN" };

const STORED = "chatwarden.language";

/** The first language of the page that the reader's browser asks for. */
export function preferred(wanted: readonly string[]): Language {
  for (const tag of wanted) {
    const found = LANGUAGES.find((language) => tag.toLowerCase().split("-")[0] === language);
    if (found !== undefined) {
      return found;
    }
  }
  return LANGUAGES[0];
}

/** The language of the page. */
export const language: Signal<Language> = signal<Language>("en");

/** Takes the language that was chosen last in this browser, else the one that the browser asks for. */
export function findLanguage(): void {
  const stored = window.localStorage.getItem(STORED);
  show(LANGUAGES.find((each) => each === stored) ?? preferred(navigator.languages));
}

/** Shows the page in this language, now and when it is opened again. */
export function chooseLanguage(chosen: Language): void {
  window.localStorage.setItem(STORED, chosen);
  show(chosen);
}

/** The locale of the page. */
export function locale(): string {
  return LOCALES[language.value];
}

function show(shown: Language) {
  language.value = shown;
  document.documentElement.lang = shown;
}
