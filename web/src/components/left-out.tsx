import { useEffect } from "preact/hooks";
import { SHOWN_STILL } from "../feed/jump.ts";
import type { Rule } from "../feed/thinning.ts";
import { say } from "../text/say.ts";

const EVERY_MS = 1000;

/** The rule by which a fast chat is not drawn whole, and how much of it was not. `look` draws a chat anew that fell silent. */
export function LeftOut({ rule, look }: { rule: Rule; look: () => void }) {
  useEffect(() => {
    const timer = window.setInterval(look, EVERY_MS);
    return () => window.clearInterval(timer);
  }, [look]);
  return (
    <p class="fast">
      {ruleText(rule)} {say("live.left", { n: rule.left, kept: SHOWN_STILL })}
    </p>
  );
}

function ruleText({ others, flagged, every, everyFlagged }: Rule): string {
  const n = Math.round(others + flagged);
  if (others === 0) {
    return say("live.fastFlagged", { n, every: everyFlagged });
  }
  return everyFlagged === 1
    ? say("live.fast", { n, every })
    : say("live.fastBoth", { n, every, flagged: everyFlagged });
}
