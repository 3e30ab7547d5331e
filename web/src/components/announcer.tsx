import { useEffect, useRef, useState } from "preact/hooks";
import { say } from "../text/say.ts";

const EVERY_MS = 15_000;

/** Announces to screen readers now and then how many comments came: every comment would be too much. */
export function Announcer({ seen, flagged }: { seen: number; flagged: number }) {
  const now = useRef({ seen, flagged });
  now.current = { seen, flagged };
  const [said, setSaid] = useState("");
  useEffect(() => {
    let before = now.current;
    const timer = window.setInterval(() => {
      const { seen, flagged } = now.current;
      const fresh = seen - before.seen;
      setSaid(fresh > 0 ? say("live.news", { n: fresh, flagged: flagged - before.flagged }) : "");
      before = now.current;
    }, EVERY_MS);
    return () => window.clearInterval(timer);
  }, []);
  return (
    <p class="visually-hidden" role="status">
      {said}
    </p>
  );
}
