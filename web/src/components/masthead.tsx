import type { ComponentChildren } from "preact";
import { useEffect, useState } from "preact/hooks";
import { MODELS, PLAYGROUND } from "../feed/address.ts";
import { PIPELINES } from "../pipelines/address.ts";
import { say } from "../text/say.ts";
import { KeysDialog } from "./keys-dialog.tsx";
import { LanguageSwitch } from "./language-switch.tsx";
import { SoundSwitch } from "./sound-switch.tsx";
import { ThemeSwitch } from "./theme-switch.tsx";
import { useKeys } from "./use-keys.ts";

/** The band at the top. On small screens all but the name is in a menu, which closes when the address changes. */
export function Masthead(props: { hash: string; pipelines: boolean; start: ComponentChildren }) {
  const { hash, pipelines, start } = props;
  const [open, setOpen] = useState(false);
  const [keys, setKeys] = useState(false);
  useEffect(() => setOpen(false), [hash]);
  useKeys({
    "?": () => setKeys(true),
    Escape: () => setOpen(false),
    "/": (event) => {
      event.preventDefault();
      setOpen(true);
      requestAnimationFrame(() => document.getElementById("source")?.focus());
    },
  });
  return (
    <header class="masthead">
      <img src="/icon.svg" alt="" width="34" height="34" />
      <h1>
        Chat<span class="stroke">warden</span>
      </h1>
      <button
        type="button"
        class="of-page menu-button"
        aria-expanded={open}
        aria-controls="menu"
        onClick={() => setOpen(!open)}
      >
        {say("page.menu")}
      </button>
      <div id="menu" class={open ? "menu open" : "menu"}>
        <a class="play" href={PLAYGROUND} aria-current={hash === PLAYGROUND ? "page" : undefined}>
          {say("view.playground")}
        </a>
        {pipelines && (
          <a class="play" href={PIPELINES} aria-current={hash.startsWith(PIPELINES) ? "page" : undefined}>
            {say("view.pipelines")}
          </a>
        )}
        {pipelines && (
          <a class="play" href={MODELS} aria-current={hash === MODELS ? "page" : undefined}>
            {say("view.models")}
          </a>
        )}
        <LanguageSwitch />
        <SoundSwitch />
        <ThemeSwitch />
        <button type="button" class="of-page" aria-label={say("keys.title")} onClick={() => setKeys(true)}>
          ?
        </button>
        {start}
      </div>
      {keys && <KeysDialog close={() => setKeys(false)} />}
    </header>
  );
}
