import { type Signal, signal } from "@preact/signals";

/** The colours of the page: those of the system, light or dark. */
export const THEMES = ["system", "light", "dark"] as const;
export type Theme = (typeof THEMES)[number];

const STORED = "chatwarden.theme";

/** The colours that the reader chose. */
export const theme: Signal<Theme> = signal<Theme>("system");

/** Takes the choice made last in this browser. */
export function findTheme(): void {
  const stored = window.localStorage.getItem(STORED);
  show(THEMES.find((each) => each === stored) ?? "system");
}

/** The colours after these, in turn. */
export function nextTheme(): Theme {
  return THEMES[(THEMES.indexOf(theme.value) + 1) % THEMES.length] ?? "system";
}

/** Shows the page in these colours, now and when it is opened again. */
export function chooseTheme(chosen: Theme): void {
  window.localStorage.setItem(STORED, chosen);
  show(chosen);
}

function show(shown: Theme) {
  theme.value = shown;
  document.documentElement.dataset.theme = shown;
}
