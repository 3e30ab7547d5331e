import { say } from "../text/say.ts";
import { chooseTheme, nextTheme, theme } from "../theme.ts";

/** The colours of the page; a press takes the next ones. */
export function ThemeSwitch() {
  return (
    <button type="button" class="of-page" onClick={() => chooseTheme(nextTheme())}>
      {say(`theme.${theme.value}`)}
    </button>
  );
}
